import { useState } from 'preact/hooks';
import {
  askRefund,
  listFeeOrders,
  listRefunds,
  type Refund,
  type RefundAction,
  refundActions,
  stepRefund,
} from '~/lib/api/books.ts';
import { getFeeOrder } from '~/lib/api/index.ts';
import { listMoneySetAside, type MoneySetAside } from '~/lib/api/treasury.ts';
import { formatDateTime, formatShortDateTime } from '~/lib/dates/index.ts';
import { faultAt, useForm } from '~/lib/forms/index.ts';
import { operatorName, REFUND_TONES, refundStatus } from '~/lib/labels/index.ts';
import { useList } from '~/lib/list/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof, parseXof } from '~/lib/money/index.ts';
import { useIntent } from '~/lib/net/intent.ts';
import { account, role } from '~/lib/session/index.ts';
import {
  Badge,
  Button,
  type ButtonKind,
  type Column,
  choices,
  Dialog,
  ErrorSummary,
  Field,
  Filters,
  ListTable,
  Loaded,
  Page,
  type ReasonedStep,
  ReasonedSteps,
  SummaryList,
  Table,
  TextArea,
} from '~/ui/index.ts';
import { AccountingTabs } from './AccountingTabs.tsx';
import { kindOfAside, refundable, refundName } from './refund-model.ts';
import { t } from './texts.ts';

const STATUSES = ['due', 'asked', 'approved', 'sent', 'done', 'refused'] as const;

const COLUMNS = (open: (refund: Refund) => void): Column<Refund>[] => [
  {
    title: t('refund.of'),
    head: true,
    cell: (item) => (
      <>
        <span class="mono">{refundName(item)}</span>
        {item.exporterName && <span class="task-hint">{item.exporterName}</span>}
      </>
    ),
  },
  {
    title: t('status'),
    cell: (item) => (
      <>
        <Badge tone={REFUND_TONES[item.status]}>{refundStatus(item.status)}</Badge>
        <span class="task-hint">{t(`reason.${item.reason}`)}</span>
      </>
    ),
  },
  { title: t('operator'), cell: (item) => operatorName(item.operator) },
  { title: t('amount'), numeric: true, cell: (item) => <span class="nowrap">{formatXof(item.amountXof)}</span> },
  { title: t('refund.since'), cell: (item) => <span class="nowrap">{formatShortDateTime(item.createdAt)}</span> },
  {
    title: t('actions'),
    quiet: true,
    cell: (item) => (
      <Button kind="secondary" small label={t('refund.openOf', { order: refundName(item) })} onClick={() => open(item)}>
        {t('refund.open')}
      </Button>
    ),
  },
];

const KINDS: Partial<Record<RefundAction, ButtonKind>> = { refuse: 'danger', return: 'danger' };
const BARE: RefundAction[] = ['approve', 'send'];

/** A person's part in a refund, with the refund and what was said about it so far. */
function RefundDialog({
  refund,
  onChange,
  onClose,
}: {
  refund: Refund;
  onChange: (refund: Refund) => void;
  onClose: () => void;
}) {
  const steps: ReasonedStep<RefundAction>[] = refundActions(refund).map((action) => ({
    action,
    title: t(`step.${action}`),
    detail: t(`step.${action}.detail`),
    kind: KINDS[action] ?? 'primary',
    bare: BARE.includes(action),
    run: async ({ reason }) => onChange(await stepRefund(refund.id, action, reason)),
  }));
  const person = (name?: string | null, at?: string | null) => (name && at ? `${name}, ${formatDateTime(at)}` : '');
  const rows = [
    { key: t('payer'), value: refund.exporterName ?? '' },
    { key: t('amount'), value: formatXof(refund.amountXof) },
    { key: t('refund.reason'), value: t(`reason.${refund.reason}`) },
    { key: t('operator'), value: operatorName(refund.operator) },
    { key: t('transaction'), value: refund.transactionId ? <span class="mono">{refund.transactionId}</span> : '' },
    { key: t('refund.note'), value: refund.note ?? '' },
    { key: t('refund.asked.by'), value: person(refund.askedBy, refund.askedAt) },
    { key: t('refund.decided.by'), value: person(refund.decidedBy, refund.decidedAt) },
    { key: t('refund.refusal'), value: refund.decisionNote ?? '' },
    { key: t('refund.executed.by'), value: person(refund.executedBy, refund.executedAt) },
    { key: t('refund.reference'), value: refund.operatorReference ?? '' },
    { key: t('refund.trouble'), value: refund.trouble ?? '' },
  ].filter((row) => row.value !== '');
  return (
    <Dialog title={t('refund.title', { order: refundName(refund) })} onClose={onClose}>
      <p>
        <Badge tone={REFUND_TONES[refund.status]}>{refundStatus(refund.status)}</Badge>
      </p>
      <SummaryList rows={rows} />
      {refund.status === 'asked' && refund.askedBy === account.value?.fullName && <p>{t('refund.second')}</p>}
      {steps.length > 0 ? (
        <ReasonedSteps key={refund.status} title={t('refund.steps')} steps={steps} />
      ) : (
        <p>{t('refund.nothing')}</p>
      )}
    </Dialog>
  );
}

