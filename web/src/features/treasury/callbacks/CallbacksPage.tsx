import { useState } from 'preact/hooks';
import { announce } from '~/lib/a11y/index.ts';
import { listCallbacks, reviewCallback, type UnmatchedCallback } from '~/lib/api/treasury.ts';
import { formatDateTime, formatShortDateTime } from '~/lib/dates/index.ts';
import { attemptStatus, OPERATORS, operatorName, type StatusTone } from '~/lib/labels/index.ts';
import { useList } from '~/lib/list/index.ts';
import { useLive } from '~/lib/live/index.ts';
import {
  Badge,
  Button,
  type Column,
  choices,
  Dialog,
  Filters,
  ListTable,
  Page,
  ReasonedSteps,
  SummaryList,
} from '~/ui/index.ts';
import { mayReconcile } from '../reconciliation/rights.ts';
import { TreasuryTabs } from '../reconciliation/TreasuryTabs.tsx';
import { claimedAmount } from './callback-model.ts';
import { t } from './texts.ts';

/** The operators that send callbacks; the others are people. */
const SENDERS = OPERATORS.filter((operator) => operator !== 'cash_desk' && operator !== 'merchant_code');

const CAUSE_TONES: Record<UnmatchedCallback['cause'], StatusTone> = {
  no_session: 'info',
  unknown_payment: 'warning',
  not_borne_out: 'danger',
};

const mono = (text?: string | null) => (text ? <span class="mono long">{text}</span> : '');

const COLUMNS = (open: (callback: UnmatchedCallback) => void): Column<UnmatchedCallback>[] => [
  {
    title: t('received'),
    head: true,
    cell: (item) => <span class="nowrap">{formatShortDateTime(item.receivedAt)}</span>,
  },
  {
    title: t('operator'),
    cell: (item) => (
      <>
        {operatorName(item.operator)}
        <span class="task-hint">{t(`trust.${item.trust}`)}</span>
      </>
    ),
  },
  { title: t('cause'), cell: (item) => <Badge tone={CAUSE_TONES[item.cause]}>{t(`cause.${item.cause}`)}</Badge> },
  { title: t('amount'), numeric: true, cell: (item) => <span class="nowrap">{claimedAmount(item)}</span> },
  { title: t('number'), cell: (item) => mono(item.transactionId ?? item.reference) || '—' },
  {
    title: t('actions'),
    quiet: true,
    cell: (item) => {
      const which = { operator: operatorName(item.operator), at: formatShortDateTime(item.receivedAt) };
      const waits = mayReconcile() && !item.reviewedAt;
      return (
        <Button kind="secondary" small label={t(waits ? 'openOf' : 'seeOf', which)} onClick={() => open(item)}>
          {t(waits ? 'open' : 'see')}
        </Button>
      );
    },
  },
];

/** What a callback claims, what it may mean, and a person's word on it. */
function CallbackDialog({
  callback,
  onDone,
  onClose,
}: {
  callback: UnmatchedCallback;
  onDone: () => void;
  onClose: () => void;
}) {
  const { payment, cause, reviewedAt, reviewedBy } = callback;
  const rows = [
    { key: t('received'), value: formatDateTime(callback.receivedAt) },
    { key: t('trust'), value: t(`trust.${callback.trust}`) },
    { key: t('says'), value: t(callback.saysPaid ? 'says.paid' : 'says.other') },
    { key: t('amount'), value: claimedAmount(callback) },
    { key: t('transaction'), value: mono(callback.transactionId) },
    { key: t('reference'), value: mono(callback.reference) },
    { key: t('payment'), value: mono(payment?.orderReference) },
    { key: t('payment.status'), value: payment ? attemptStatus(payment.status) : '' },
    { key: t('digest'), value: mono(callback.bodySha256) },
    { key: t('review.by'), value: reviewedAt ? `${reviewedBy ?? ''}, ${formatDateTime(reviewedAt)}` : '' },
    { key: t('review.reason'), value: callback.reviewReason ?? '' },
  ].filter((row) => row.value !== '');
  return (
    <Dialog title={`${operatorName(callback.operator)} · ${t(`cause.${cause}`)}`} onClose={onClose}>
      <p>{t(`cause.${cause}.detail`)}</p>
      <SummaryList rows={rows} />
      {!reviewedAt && (
        <>
          <h2>{t('next')}</h2>
          <p>{t(payment?.status === 'succeeded' ? 'next.settled' : `next.${cause}`)}</p>
        </>
      )}
      {!reviewedAt && mayReconcile() && (
        <ReasonedSteps
          title={t('review.title')}
          steps={[
            {
              action: 'review',
              title: t('review'),
              detail: t('review.detail'),
              run: async ({ reason }) => {
                await reviewCallback(callback.id, reason);
                announce(t('review.done'));
                onDone();
              },
            },
          ]}
        />
      )}
    </Dialog>
  );
}

/** What operators announced that fits none of our payments: listed, explained and looked into. */
export default function CallbacksPage() {
  const [open, setOpen] = useState<UnmatchedCallback>();
  const list = useList(
    '/agent/notifications',
    ['etat', 'operateur', 'jour'],
    ({ etat, operateur, jour }, cursor, signal) =>
      listCallbacks({ reviewed: etat === 'examinees' || null, operator: operateur, day: jour, cursor }, signal),
  );
  useLive(['payments'], list.page.reload);
  return (
    <Page wide title={t('title')}>
      <TreasuryTabs current="callbacks" />
      <p>{t('lead')}</p>
      {!mayReconcile() && <p>{t('readOnly')}</p>}
      <Filters
        list={list}
        filters={[
          {
            name: 'etat',
            label: t('state'),
            by: [{ value: 'examinees', label: t('state.reviewed') }],
            all: t('state.waiting'),
          },
          { name: 'operateur', label: t('operator'), by: choices(SENDERS, operatorName) },
          { name: 'jour', label: t('day'), by: 'day' },
        ]}
      />
      <ListTable
        list={list}
        caption={t('title')}
        columns={COLUMNS(setOpen)}
        keyOf={(item) => item.id}
        noMatch={t('none')}
        clear={t('clear')}
        empty={{ title: t('empty'), detail: t('empty.detail') }}
      />
      {open && (
        <CallbackDialog
          callback={open}
          onDone={() => {
            setOpen(undefined);
            list.page.reload();
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Page>
  );
}
