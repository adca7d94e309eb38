import type { EventCheck, HistoryEvent } from '@api/types';
import { useState } from 'preact/hooks';
import { checkEvents, listEvents } from '~/lib/api/staff.ts';
import { formatShortDateTime } from '~/lib/dates/index.ts';
import { personName, stateName } from '~/lib/labels/index.ts';
import { useList } from '~/lib/list/index.ts';
import { formatCount } from '~/lib/money/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import { role } from '~/lib/session/index.ts';
import {
  Banner,
  Button,
  type Column,
  choices,
  ErrorSummary,
  type Filter,
  Filters,
  ListTable,
  Page,
} from '~/ui/index.ts';
import { t, wordOf } from './texts.ts';

const KINDS = [
  'application',
  'certificate',
  'fee_order',
  'payment_attempt',
  'refund',
  'quittance',
  'payment_claim',
  'statement',
  'discrepancy',
  'treasury_deposit',
  'treasury_day',
  'callback',
  'exporter',
  'account',
  'rule',
  'key',
] as const;

/** Where a record went: the states' own names, as its screens say them. */
function passage({ record, from, to }: HistoryEvent): string {
  const named = [from, to].map((state) => state && (stateName(record.kind, state) ?? wordOf(`state.${state}`, state)));
  return named.filter(Boolean).join(' → ') || '—';
}

const COLUMNS = (): Column<HistoryEvent>[] => [
  { title: t('number'), numeric: true, cell: (event) => (event.number ? formatCount(event.number) : '—') },
  { title: t('at'), head: true, cell: (event) => <span class="nowrap">{formatShortDateTime(event.at)}</span> },
  {
    title: t('record'),
    cell: ({ record }) => (
      <>
        <span class={record.label.length > 20 ? 'mono long' : 'mono'}>{record.label}</span>
        <span class="task-hint">{wordOf(`kind.${record.kind}`, record.kind)}</span>
      </>
    ),
  },
  { title: t('action'), cell: ({ record, action }) => wordOf(`action.${record.kind}.${action}`, action) },
  { title: t('change'), cell: passage },
  {
    title: t('actor'),
    cell: (event) => (event.actor ? personName(event.actor) : t('service')),
  },
  { title: t('reason'), cell: (event) => event.reason ?? '—' },
];

/** Recomputes every link of both chains, here and now. */
function Check() {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [found, setFound] = useState<EventCheck>();
  const check = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      setFound(await checkEvents());
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setPending(false);
    }
  };
  return (
    <section class="card" aria-labelledby="check">
      <h2 id="check">{t('check.title')}</h2>
      <p>{t('check.detail')}</p>
      <ErrorSummary faults={[]} problem={problem} round={1} />
      {found && (
        <Banner live tone={found.ok ? 'success' : 'error'} title={t(found.ok ? 'check.ok' : 'check.broken')}>
          <p>{t('check.count', { events: formatCount(found.events), records: formatCount(found.records) })}</p>
          {!found.ok && <pre class="mono">{JSON.stringify(found.firstFault, null, 2)}</pre>}
        </Banner>
      )}
      <Button pending={pending} pendingText={t('check.pending')} onClick={() => void check()}>
        {t('check.run')}
      </Button>
    </section>
  );
}

const FILTERS = (): Filter<'q' | 'nature' | 'du' | 'au'>[] => [
  { name: 'q', label: t('search'), by: 'words' },
  { name: 'nature', label: t('kind'), by: choices(KINDS, (kind) => t(`kind.${kind}`)) },
  { name: 'du', label: t('from'), by: 'day' },
  { name: 'au', label: t('to'), by: 'day' },
];

/** Everything that ever happened, to search; nothing here can be changed by anyone. */
export default function AuditPage() {
  const list = useList('/audit', ['q', 'nature', 'du', 'au'], ({ q, nature, du, au }, cursor, signal) =>
    listEvents({ q, kind: nature, from: du ? `${du}T00:00:00Z` : '', to: au ? `${au}T23:59:59Z` : '', cursor }, signal),
  );
  const mayCheck = role.value === 'auditor' || role.value === 'administrator';
  return (
    <Page wide title={t('title')}>
      {mayCheck && <Check />}
      <Filters list={list} filters={FILTERS()} />
      <ListTable
        list={list}
        caption={t('title')}
        columns={COLUMNS()}
        keyOf={(event) => event.id}
        noMatch={t('none')}
        clear={t('clear')}
      />
    </Page>
  );
}
