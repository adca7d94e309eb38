import { t } from './texts.ts';

export function Footer() {
  return (
    <footer class="footer">
      <div class="bar">
        <nav aria-label={t('footer.label')}>
          <a href="/verifier">{t('footer.verify')}</a>
          <a href="/statistiques">{t('footer.statistics')}</a>
          <a href="/developpeurs/api">{t('footer.api')}</a>
        </nav>
        <p>{t('footer.agency')}</p>
      </div>
    </footer>
  );
}
