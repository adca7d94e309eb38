import { ButtonLink } from '~/ui/Button.tsx';
import { Page } from '~/ui/Page.tsx';
import { t } from './texts.ts';

export default function MissingPage() {
  return (
    <Page title={t('missing')}>
      <p>{t('missing.detail')}</p>
      <ButtonLink href="/">{t('missing.home')}</ButtonLink>
    </Page>
  );
}
