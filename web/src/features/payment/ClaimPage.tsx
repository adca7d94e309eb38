import type { Application } from '@api/types';
import { getApplication } from '~/lib/api/index.ts';
import { createClaim, getClaims, type PaymentClaim } from '~/lib/api/treasury.ts';
import { formatDate, today } from '~/lib/dates/index.ts';
import { useForm } from '~/lib/forms/index.ts';
import type { StatusTone } from '~/lib/labels/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof, parseXof } from '~/lib/money/index.ts';
import { useIntent } from '~/lib/net/intent.ts';
import type { RouteParams } from '~/routes.ts';
import { Badge, Banner, Button, ButtonLink, ErrorSummary, Field, Loaded, Page, SummaryList } from '~/ui/index.ts';
import { t } from './texts.ts';

const TONES: Record<PaymentClaim['status'], StatusTone> = { pending: 'info', approved: 'success', refused: 'danger' };

interface ClaimFormProps {
  order: string;
  amountXof: number;
  onDone: () => void;
}

/** What the operator's message on the phone says. */
function ClaimForm({ order, amountXof, onDone }: ClaimFormProps) {
  const underOneKey = useIntent();
  const form = useForm({
    initial: { '/transactionId': '', '/amountXof': String(amountXof), '/paidOn': today() },
    validate: (values) => [
      ...(values['/transactionId'].trim() ? [] : [{ pointer: '/transactionId', message: t('claim.id.missing') }]),
      ...(parseXof(values['/amountXof']) ? [] : [{ pointer: '/amountXof', message: t('claim.amount.missing') }]),
      ...(values['/paidOn'] ? [] : [{ pointer: '/paidOn', message: t('claim.date.missing') }]),
    ],
    submit: async (values) => {
      const body = {
        transactionId: values['/transactionId'],
        amountXof: parseXof(values['/amountXof']) ?? 0,
        paidOn: values['/paidOn'],
      };
      await underOneKey((key) => createClaim(order, body, key));
      onDone();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <p>{t('claim.detail')}</p>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Field
        {...form.field('/transactionId')}
        label={t('claim.id')}
        hint={t('claim.id.hint')}
        width="l"
        maxLength={60}
        spellcheck={false}
      />
      <Field {...form.field('/amountXof')} label={t('claim.amount')} inputMode="numeric" width="m" suffix="FCFA" />
      <Field {...form.field('/paidOn')} type="date" label={t('claim.date')} width="m" />
      <Button type="submit" pending={form.pending} pendingText={t('claim.pending')}>
        {t('claim.button')}
      </Button>
    </form>
  );
}

function Claims({ claims }: { claims: PaymentClaim[] }) {
  return (
    <>
      {claims.map((claim) => (
        <section key={claim.id} aria-label={claim.transactionId}>
          <Banner tone={claim.status === 'approved' ? 'success' : claim.status === 'refused' ? 'error' : 'info'}>
            <p>{claim.message}</p>
            {claim.reason && <p>{claim.reason}</p>}
          </Banner>
          <SummaryList
            rows={[
              {
                key: t('order.status'),
                value: <Badge tone={TONES[claim.status]}>{t(`claim.status.${claim.status}`)}</Badge>,
              },
              { key: t('claim.id'), value: <span class="mono">{claim.transactionId}</span> },
              { key: t('claim.amount'), value: formatXof(claim.amountXof) },
              { key: t('claim.date'), value: formatDate(claim.paidOn) },
            ]}
          />
        </section>
      ))}
    </>
  );
}

function Order({ application }: { application: Application }) {
  const order = application.feeOrder;
  const claims = useLoad(() => (order ? getClaims(order.id) : Promise.resolve([])), [order?.id]);
  useLive(['payments'], claims.reload);
  const back = { href: `/app/demandes/${application.id}/paiement`, label: t('title') };
  return (
    <Page title={t('claim.title')} caption={application.reference} back={back}>
      {!order ? (
        <p>{t('none')}</p>
      ) : (
        <Loaded from={claims}>
          {(found) => (
            <>
              <Claims claims={found} />
              {order.status === 'unpaid' && !found.some((claim) => claim.status !== 'refused') && (
                <ClaimForm order={order.id} amountXof={order.amountXof} onDone={claims.reload} />
              )}
              {found.some((claim) => claim.status !== 'refused') && (
                <ButtonLink href={`/app/demandes/${application.id}`}>{t('follow')}</ButtonLink>
              )}
            </>
          )}
        </Loaded>
      )}
    </Page>
  );
}

/** "I paid by merchant code": the transaction's number, and what became of the claim. */
export default function ClaimPage({ id = '' }: RouteParams) {
  const loaded = useLoad(() => getApplication(id), [id]);
  return (
    <Loaded from={loaded} title={t('claim.title')}>
      {(application) => <Order application={application} />}
    </Loaded>
  );
}
