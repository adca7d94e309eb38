import { useState } from 'preact/hooks';
import { type Fault, useForm } from '~/lib/forms/index.ts';
import { roleName } from '~/lib/labels/index.ts';
import { http } from '~/lib/net/client.ts';
import { account } from '~/lib/session/index.ts';
import { Banner, Button, ErrorSummary, Field, Page, SummaryList } from '~/ui/index.ts';
import { PASSWORD_LENGTH } from './account-model.ts';
import { SecondFactor } from './SecondFactor.tsx';
import { t } from './texts.ts';

type Pointer = '/currentPassword' | '/newPassword';

function faultsOf(values: Record<Pointer, string>): Fault[] {
  const faults: Fault[] = [];
  if (!values['/currentPassword']) faults.push({ pointer: '/currentPassword', message: t('login.password.missing') });
  if ([...values['/newPassword']].length < PASSWORD_LENGTH) {
    faults.push({ pointer: '/newPassword', message: t('signup.password.short') });
  } else if (values['/newPassword'] === values['/currentPassword']) {
    faults.push({ pointer: '/newPassword', message: t('password.same') });
  }
  return faults;
}

function PasswordForm() {
  const [done, setDone] = useState(false);
  const empty = { '/currentPassword': '', '/newPassword': '' };
  const form = useForm<Pointer>({
    initial: empty,
    validate: faultsOf,
    submit: async (values) => {
      setDone(false);
      await http.put('/me/password', {
        body: { currentPassword: values['/currentPassword'], newPassword: values['/newPassword'] },
      });
      form.setAll(empty);
      setDone(true);
    },
  });
  return (
    <section aria-labelledby="password-title">
      <h2 id="password-title">{t('password.title')}</h2>
      {done && (
        <Banner tone="success" live>
          <p>{t('password.done')}</p>
        </Banner>
      )}
      <form onSubmit={form.submit} noValidate>
        <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
        <Field
          {...form.field('/currentPassword')}
          label={t('password.current')}
          type="password"
          autoComplete="current-password"
          width="l"
        />
        <Field
          {...form.field('/newPassword')}
          label={t('password.new')}
          hint={t('signup.password.hint')}
          type="password"
          autoComplete="new-password"
          width="l"
        />
        <Button type="submit" pending={form.pending} pendingText={t('password.pending')}>
          {t('password.submit')}
        </Button>
      </form>
    </section>
  );
}

export default function AccountPage() {
  const person = account.value;
  if (!person) return null;
  return (
    <Page title={t('account.title')}>
      <SummaryList
        rows={[
          { key: t('account.name'), value: person.fullName },
          { key: t('account.email'), value: person.email ?? '' },
          { key: t('account.phone'), value: person.phone ?? '' },
          { key: t('account.role'), value: roleName(person.role) },
          ...(person.exporterName ? [{ key: t('account.firm'), value: person.exporterName }] : []),
        ]}
      />
      <SecondFactor />
      <PasswordForm />
    </Page>
  );
}
