import type { Certificate, CertificateAction, Reference } from '@api/types';
import { getReference } from '~/lib/api/index.ts';
import { changeCertificate, endorseCertificate } from '~/lib/api/staff.ts';
import { today } from '~/lib/dates/index.ts';
import { useForm } from '~/lib/forms/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { Button, ErrorSummary, Field, Loaded, type ReasonedStep, ReasonedSteps } from '~/ui/index.ts';
import { t } from './texts.ts';

interface StepsProps {
  certificate: Certificate;
  onChange: (certificate: Certificate) => void;
}

const NAMES = {
  revoke: 'revocation',
  suspend: 'suspension',
  reinstate: 'reinstatement',
  cancel: 'cancellation',
} as const;
type Reasoned = keyof typeof NAMES;
const isReasoned = (action: CertificateAction): action is Reasoned => action in NAMES;

/** What the fields of the endorsement are called. */
const LABELS = {
  '/declarationNumber': 'endorse.declaration',
  '/office': 'endorse.office',
  '/date': 'endorse.date',
} as const;

function stepsOf({ certificate, onChange }: StepsProps, reference: Reference): ReasonedStep<Reasoned>[] {
  return certificate.allowedActions.filter(isReasoned).map((action) => ({
    action,
    title: t(`step.${action}`),
    detail: t(`step.${action}.detail`),
    kind: action === 'reinstate' ? 'primary' : 'danger',
    ...(action === 'revoke' && {
      reasons: reference.revocationReasons.map((reason) => ({ value: reason.code, label: say(reason.name) })),
      typed: certificate.number,
    }),
    run: async ({ reason, reasonCode }) => {
      const body = action === 'revoke' ? { reason, reasonCode } : { reason };
      onChange(await changeCertificate(certificate.number, NAMES[action], body));
    },
  }));
}

/** The customs officer's endorsement: which declaration the goods left under. */
function Endorse({ certificate, onChange }: StepsProps) {
  const form = useForm({
    initial: { '/declarationNumber': '', '/office': '', '/date': today() },
    validate: (values) =>
      (['/declarationNumber', '/office', '/date'] as const).flatMap((pointer) =>
        values[pointer].trim() ? [] : [{ pointer, message: t('endorse.missing', { field: t(LABELS[pointer]) }) }],
      ),
    submit: async (values) =>
      onChange(
        await endorseCertificate(certificate.number, {
          declarationNumber: values['/declarationNumber'].trim(),
          office: values['/office'].trim(),
          date: values['/date'],
        }),
      ),
  });
  return (
    <section aria-labelledby="endorse">
      <h2 id="endorse">{t('step.endorse')}</h2>
      <p>{t('step.endorse.detail')}</p>
      <form onSubmit={form.submit} noValidate>
        <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
        <Field {...form.field('/declarationNumber')} label={t('endorse.declaration')} width="l" maxLength={70} />
        <Field {...form.field('/office')} label={t('endorse.office')} width="l" maxLength={70} />
        <Field {...form.field('/date')} label={t('endorse.date')} type="date" width="m" />
        <Button type="submit" pending={form.pending}>
          {t('endorse.send')}
        </Button>
      </form>
    </section>
  );
}

/** What an officer may do with a certificate. Nothing of it edits the sealed record. */
export function CertificateSteps(props: StepsProps) {
  const reference = useLoad(() => getReference(), []);
  const offered = props.certificate.allowedActions.filter((action) => action !== 'replace');
  if (offered.length === 0) return null;
  return (
    <>
      {offered.includes('endorse') && <Endorse {...props} />}
      {offered.some(isReasoned) && (
        <Loaded from={reference}>
          {(lists) => <ReasonedSteps key={props.certificate.status} title={t('steps')} steps={stepsOf(props, lists)} />}
        </Loaded>
      )}
    </>
  );
}
