import type { AttemptStatus, ListedAttempt } from '@api/types';
import { listAttempts } from '~/lib/api/staff.ts';
import { formatShortDateTime } from '~/lib/dates/index.ts';
import { ATTEMPT_TONES, attemptStatus, OPERATORS, operatorName } from '~/lib/labels/index.ts';
import { useList } from '~/lib/list/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { Badge, type Column, choices, Filters, ListTable, Page } from '~/ui/index.ts';
import { AccountingTabs } from './books/AccountingTabs.tsx';
import { t } from './texts.ts';

const STATUSES: AttemptStatus[] = [
  'awaiting_payer',
  'processing',
  'unknown',
  'succeeded',
  'failed',
  'expired',
  'integrity_failure',
];

const COLUMNS = (): Column<ListedAttempt>[] => [
  {
    title: t('order'),
    head: true,
    cell: (item) => (
      <>
        <span class="mono">{item.orderReference}</span>
        <span class="task-hint">{item.exporterName}</span>
      </>
    ),
  },
  { title: t('operator'), cell: (item) => operatorName(item.operator) },
  {
    title: t('status'),
    cell: (item) => (
      <>
        <Badge tone={ATTEMPT_TONES[item.status]}>{attemptStatus(item.status)}</Badge>
        {item.reason && <span class="task-hint">{item.reason}</span>}
      </>
    ),
  },
  { title: t('amount'), numeric: true, cell: (item) => <span class="nowrap">{formatXof(item.amountXof)}</span> },
  { title: t('transaction'), cell: (item) => <span class="mono">{item.transactionId ?? '—'}</span> },
  { title: t('started'), cell: (item) => <span class="nowrap">{formatShortDateTime(item.createdAt)}</span> },
];

/** Every try to pay, with the operator's own number: the treasurer's day at a glance. */
export default function PaymentsPage() {
  const list = useList('/agent/paiements', ['statut', 'operateur'], ({ statut, operateur }, cursor, signal) =>
    listAttempts({ status: statut, operator: operateur, cursor }, signal),
  );
  useLive(['payments'], list.page.reload);
  return (
    <Page wide title={t('title')}>
      <AccountingTabs current="/agent/paiements" />
      <Filters
        list={list}
        filters={[
          { name: 'statut', label: t('status'), by: choices(STATUSES, attemptStatus) },
          { name: 'operateur', label: t('operator'), by: choices(OPERATORS, operatorName) },
        ]}
      />
      <ListTable
        list={list}
        caption={t('title')}
        columns={COLUMNS()}
        keyOf={(item) => item.id}
        noMatch={t('none')}
        clear={t('clear')}
      />
    </Page>
  );
}
