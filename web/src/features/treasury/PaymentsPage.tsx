import type { AttemptStatus, OperatorCode } from '@api/types';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { type ListedAttempt, listAttempts } from '~/lib/api/staff.ts';
import { formatShortDateTime } from '~/lib/dates/index.ts';
import { ATTEMPT_TONES, attemptStatus, operatorName } from '~/lib/labels/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { Badge, Button, type Column, EmptyState, Loaded, Page, Pagination, Select, Table } from '~/ui/index.ts';
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
const OPERATORS: OperatorCode[] = [
  'orange_money',
  'wave',
  'pay_dunya',
  'mtn_momo',
  'gsma',
  'cinet_pay',
  'cash_desk',
  'merchant_code',
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

function address(filters: Record<string, string>): string {
  const search = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  return `/agent/paiements${search.size ? `?${search}` : ''}`;
}

function Filters({ status, operator }: { status: string; operator: string }) {
  const { route } = useLocation();
  const [chosen, setChosen] = useState({ status, operator });
  return (
    <form
      class="filters"
      aria-label={t('filter')}
      onSubmit={(event) => {
        event.preventDefault();
        route(address({ statut: chosen.status, operateur: chosen.operator }));
      }}
    >
      <Select
        id="statut"
        label={t('status')}
        value={chosen.status}
        onValue={(value) => setChosen((before) => ({ ...before, status: value }))}
        placeholder={t('all')}
        choices={STATUSES.map((value) => ({ value, label: attemptStatus(value) }))}
      />
      <Select
        id="operateur"
        label={t('operator')}
        value={chosen.operator}
        onValue={(value) => setChosen((before) => ({ ...before, operator: value }))}
        placeholder={t('all')}
        choices={OPERATORS.map((value) => ({ value, label: operatorName(value) }))}
      />
      <Button type="submit" kind="secondary">
        {t('filter')}
      </Button>
    </form>
  );
}

/** Every try to pay, with the operator's own number: the treasurer's day at a glance. */
export default function PaymentsPage() {
  const { query } = useLocation();
  const { statut = '', operateur = '', suite = '' } = query;
  const list = useLoad(
    (signal) => listAttempts({ status: statut, operator: operateur, cursor: suite || null }, signal),
    [statut, operateur, suite],
  );
  useLive(['payments'], list.reload);
  return (
    <Page wide title={t('title')}>
      <Filters key={`${statut} ${operateur}`} status={statut} operator={operateur} />
      <Loaded from={list}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState title={t('none')}>
              {(statut || operateur) && <a href="/agent/paiements">{t('clear')}</a>}
            </EmptyState>
          ) : (
            <>
              <Table caption={t('title')} columns={COLUMNS()} rows={page.items} keyOf={(item) => item.id} />
              <Pagination
                firstHref={suite ? address({ statut, operateur }) : undefined}
                nextHref={page.next ? address({ statut, operateur, suite: page.next }) : undefined}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
