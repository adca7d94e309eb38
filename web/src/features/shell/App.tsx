import { useEffect, useState } from 'preact/hooks';
import { ErrorBoundary, LocationProvider, lazy, Route, Router, useLocation } from 'preact-iso';
import { announcement } from '~/lib/a11y/index.ts';
import { textsReady } from '~/lib/i18n/index.ts';
import { roleName } from '~/lib/labels/index.ts';
import { account, homeOf, mustEnrol, obstacle, phase, resumeSession } from '~/lib/session/index.ts';
import { type AppRoute, ROUTES, type RouteParams } from '~/routes.ts';
import { Button, ButtonLink, ErrorState, Loading, Page } from '~/ui/index.ts';
import { t as ui } from '~/ui/states/texts.ts';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { SCOPE } from './return-address.ts';
import { SessionDialog } from './SessionDialog.tsx';
import { t } from './texts.ts';

function Redirect({ to }: { to: string }) {
  const { route } = useLocation();
  // Once: what sends someone on stands until the next page has come, and must not send on from that one's address.
  useEffect(() => route(to, true), []);
  return <Loading />;
}

function Forbidden() {
  const person = account.value;
  if (!person) return null;
  return (
    <Page title={t('forbidden.title')}>
      <p>{t('forbidden.detail', { role: roleName(person.role) })}</p>
      <ButtonLink href={homeOf(person.role)}>{t('forbidden.home')}</ButtonLink>
    </Page>
  );
}

function Missing() {
  const person = account.value;
  return (
    <Page title={t('missing.title')}>
      <p>{t('missing.detail')}</p>
      <ButtonLink href={person ? homeOf(person.role) : '/app/connexion'}>{t('forbidden.home')}</ButtonLink>
    </Page>
  );
}

/** Where one enrols in the second factor. */
const ACCOUNT = '/app/compte';

/** Opens a page to those who may see it; a stranger signs in first and comes back. */
function guarded(route: AppRoute) {
  const Content = lazy(async () => {
    const page = await route.load();
    await textsReady();
    return page;
  });
  return function Guarded(params: RouteParams) {
    const { url } = useLocation();
    if (route.who === 'anyone') return <Content {...params} />;
    const person = account.value;
    if (!person) return <Redirect to={`/app/connexion?suite=${encodeURIComponent(url)}`} />;
    if (mustEnrol.value && route.path !== ACCOUNT) return <Redirect to={ACCOUNT} />;
    if (route.who === 'everyone' || route.who.includes(person.role)) return <Content {...params} />;
    // The bare address of the application sends everyone to where their work is.
    return route.path === '/app' ? <Redirect to={homeOf(person.role)} /> : <Forbidden />;
  };
}

const PAGES = ROUTES.map((route) => ({ path: route.path, Component: guarded(route) }));

function Broken() {
  return (
    <Page title={t('broken.title')}>
      <p>{t('broken.detail')}</p>
      <Button onClick={() => location.reload()}>{ui('retry')}</Button>
    </Page>
  );
}

function Pages() {
  const [broken, setBroken] = useState(false);
  if (broken) return <Broken />;
  return (
    <ErrorBoundary onError={() => setBroken(true)}>
      <Router>
        {PAGES.map((page) => (
          <Route key={page.path} path={page.path} component={page.Component} />
        ))}
        <Route default component={Missing} />
      </Router>
    </ErrorBoundary>
  );
}

function Unreachable() {
  return (
    <Page title={t('unreachable.title')}>
      <p>{t('unreachable.detail')}</p>
      {obstacle.value && <ErrorState problem={obstacle.value} onRetry={() => void resumeSession()} />}
    </Page>
  );
}

function Content() {
  if (phase.value === 'starting') return <Loading />;
  return phase.value === 'unreachable' ? <Unreachable /> : <Pages />;
}

export function App() {
  return (
    <LocationProvider scope={SCOPE}>
      <a class="skip" href="#content">
        {ui('skip')}
      </a>
      <Header />
      <main class="main" id="content" tabIndex={-1}>
        <Content />
      </main>
      <Footer />
      <SessionDialog />
      <p class="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </p>
    </LocationProvider>
  );
}
