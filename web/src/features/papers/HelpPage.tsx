import { Page } from '~/ui/Page.tsx';
import { t } from './texts.ts';

const QUESTIONS = ['what', 'time', 'pending', 'returned', 'mistake', 'customs', 'offline', 'password'] as const;

/** Common questions, each answered in a few sentences. */
export default function HelpPage() {
  return (
    <Page title={t('help')}>
      <div class="prose">
        {QUESTIONS.map((key) => (
          <section key={key}>
            <h2>{t(`help.${key}`)}</h2>
            <p>{t(`help.${key}.answer`)}</p>
          </section>
        ))}
        <h2>{t('contact')}</h2>
        <p>{t('contact.unknown')}</p>
      </div>
    </Page>
  );
}
