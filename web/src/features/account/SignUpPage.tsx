import { useLocation } from 'preact-iso';
import { useForm } from '~/lib/forms/index.ts';
import { language } from '~/lib/i18n/index.ts';
import { useIntent } from '~/lib/net/intent.ts';
import { register } from '~/lib/session/index.ts';
import { Button, ErrorSummary, Field, Page } from '~/ui/index.ts';
import { contactBody, contactFaults } from './account-model.ts';
import { t } from './texts.ts';

type Pointer = '/fullName' | '/email' | '/phone' | '/password';

const contactOf = (values: Record<Pointer, string>) => ({
  fullName: values['/fullName'],
  email: values['/email'],
  phone: values['/phone'],
  password: values['/password'],
});

export default function SignUpPage() {
  const { route } = useLocation();
  const underOneKey = useIntent();
  const form = useForm<Pointer>({
    initial: { '/fullName': '', '/email': '', '/phone': '', '/password': '' },
    validate: (values) => contactFaults(contactOf(values)),
    submit: async (values) => {
      const body = { ...contactBody(contactOf(values)), language: language.value };
      await underOneKey((key) => register(body, key));
      route('/app/entreprise/inscription', true);
    },
  });
  return (
    <Page title={t('signup.title')} back={{ href: '/app/connexion', label: t('signup.have') }}>
      <p class="lead">{t('signup.lead')}</p>
      <form onSubmit={form.submit} noValidate>
        <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
        <Field {...form.field('/fullName')} label={t('signup.name')} autoComplete="name" width="l" />
        <p>{t('signup.contact')}</p>
        <Field
          {...form.field('/email')}
          label={t('signup.email')}
          type="email"
          inputMode="email"
          autoComplete="email"
          width="l"
        />
        <Field
          {...form.field('/phone')}
          label={t('signup.phone')}
          hint={t('signup.phone.hint')}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          width="m"
        />
        <Field
          {...form.field('/password')}
          label={t('signup.password')}
          hint={t('signup.password.hint')}
          type="password"
          autoComplete="new-password"
          width="l"
        />
        <Button type="submit" pending={form.pending} pendingText={t('signup.pending')}>
          {t('signup.submit')}
        </Button>
      </form>
    </Page>
  );
}
