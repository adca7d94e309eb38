import type { ApplicationSummary } from '@api/types';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { listApplications } from '~/lib/api/index.ts';
import { getQueues, takeNext } from '~/lib/api/staff.ts';
import { formatShortDate, formatShortDateTime } from '~/lib/dates/index.ts';
import { countryOf } from '~/lib/i18n/index.ts';
import { APPLICATION_TONES, applicationStatus } from '~/lib/labels/index.ts';
import { useList } from '~/lib/list/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import { role } from '~/lib/session/index.ts';
import { Badge, Banner, Button, type Column, ErrorSummary, Filters, ListTable, Page, Tabs } from '~/ui/index.ts';
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
        <a class="nowrap" href={`/agent/demandes/${item.id}`}>
          {item.reference}
        </a>
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

const addressOf = (queue: Queue): string => `/agent?file=${queue}`;

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

/** The agency's desk: queues by what is to be done, the oldest file first. */
export default function QueuesPage() {
  const { query } = useLocation();
  const signs = role.value === 'signatory';
  const works = signs || role.value === 'examiner';
  const queue = isQueue(query.file) ? query.file : signs ? 'to_sign' : 'to_examine';
  const [emptied, setEmptied] = useState(false);
  const lengths = useLoad(() => getQueues(), []);
  const list = useList(addressOf(queue), ['q'], ({ q }, cursor, signal) =>
    listApplications({ queue, q, cursor }, signal),
  );
  useLive(['applications'], () => {
    lengths.reload();
    list.page.reload();
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
          href: addressOf(name),
          title: t(`queue.${name}`),
          count: lengthOf(name, lengths.data),
          current: name === queue,
        }))}
      />
      <Filters list={list} filters={[{ name: 'q', label: t('search'), by: 'words' }]} />
      <ListTable
        list={list}
        caption={t(`queue.${queue}`)}
        columns={COLUMNS()}
        keyOf={(item) => item.id}
        noMatch={t('list.noMatch')}
        clear={t('search.clear')}
        empty={{ title: t('list.empty'), detail: t(`queue.${queue}.empty`) }}
      />
    </Page>
  );
}