/** Asks for the refund of a paid order. */
function AskForm({ onDone }: { onDone: (refund: Refund) => void }) {
  const underOneKey = useIntent();
  const form = useForm({
    initial: { '/order': '', '/note': '' },
    validate: (values) => [
      ...(values['/order'].trim() ? [] : [{ pointer: '/order', message: t('ask.missing') }]),
      ...(values['/note'].trim() ? [] : [{ pointer: '/note', message: t('ask.why') }]),
    ],
    submit: async (values) => {
      const wanted = values['/order'].trim().toUpperCase();
      const { items } = await listFeeOrders({ q: wanted });
      const found = items.find((item) => item.reference === wanted || item.applicationReference === wanted);
      const order = found && (await getFeeOrder(found.id));
      const paid = order && refundable(order);
      if (!paid) throw faultAt('/order', t('ask.unknown'));
      const body = { attemptId: paid.id, note: values['/note'].trim() };
      onDone(await underOneKey((key) => askRefund(body, key)));
      form.setAll({ '/order': '', '/note': '' });
    },
  });
  return (
    <details class="more">
      <summary>{t('ask.title')}</summary>
      <form onSubmit={form.submit} noValidate>
        <p>{t('ask.lead')}</p>
        <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
        <Field {...form.field('/order')} label={t('ask.order')} hint={t('ask.order.hint')} width="l" />
        <TextArea {...form.field('/note')} label={t('ask.note')} rows={2} maxLength={500} />
        <Button type="submit" pending={form.pending} pendingText={t('cash.pending')}>
          {t('ask.submit')}
        </Button>
      </form>
    </details>
  );
}

/** Asks for money to go back that pays no order: all of it, or a part. */
function AsideDialog({
  aside,
  onDone,
  onClose,
}: {
  aside: MoneySetAside;
  onDone: (refund: Refund) => void;
  onClose: () => void;
}) {
  const underOneKey = useIntent();
  const wanted = (typed: string) => {
    const amount = parseXof(typed);
    return amount !== null && amount > 0 && amount <= aside.leftXof ? amount : null;
  };
  const form = useForm({
    initial: { '/amountXof': String(aside.leftXof), '/note': '' },
    validate: (values) => [
      ...(wanted(values['/amountXof']) ? [] : [{ pointer: '/amountXof', message: t('aside.amount.wrong') }]),
      ...(values['/note'].trim() ? [] : [{ pointer: '/note', message: t('ask.why') }]),
    ],
    submit: async (values) => {
      const amountXof = wanted(values['/amountXof']) ?? 0;
      const body = { lineId: aside.line.id, amountXof, note: values['/note'].trim() };
      onDone(await underOneKey((key) => askRefund(body, key)));
    },
  });
  return (
    <Dialog title={t('aside.dialog', { amount: formatXof(aside.leftXof) })} onClose={onClose}>
      <SummaryList
        rows={[
          { key: t('aside.what'), value: t(`aside.${kindOfAside(aside)}`) },
          { key: t('operator'), value: operatorName(aside.operator) },
          { key: t('transaction'), value: <span class="mono">{aside.line.transactionId}</span> },
          ...(aside.ours ? [{ key: t('order'), value: <span class="mono">{aside.ours.orderReference}</span> }] : []),
        ]}
      />
      <form onSubmit={form.submit} noValidate>
        <p>{t('aside.detail')}</p>
        <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
        <Field {...form.field('/amountXof')} label={t('aside.amount')} inputMode="numeric" width="m" suffix="FCFA" />
        <TextArea {...form.field('/note')} label={t('ask.note')} rows={2} maxLength={500} />
        <Button type="submit" pending={form.pending} pendingText={t('cash.pending')}>
          {t('ask.submit')}
        </Button>
      </form>
    </Dialog>
  );
}

