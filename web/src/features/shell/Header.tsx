import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { language, setLanguage } from '~/lib/i18n/index.ts';
import { roleName } from '~/lib/labels/index.ts';
import { http } from '~/lib/net/client.ts';
import { offline, slow } from '~/lib/net/network.ts';
import { account, homeOf, mustEnrol, phase, signOut } from '~/lib/session/index.ts';
import { NAVIGATION } from '~/routes.ts';
import { t } from './texts.ts';

/** The service's mark: a place, and what comes from it. */
export function Mark() {
  return (
    <svg width="38" height="38" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#0b6b3a" />
      <circle cx="16" cy="16" r="9" fill="none" stroke="#fff" stroke-width="2.6" />
      <circle cx="16" cy="16" r="3.6" fill="#fcd116" />
    </svg>
  );
}

function NetworkBadge() {
  return (
    <span role="status">
      {offline.value && <span class="network network-off">{t('network.offline')}</span>}
      {!offline.value && slow.value && <span class="network">{t('network.slow')}</span>}
    </span>
  );
}

/** Changes the language here and, for a signed-in person, on every device. */
function switchLanguage(): void {
  const next = language.value === 'fr' ? 'en' : 'fr';
  setLanguage(next);
  if (account.value) void http.patch('/me', { body: { language: next } }).catch(() => undefined);
}

function LanguageSwitch() {
  return (
    <button type="button" class="language" lang={language.value === 'fr' ? 'en' : 'fr'} onClick={switchLanguage}>
      {t('language.other')}
    </button>
  );
}

function AccountMenu() {
  const { route, url } = useLocation();
  const menu = useRef<HTMLDetailsElement>(null);
  // The menu closes whenever the address changes.
  useEffect(() => {
    if (menu.current?.dataset.at !== url) menu.current?.removeAttribute('open');
    if (menu.current) menu.current.dataset.at = url;
  }, [url]);
  const person = account.value;
  if (!person) return null;
  const close = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !menu.current?.open) return;
    menu.current.open = false;
    menu.current.querySelector('summary')?.focus();
  };
  return (
    <details class="menu" ref={menu} onKeyDown={close}>
      <summary aria-label={`${t('account.menu')} : ${person.fullName}`}>
        <span class="menu-name">{person.fullName}</span>
      </summary>
      <div class="menu-panel">
        <p>
          <strong>{person.fullName}</strong>
          <br />
          <span class="muted">
            {roleName(person.role)}
            {person.exporterName && (
              <>
                <br />
                {person.exporterName}
              </>
            )}
          </span>
        </p>
        <a href="/app/compte">{t('account.settings')}</a>
        <button type="button" onClick={() => void signOut().then(() => route('/app/connexion'))}>
          {t('account.signOut')}
        </button>
      </div>
    </details>
  );
}

function Navigation() {
  const { path } = useLocation();
  const role = account.value?.role;
  const items = NAVIGATION.filter((item) => role && item.who.includes(role));
  if (items.length === 0) return null;
  return (
    <nav class="nav" aria-label={t('nav.label')}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href} aria-current={item.match.test(path) ? 'page' : undefined}>
              {t(item.key)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function Header() {
  const person = account.value;
  const signedIn = person && phase.value !== 'anonymous';
  return (
    <header class="header">
      <div class="bar">
        <a class="brand" href={signedIn ? homeOf(person.role) : '/'}>
          <Mark />
          <span>
            <span class="brand-name">{t('service')}</span>
            <span class="brand-agency">{t('agency')}</span>
          </span>
        </a>
        <NetworkBadge />
        <LanguageSwitch />
        {signedIn && <AccountMenu />}
        {!signedIn && phase.value !== 'unreachable' && <a href="/app/connexion">{t('account.signIn')}</a>}
      </div>
      {signedIn && !mustEnrol.value && <Navigation />}
    </header>
  );
}
