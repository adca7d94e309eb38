import type { ApplicationSummary } from '@api/types';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { listApplications } from '~/lib/api/index.ts';
import { getQueues, takeNext } from '~/lib/api/staff.ts';
import { formatShortDate, formatShortDateTime } from '~/lib/dates/index.ts';
import { countryOf } from '~/lib/i18n/index.ts';
import { APPLICATION_TONES, applicationStatus } from '~/lib/labels/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { type Loadable, useLoad } from '~/lib/load/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import { role } from '~/lib/session/index.ts';
import {
  Badge,
  Banner,
  Button,
  type Column,
  EmptyState,
  ErrorSummary,
  Field,
  Loaded,
  Page,
  Pagination,
  Table,
  Tabs,
} from '~/ui/index.ts';
import { isQueue, lengthOf, QUEUES, type Queue } from './review-model.ts';
import { t } from './texts.ts';

function dueCell(item: ApplicationSummary) {
  if (!item.dueAt) return '—';
  const when = <span class="nowrap">{formatShortDateTime(item.dueAt)}</span>;
  return item.late ? (
    <>
      {when} <Badge tone="danger">{t('late')}</Badge>
    </>
  ) : (
    when
  );
}

const COLUMNS = (): Column<ApplicationSummary>[] => [
  {
    title: t('list.reference'),
    head: true,
    cell: (item) => (
      <>
        <a href={`/agent/demandes/${item.id}`}>{item.reference}</a>
        {item.goodsSummary && <span class="task-hint">{item.goodsSummary}</span>}
      </>
    ),
  },
  { title: t('list.exporter'), cell: (item) => item.exporterName },
  {
    title: t('list.scheme'),
    cell: (item) =>
      [item.scheme, item.destination ? countryOf(item.destination) : ''].filter(Boolean).join(' · ') || '—',
  },
  {
    title: t('list.status'),
    cell: (item) => <Badge tone={APPLICATION_TONES[item.status]}>{applicationStatus(item.status)}</Badge>,
  },
  { title: t('list.holder'), cell: (item) => item.assignee?.name ?? '—' },
  {
    title: t('list.submitted'),
    cell: (item) => (item.submittedAt ? <span class="nowrap">{formatShortDate(item.submittedAt)}</span> : '—'),
  },
  { title: t('list.due'), cell: dueCell },
];

function address(queue: Queue, q: string, cursor?: string): string {
  const search = new URLSearchParams({ file: queue });
  if (q) search.set('q', q);
  if (cursor) search.set('suite', cursor);
  return `/agent?${search}`;
}

/** Takes the oldest free file, so that nobody chooses whose turn it is. */
function TakeNext({ queue, onEmpty }: { queue: 'to_examine' | 'to_sign'; onEmpty: () => void }) {
  const { route } = useLocation();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const take = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      const file = await takeNext(queue);
      if (file) route(`/agent/demandes/${file.id}`);
      else onEmpty();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setPending(false);
    }
  };
  return (
    <>
      <ErrorSummary faults={[]} problem={problem} round={1} />
      <Button pending={pending} pendingText={t('next.pending')} onClick={() => void take()}>
        {t(queue === 'to_sign' ? 'next.sign' : 'next.examine')}
      </Button>
    </>
  );
}

function Search({ queue, q }: { queue: Queue; q: string }) {
  const { route } = useLocation();
  const [typed, setTyped] = useState(q);
  return (
    <form
      class="filters"
      aria-label={t('search')}
      onSubmit={(event) => {
        event.preventDefault();
        route(address(queue, typed.trim()));
      }}
    >
      <Field id="q" label={t('search')} type="search" value={typed} onValue={setTyped} width="l" />
      <Button type="submit" kind="secondary">
        {t('search.go')}
      </Button>
    </form>
  );
}

function useQueue(queue: Queue, q: string, cursor: string): Loadable<Awaited<ReturnType<typeof listApplications>>> {
  return useLoad((signal) => listApplications({ queue, q, cursor: cursor || null }, signal), [queue, q, cursor]);
}

/** The agency's desk: queues by what is to be done, the oldest file first. */
export default function QueuesPage() {
  const { query } = useLocation();
  const signs = role.value === 'signatory';
  const works = signs || role.value === 'examiner';
  const queue = isQueue(query.file) ? query.file : signs ? 'to_sign' : 'to_examine';
  const { q = '', suite = '' } = query;
  const [emptied, setEmptied] = useState(false);
  const lengths = useLoad(() => getQueues(), []);
  const list = useQueue(queue, q, suite);
  useLive(['applications'], () => {
    lengths.reload();
    list.reload();
  });
  const taking = signs ? 'to_sign' : 'to_examine';
  return (
    <Page
      wide
      title={t('queues.title')}
      actions={works ? <TakeNext queue={taking} onEmpty={() => setEmptied(true)} /> : undefined}
    >
      {emptied && <Banner live title={t('next.none')} />}
      <Tabs
        label={t('queues.label')}
        tabs={QUEUES.map((name) => ({
          href: address(name, ''),
          title: t(`queue.${name}`),
          count: lengthOf(name, lengths.data),
          current: name === queue,
        }))}
      />
      <Search key={`${queue} ${q}`} queue={queue} q={q} />
      <Loaded from={list}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState title={t(q ? 'list.noMatch' : 'list.empty')}>
              {q ? <a href={address(queue, '')}>{t('search.clear')}</a> : <p>{t(`queue.${queue}.empty`)}</p>}
            </EmptyState>
          ) : (
            <>
              <Table caption={t(`queue.${queue}`)} columns={COLUMNS()} rows={page.items} keyOf={(item) => item.id} />
              <Pagination
                firstHref={suite ? address(queue, q) : undefined}
                nextHref={page.next ? address(queue, q, page.next) : undefined}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
