import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { returnAddress } from '~/features/shell/return-address.ts';
import { type Fault, useForm } from '~/lib/forms/index.ts';
import { Problem } from '~/lib/net/problem.ts';
import { account, homeOf, signIn } from '~/lib/session/index.ts';
import { Banner, Button, ButtonLink, ErrorSummary, Field, Page } from '~/ui/index.ts';
import { normalLogin } from './account-model.ts';
import { t } from './texts.ts';

type Pointer = '/login' | '/password' | '/code';

function faultsOf(values: Record<Pointer, string>, needsCode: boolean): Fault[] {
  const faults: Fault[] = [];
  if (!values['/login'].trim()) faults.push({ pointer: '/login', message: t('login.missing') });
  if (!values['/password']) faults.push({ pointer: '/password', message: t('login.password.missing') });
  if (needsCode && !values['/code'].trim()) faults.push({ pointer: '/code', message: t('login.code.missing') });
  return faults;
}

const PATH = '/app/connexion';

export default function LoginPage() {
  const { route, url } = useLocation();
  const [needsCode, setNeedsCode] = useState(false);
  const person = account.value;
  const [path, query = ''] = url.split('?');

  useEffect(() => {
    // This page stands until the one asked for has come, and must not read that one's address as its own.
    if (person && path === PATH) route(returnAddress(query, homeOf(person.role)), true);
  }, [person, path, query, route]);

  const form = useForm<Pointer>({
    initial: { '/login': '', '/password': '', '/code': '' },
    validate: (values) => faultsOf(values, needsCode),
    submit: async (values) => {
      try {
        await signIn(normalLogin(values['/login']), values['/password'], values['/code'].trim() || undefined);
      } catch (thrown) {
        if (!(thrown instanceof Problem) || thrown.code !== 'second_factor_required' || needsCode) throw thrown;
        setNeedsCode(true);
      }
    },
  });
  const wait = form.problem?.retryAfter;
  return (
    <Page title={t('login.title')}>
      <form class="card" onSubmit={form.submit} noValidate>
        <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
        {wait !== undefined && <p>{t('login.wait', { n: Math.ceil(wait / 60) })}</p>}
        <Field {...form.field('/login')} label={t('login.login')} autoComplete="username" spellcheck={false} />
        <Field
          {...form.field('/password')}
          label={t('login.password')}
          type="password"
          autoComplete="current-password"
        />
        {needsCode && (
          <Field
            {...form.field('/code')}
            label={t('login.code')}
            hint={t('login.code.hint')}
            inputMode="numeric"
            autoComplete="one-time-code"
            width="s"
          />
        )}
        <Button type="submit" pending={form.pending} pendingText={t('login.pending')}>
          {t('login.submit')}
        </Button>
      </form>
      <Banner title={t('login.new')}>
        <p>{t('login.new.detail')}</p>
        <ButtonLink href="/app/inscription" kind="secondary">
          {t('login.new.link')}
        </ButtonLink>
      </Banner>
    </Page>
  );
}