/** What statements told and pays no order, with the way back for it. */
function SetAside({ items, onBack }: { items: MoneySetAside[]; onBack: (aside: MoneySetAside) => void }) {
  if (items.length === 0) return null;
  const back: Column<MoneySetAside> = {
    title: t('actions'),
    quiet: true,
    cell: (item) => (
      <Button
        kind="secondary"
        small
        label={t('aside.backOf', { number: item.line.transactionId })}
        onClick={() => onBack(item)}
      >
        {t('aside.back')}
      </Button>
    ),
  };
  return (
    <>
      <section aria-labelledby="aside">
        <h2 id="aside">{t('aside.title')}</h2>
        <p>{t('aside.lead')}</p>
        <Table
          caption={t('aside.title')}
          columns={[
            {
              title: t('transaction'),
              head: true,
              cell: (item) => (
                <>
                  <span class="mono">{item.line.transactionId}</span>
                  <span class="task-hint">
                    {operatorName(item.operator)} · {formatShortDateTime(item.line.at)}
                  </span>
                </>
              ),
            },
            { title: t('aside.what'), cell: (item) => t(`aside.${kindOfAside(item)}`) },
            {
              title: t('aside.left'),
              numeric: true,
              cell: (item) => <span class="nowrap">{formatXof(item.leftXof)}</span>,
            },
            ...(role.value === 'treasurer' ? [back] : []),
          ]}
          rows={items}
          keyOf={(item) => item.line.id}
        />
      </section>
      <h2>{t('refunds.list')}</h2>
    </>
  );
}

/** Money that goes back: asked for by one person, approved by another, then sent. */
export default function RefundsPage() {
  const [open, setOpen] = useState<Refund | null>(null);
  const [back, setBack] = useState<MoneySetAside | null>(null);
  const aside = useLoad(() => listMoneySetAside(), []);
  const list = useList('/agent/remboursements', ['statut'], ({ statut }, cursor, signal) =>
    listRefunds({ status: statut, cursor }, signal),
  );
  const reload = () => {
    list.page.reload();
    aside.reload();
  };
  useLive(['payments'], reload);
  const change = (refund: Refund) => {
    setOpen(refund);
    reload();
  };
  return (
    <Page wide title={t('refunds.title')}>
      <AccountingTabs current="/agent/remboursements" />
      <p>{t('refunds.lead')}</p>
      {/* Its fields have the names of the dialog's: there is one of them at a time. */}
      {role.value === 'treasurer' && !back && <AskForm onDone={change} />}
      <Loaded from={aside}>{(items) => <SetAside items={items} onBack={setBack} />}</Loaded>
      <Filters list={list} filters={[{ name: 'statut', label: t('status'), by: choices(STATUSES, refundStatus) }]} />
      <ListTable
        list={list}
        caption={t('refunds.title')}
        columns={COLUMNS(setOpen)}
        keyOf={(item) => item.id}
        noMatch={t('refunds.none')}
        clear={t('refunds.clear')}
      />
      {back && (
        <AsideDialog
          aside={back}
          onDone={(refund) => {
            setBack(null);
            change(refund);
          }}
          onClose={() => setBack(null)}
        />
      )}
      {open && <RefundDialog refund={open} onChange={change} onClose={() => setOpen(null)} />}
    </Page>
  );
}
