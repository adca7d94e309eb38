import type { ApplicationStatus, ApplicationSummary } from '@api/types';
import { listApplications } from '~/lib/api/index.ts';
import { formatShortDate } from '~/lib/dates/index.ts';
import { countryOf } from '~/lib/i18n/index.ts';
import { APPLICATION_TONES, applicationStatus } from '~/lib/labels/index.ts';
import { useList } from '~/lib/list/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { Badge, ButtonLink, type Column, choices, Filters, ListTable, Page } from '~/ui/index.ts';
import { t } from './texts.ts';

const STATUSES: ApplicationStatus[] = [
  'draft',
  'awaiting_payment',
  'queued',
  'in_review',
  'returned',
  'proposed',
  'approved',
  'refused',
  'withdrawn',
];

const COLUMNS = (): Column<ApplicationSummary>[] => [
  {
    title: t('list.reference'),
    head: true,
    cell: (item) => (
      <>
        <a class="nowrap" href={`/app/demandes/${item.id}`}>
          {item.reference}
        </a>
        {item.goodsSummary && <span class="task-hint">{item.goodsSummary}</span>}
      </>
    ),
  },
  {
    title: t('list.status'),
    cell: (item) => <Badge tone={APPLICATION_TONES[item.status]}>{applicationStatus(item.status)}</Badge>,
  },
  {
    title: t('list.scheme'),
    cell: (item) =>
      [item.scheme, item.destination ? countryOf(item.destination) : ''].filter(Boolean).join(' · ') || '—',
  },
  {
    title: t('list.value'),
    numeric: true,
    cell: (item) => (typeof item.fobValueXof === 'number' ? formatXof(item.fobValueXof) : '—'),
  },
  { title: t('list.updated'), cell: (item) => <span class="nowrap">{formatShortDate(item.updatedAt)}</span> },
];

/** All the firm's applications. */
export default function ApplicationsPage() {
  const list = useList('/app/demandes', ['q', 'statut'], ({ q, statut }, cursor, signal) =>
    listApplications({ q, status: statut, cursor }, signal),
  );
  useLive(['applications'], list.page.reload);
  return (
    <Page wide title={t('list.title')} actions={<ButtonLink href="/app/demandes/nouvelle">{t('list.new')}</ButtonLink>}>
      <Filters
        list={list}
        filters={[
          { name: 'q', label: t('list.search'), by: 'words' },
          { name: 'statut', label: t('list.status'), by: choices(STATUSES, applicationStatus) },
        ]}
      />
      <ListTable
        list={list}
        caption={t('list.title')}
        columns={COLUMNS()}
        keyOf={(item) => item.id}
        noMatch={t('list.noMatch')}
        clear={t('list.clear')}
        empty={{ title: t('list.empty'), detail: t('list.empty.detail') }}
      />
    </Page>
  );
}
