import { Page } from '~/ui/Page.tsx';
import { t } from './texts.ts';

const SECTIONS = ['publisher', 'host', 'data', 'rights', 'open', 'device', 'software'] as const;

/** Who publishes the service and what becomes of data. What the agency has not said yet is said to be unknown. */
export default function LegalPage() {
  return (
    <Page title={t('legal')}>
      <div class="prose">
        {SECTIONS.map((key) => (
          <section key={key}>
            <h2>{t(`legal.${key}`)}</h2>
            <p>{t(`legal.${key}.text`)}</p>
          </section>
        ))}
      </div>
    </Page>
  );
}
