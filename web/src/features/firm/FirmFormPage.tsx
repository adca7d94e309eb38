import type { Exporter, ExporterInput, ProfileReference } from '@api/types';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { createExporter, editExporter, getExporter, getReference } from '~/lib/api/index.ts';
import { useForm } from '~/lib/forms/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { useIntent } from '~/lib/net/intent.ts';
import { account, reloadAccount } from '~/lib/session/index.ts';
import { Button, ErrorSummary, Field, Loaded, Page, Radios } from '~/ui/index.ts';
import { firmFaults, firmInput, firmValues } from './firm-model.ts';
import { t } from './texts.ts';

/** Sends a new firm once, or an edit over the version that was read. */
function useSend(firm: Exporter | null): (input: ExporterInput) => Promise<Exporter> {
  const underOneKey = useIntent();
  return async (input) => {
    if (firm) return editExporter(firm.id, input, firm.version);
    return underOneKey((key) => createExporter(input, key));
  };
}

function FirmForm({ profile, firm }: { profile: ProfileReference; firm: Exporter | null }) {
  const { route } = useLocation();
  const send = useSend(firm);
  const form = useForm<string>({
    initial: firmValues(profile, firm),
    validate: (values) => firmFaults(profile, values),
    submit: async (values) => {
      await send(firmInput(profile, values));
      await reloadAccount();
      route('/app/entreprise', true);
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Field
        {...form.field('/name')}
        label={t('name')}
        hint={t('name.hint')}
        autoComplete="organization"
        maxLength={200}
      />
      <Field {...form.field('/tradeName')} label={t('tradeName')} optional maxLength={200} />
      {profile.identifiers.map((identifier) => (
        <Field
          key={identifier.kind}
          {...form.field(`/identifiers/${identifier.kind}`)}
          label={say(identifier.name)}
          optional={!identifier.required}
          width="l"
          maxLength={60}
          spellcheck={false}
        />
      ))}
      <Field
        {...form.field('/address/street')}
        label={t('street')}
        hint={t('street.hint')}
        autoComplete="street-address"
        maxLength={200}
      />
      <div class="field-pair">
        <Field {...form.field('/address/city')} label={t('city')} autoComplete="address-level2" maxLength={100} />
        <Field
          {...form.field('/address/region')}
          label={t('region')}
          optional
          autoComplete="address-level1"
          maxLength={100}
        />
      </div>
      <Field {...form.field('/phone')} label={t('phone')} type="tel" inputMode="tel" autoComplete="tel" width="m" />
      <Field
        {...form.field('/email')}
        label={t('email')}
        type="email"
        inputMode="email"
        autoComplete="email"
        optional
        width="l"
      />
      <Button type="submit" pending={form.pending} pendingText={t('saving')}>
        {t(firm ? 'save' : 'register')}
      </Button>
    </form>
  );
}

/** The first question of a registration: who one is decides which papers are asked. */
function ProfileChoice({ profiles, onChosen }: { profiles: ProfileReference[]; onChosen: (code: string) => void }) {
  const form = useForm({
    initial: { '/profile': '' },
    validate: (values) => (values['/profile'] ? [] : [{ pointer: '/profile', message: t('profile.missing') }]),
    submit: async (values) => onChosen(values['/profile']),
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} round={form.round} />
      <Radios
        {...form.field('/profile')}
        label={t('profile')}
        hint={t('profile.hint')}
        choices={profiles.map((profile) => ({
          value: profile.code,
          label: say(profile.name),
          hint: say(profile.hint),
        }))}
      />
      <Button type="submit">{t('continue')}</Button>
    </form>
  );
}

function Registration({ profiles, firm }: { profiles: ProfileReference[]; firm: Exporter | null }) {
  const [chosen, setChosen] = useState<string | undefined>(firm?.profile);
  const profile = profiles.find((item) => item.code === chosen);
  const back = firm ? { href: '/app/entreprise' } : { href: '/app' };
  if (!profile) {
    return (
      <Page title={t('register.title')} back={back}>
        <p class="lead">{t('register.lead')}</p>
        <ProfileChoice profiles={profiles} onChosen={setChosen} />
      </Page>
    );
  }
  return (
    <Page
      key={profile.code}
      title={t(firm ? 'edit.title' : 'register.details')}
      caption={say(profile.name)}
      back={back}
    >
      {!firm && (
        <p>
          <button type="button" class="link" onClick={() => setChosen(undefined)}>
            {t('profile.change')}
          </button>
        </p>
      )}
      <FirmForm profile={profile} firm={firm} />
    </Page>
  );
}

export default function FirmFormPage() {
  const firm = account.value?.exporterId ?? null;
  const loaded = useLoad(async () => {
    const [reference, known] = await Promise.all([getReference(), firm ? getExporter(firm) : null]);
    return { profiles: reference.applicantProfiles, known };
  }, [firm]);
  return (
    <Loaded from={loaded} title={t('register.title')}>
      {({ profiles, known }) => <Registration profiles={profiles} firm={known} />}
    </Loaded>
  );
}
