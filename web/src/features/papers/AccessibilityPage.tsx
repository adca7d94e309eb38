import { Page } from '~/ui/Page.tsx';
import { t } from './texts.ts';

const DONE = ['keyboard', 'words', 'charts', 'noScript', 'small'] as const;
const MISSING = ['audit', 'documents', 'bambara'] as const;

/** What was done so that everyone can use the service, and what is still missing. */
export default function AccessibilityPage() {
  return (
    <Page title={t('accessibility')}>
      <div class="prose">
        <p>{t('accessibility.aim')}</p>
        <h2>{t('accessibility.done')}</h2>
        <ul>
          {DONE.map((key) => (
            <li key={key}>{t(`accessibility.done.${key}`)}</li>
          ))}
        </ul>
        <h2>{t('accessibility.missing')}</h2>
        <ul>
          {MISSING.map((key) => (
            <li key={key}>{t(`accessibility.missing.${key}`)}</li>
          ))}
        </ul>
        <h2>{t('contact')}</h2>
        <p>{t('contact.unknown')}</p>
      </div>
    </Page>
  );
}
