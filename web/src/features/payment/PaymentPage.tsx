import type { Application, FeeOrder, Operator, OperatorCode } from '@api/types';
import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { getApplication, getOperators, startAttempt } from '~/lib/api/index.ts';
import { formatDate } from '~/lib/dates/index.ts';
import { type Fault, fieldId } from '~/lib/forms/index.ts';
import { attemptStatus, feeOrderStatus, operatorName } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { newIntent } from '~/lib/net/client.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import type { RouteParams } from '~/routes.ts';
import { Banner, Button, ButtonLink, ErrorSummary, Loaded, Page, Radios, SummaryList } from '~/ui/index.ts';
import { liveAttempt } from './payment-model.ts';
import { rememberAttempt } from './remembered.ts';
import { t } from './texts.ts';

interface PayFormProps {
  application: Application;
  order: FeeOrder;
  operators: Operator[];
}

function PayForm({ application, order, operators }: PayFormProps) {
  const { route } = useLocation();
  const intents = useRef(new Map<OperatorCode, string>());
  const [operator, setOperator] = useState<OperatorCode | ''>('');
  const [faults, setFaults] = useState<Fault[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);
  const [pending, setPending] = useState(false);

  const refuse = (found: Fault[], answered?: Problem) => {
    setFaults(found);
    setProblem(answered);
    setRound((before) => before + 1);
  };
  /** One key per operator until the service answered, so that a double click or a retry pays once. */
  const pay = async (code: OperatorCode) => {
    const intent = intents.current.get(code) ?? newIntent();
    intents.current.set(code, intent);
    setPending(true);
    try {
      const attempt = await startAttempt(order.id, code, intent);
      rememberAttempt(attempt.id, application.id);
      route(`/app/paiement/${attempt.id}`);
      if (attempt.paymentUrl) location.assign(attempt.paymentUrl);
    } catch (thrown) {
      const answered = asProblem(thrown);
      if (!answered.unanswered) intents.current.delete(code);
      refuse([], answered);
      setPending(false);
    }
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (pending) return;
    if (operator === '') refuse([{ pointer: '/operator', message: t('operator.missing') }]);
    else void pay(operator);
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <ErrorSummary faults={faults} problem={problem} round={round} />
      <Radios
        id={fieldId('/operator')}
        label={t('operator')}
        error={faults[0]?.message}
        value={operator}
        onValue={(value) => setOperator(value as OperatorCode)}
        choices={operators.map((item) => ({
          value: item.code,
          label: item.name,
          hint: item.available ? t('operator.minutes', { n: item.sessionMinutes }) : t('operator.unavailable'),
          disabled: !item.available,
        }))}
      />
      <p>{t('pay.what')}</p>
      <Button type="submit" pending={pending} pendingText={t('pay.pending')}>
        {t('pay.button', { amount: formatXof(order.amountXof) })}
      </Button>
    </form>
  );
}

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
        <ButtonLink href={`/app/demandes/${application.id}`}>{t('follow')}</ButtonLink>
      )}
    </Page>
  );
}

export default function PaymentPage({ id = '' }: RouteParams) {
  const loaded = useLoad(() => Promise.all([getApplication(id), getOperators()]), [id]);
  return (
    <Loaded from={loaded} title={t('title')}>
      {([application, operators]) => <Order application={application} operators={operators} />}
    </Loaded>
  );
}
