import type { EventCheck, HistoryEvent } from '@api/types';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { checkEvents, listEvents } from '~/lib/api/staff.ts';
import { formatShortDateTime } from '~/lib/dates/index.ts';
import { roleName, stateName } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatCount } from '~/lib/money/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import { role } from '~/lib/session/index.ts';
import {
  Banner,
  Button,
  type Column,
  EmptyState,
  ErrorSummary,
  Field,
  Loaded,
  Page,
  Pagination,
  Select,
  Table,
} from '~/ui/index.ts';
import { t, wordOf } from './texts.ts';

const KINDS = [
  'application',
  'certificate',
  'fee_order',
  'payment_attempt',
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
    cell: (event) => (event.actor ? `${event.actor.name} (${roleName(event.actor.role).toLowerCase()})` : t('service')),
  },
  { title: t('reason'), cell: (event) => event.reason ?? '—' },
];

function address(filters: Record<string, string>): string {
  const search = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  return `/audit${search.size ? `?${search}` : ''}`;
}

interface Filter {
  q: string;
  kind: string;
  from: string;
  to: string;
}

function Filters({ filter }: { filter: Filter }) {
  const { route } = useLocation();
  const [given, setGiven] = useState(filter);
  const set = (name: keyof Filter) => (value: string) => setGiven((before) => ({ ...before, [name]: value }));
  return (
    <form
      class="filters"
      aria-label={t('search')}
      onSubmit={(event) => {
        event.preventDefault();
        route(address({ q: given.q.trim(), nature: given.kind, du: given.from, au: given.to }));
      }}
    >
      <Field id="q" label={t('search')} type="search" value={given.q} onValue={set('q')} width="l" />
      <Select
        id="nature"
        label={t('kind')}
        value={given.kind}
        onValue={set('kind')}
        placeholder={t('all')}
        choices={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <Field id="du" label={t('from')} type="date" value={given.from} onValue={set('from')} width="m" />
      <Field id="au" label={t('to')} type="date" value={given.to} onValue={set('to')} width="m" />
      <Button type="submit" kind="secondary">
        {t('filter')}
      </Button>
    </form>
  );
}

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

/** Everything that ever happened, to search; nothing here can be changed by anyone. */
export default function AuditPage() {
  const { query } = useLocation();
  const { q = '', nature = '', du = '', au = '', suite = '' } = query;
  const list = useLoad(
    (signal) =>
      listEvents(
        {
          q,
          kind: nature,
          from: du ? `${du}T00:00:00Z` : '',
          to: au ? `${au}T23:59:59Z` : '',
          cursor: suite || null,
        },
        signal,
      ),
    [q, nature, du, au, suite],
  );
  const mayCheck = role.value === 'auditor' || role.value === 'administrator';
  const filters = { q, nature, du, au };
  return (
    <Page wide title={t('title')}>
      {mayCheck && <Check />}
      <Filters key={JSON.stringify(filters)} filter={{ q, kind: nature, from: du, to: au }} />
      <Loaded from={list}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState title={t('none')}>
              <a href="/audit">{t('clear')}</a>
            </EmptyState>
          ) : (
            <>
              <Table caption={t('title')} columns={COLUMNS()} rows={page.items} keyOf={(event) => event.id} />
              <Pagination
                firstHref={suite ? address(filters) : undefined}
                nextHref={page.next ? address({ ...filters, suite: page.next }) : undefined}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
