import { Page } from '~/ui/Page.tsx';
import { Deferred } from './Deferred.tsx';
import { t } from './texts.ts';

const ACTIONS = [
  { href: '/app', key: 'apply' },
  { href: '/verifier', key: 'verify' },
  { href: '/app', key: 'track' },
] as const;
const STEPS = ['steps.1', 'steps.2', 'steps.3', 'steps.4', 'steps.5'] as const;

/** The first page: what one can do here, what it costs, how long it takes, what to bring. */
export function WelcomePage() {
  return (
    <Page title={t('title')} wide>
      <p class="lead prose">{t('lead')}</p>
      <ul class="actions">
        {ACTIONS.map(({ href, key }) => (
          <li key={key} class="action">
            <h2>
              <a href={href}>{t(`action.${key}`)}</a>
            </h2>
            <p>{t(`action.detail.${key}`)}</p>
          </li>
        ))}
      </ul>
      <noscript>
        <p>{t('noScript')}</p>
      </noscript>
      <div class="site-columns">
        <section aria-labelledby="prices">
          <h2 id="prices">{t('prices')}</h2>
          <p>{t('prices.lead')}</p>
          <Deferred load={() => import('../practical/Prices.tsx')} />
        </section>
        <section aria-labelledby="delay" class="card">
          <h2 id="delay">{t('delay')}</h2>
          <Deferred load={() => import('../practical/Delay.tsx')} />
          <p>
            <a href="/statistiques">{t('delay.link')}</a>
          </p>
        </section>
      </div>
      <section aria-labelledby="need">
        <h2 id="need">{t('need')}</h2>
        <p>{t('need.lead')}</p>
        <Deferred load={() => import('../practical/NeedWizard.tsx')} />
        <p class="prose muted">{t('need.rule')}</p>
      </section>
      <section aria-labelledby="steps">
        <h2 id="steps">{t('steps')}</h2>
        <ol class="steps">
          {STEPS.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="documents">
        <h2 id="documents">{t('documents')}</h2>
        <p>{t('documents.lead')}</p>
        <Deferred load={() => import('../practical/NeededPapers.tsx')} />
      </section>
    </Page>
  );
}
