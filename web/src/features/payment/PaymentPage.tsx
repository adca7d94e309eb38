import type { Application, Operator } from '@api/types';
import { useState } from 'preact/hooks';
import { getApplication, getOperators } from '~/lib/api/index.ts';
import { formatDate } from '~/lib/dates/index.ts';
import { attemptStatus, feeOrderStatus, operatorName } from '~/lib/labels/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import type { RouteParams } from '~/routes.ts';
import { Banner, Button, ButtonLink, Loaded, Page, SummaryList } from '~/ui/index.ts';
import { PayForm, type PayFormProps } from './PayForm.tsx';
import { liveAttempt } from './payment-model.ts';
import { Receipts } from './Receipts.tsx';
import { rememberAttempt } from './remembered.ts';
import { t } from './texts.ts';

/** A payment that may still succeed: the way back to it comes first, another operator only after a warning. */
function LiveAttempt({ application, order, operators }: PayFormProps) {
  const [other, setOther] = useState(false);
  const live = liveAttempt(order);
  if (!live) return <PayForm application={application} order={order} operators={operators} />;
  rememberAttempt(live.id, application.id);
  return (
    <>
      <Banner tone="warning" title={t('live.title', { operator: operatorName(live.operator) })}>
        <p>{attemptStatus(live.status)}.</p>
        <p>{t('live.detail')}</p>
        <ButtonLink href={`/app/paiement/${live.id}`}>{t('live.link')}</ButtonLink>
      </Banner>
      {other ? (
        <>
          <Banner tone="warning" title={t('live.other.warning.title')}>
            <p>{t('live.other.warning')}</p>
          </Banner>
          <PayForm
            application={application}
            order={order}
            operators={operators.filter((item) => item.code !== live.operator)}
          />
        </>
      ) : (
        <Button kind="secondary" onClick={() => setOther(true)}>
          {t('live.other')}
        </Button>
      )}
    </>
  );
}

function Order({ application, operators }: { application: Application; operators: Operator[] }) {
  const order = application.feeOrder;
  const back = { href: `/app/demandes/${application.id}`, label: t('back', { reference: application.reference }) };
  if (!order) {
    return (
      <Page title={t('title')} back={back}>
        <p>{t('none')}</p>
      </Page>
    );
  }
  const reversed = order.attempts.findLast((attempt) => attempt.reversedAt);
  return (
    <Page title={t('title')} caption={application.reference} back={back}>
      <p class="total">
        <span class="muted">{t('total')}</span>
        <strong>{formatXof(order.amountXof)}</strong>
      </p>
      <SummaryList
        rows={[
          { key: t('order.for'), value: t('order.certificate') },
          { key: t('order.reference'), value: <span class="mono">{order.reference}</span> },
          { key: t('order.status'), value: feeOrderStatus(order.status) },
        ]}
      />
      {order.status === 'unpaid' ? (
        <>
          {reversed?.reversedAt && (
            <Banner tone="error" title={t('reversed.title')}>
              <p>{t('reversed.detail', { date: formatDate(reversed.settledAt ?? reversed.createdAt) })}</p>
            </Banner>
          )}
          <LiveAttempt application={application} order={order} operators={operators} />
          <p>
            <a href={`/app/demandes/${application.id}/code-marchand`}>{t('claim.link')}</a>
          </p>
        </>
      ) : (
        <>
          {order.attempts.some((attempt) => attempt.status === 'succeeded') && <Receipts order={order} />}
          <ButtonLink href={`/app/demandes/${application.id}`}>{t('follow')}</ButtonLink>
        </>
      )}
    </Page>
  );
}

export default function PaymentPage({ id = '' }: RouteParams) {
  const loaded = useLoad(() => Promise.all([getApplication(id), getOperators()]), [id]);
  // Once it is paid only the receipts change, and they follow the news themselves.
  const unpaid = loaded.data?.[0].feeOrder?.status !== 'paid';
  useLive(unpaid ? ['payments'] : [], loaded.reload);
  return (
    <Loaded from={loaded} title={t('title')}>
      {([application, operators]) => <Order application={application} operators={operators} />}
    </Loaded>
  );
}
