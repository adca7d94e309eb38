import type { ComponentChildren } from 'preact';
import { announcement } from '~/lib/a11y/index.ts';
import { language, setLanguage } from '~/lib/i18n/index.ts';
import { offline, slow } from '~/lib/net/network.ts';
import { t } from './texts.ts';

const MENU = [
  { href: '/verifier', key: 'nav.verify' },
  { href: '/statistiques', key: 'nav.statistics' },
  { href: '/aide', key: 'nav.help' },
] as const;

function NetworkBadge() {
  return (
    <span role="status">
      {offline.value && <span class="network network-off">{t('network.offline')}</span>}
      {!offline.value && slow.value && <span class="network">{t('network.slow')}</span>}
    </span>
  );
}

function SiteHeader({ path }: { path: string }) {
  const other = language.value === 'fr' ? 'en' : 'fr';
  return (
    <header class="header">
      <div class="bar">
        <a class="brand" href="/">
          <img src="/icon.svg" alt="" width="38" height="38" />
          <span>
            <span class="brand-name">{t('service')}</span>
            <span class="brand-agency">{t('agency')}</span>
            <span class="visually-hidden">{t('homeLink')}</span>
          </span>
        </a>
        <NetworkBadge />
        <button type="button" class="language" lang={other} onClick={() => setLanguage(other)}>
          {t('language.other')}
        </button>
        <a class="button button-primary button-small" href="/app/connexion">
          {t('nav.signIn')}
        </a>
      </div>
      <nav class="nav" aria-label={t('nav.label')}>
        <ul>
          {MENU.map(({ href, key }) => (
            <li key={href}>
              <a href={href} aria-current={path === href ? 'page' : undefined}>
                {t(key)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

function SiteFooter() {
  return (
    <footer class="footer">
      <div class="bar">
        <nav aria-label={t('footer.label')}>
          <a href="/aide">{t('nav.help')}</a>
          <a href="/mentions-legales">{t('footer.legal')}</a>
          <a href="/accessibilite">{t('footer.accessibility')}</a>
          <a href="/developpeurs/api">{t('footer.api')}</a>
        </nav>
        <p>{t('footer.agency')}</p>
      </div>
    </footer>
  );
}

/** The frame of the public pages: way home, menu, language, and what a screen reader is told in passing. */
export function SiteShell({ path, children }: { path: string; children: ComponentChildren }) {
  return (
    <>
      <a class="skip" href="#content">
        {t('skip')}
      </a>
      <SiteHeader path={path} />
      <main class="main" id="content" tabIndex={-1}>
        {children}
      </main>
      <SiteFooter />
      <p class="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </p>
    </>
  );
}
