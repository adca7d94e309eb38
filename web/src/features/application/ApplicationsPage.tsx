import type { ApplicationStatus, ApplicationSummary } from '@api/types';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { listApplications } from '~/lib/api/index.ts';
import { formatShortDate } from '~/lib/dates/index.ts';
import { countryOf } from '~/lib/i18n/index.ts';
import { APPLICATION_TONES, applicationStatus } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import {
  Badge,
  Button,
  ButtonLink,
  type Column,
  EmptyState,
  Field,
  Loaded,
  Page,
  Pagination,
  Select,
  Table,
} from '~/ui/index.ts';
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
        <a href={`/app/demandes/${item.id}`}>{item.reference}</a>
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

function address(filters: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value) search.set(name, value);
  const text = search.toString();
  return `/app/demandes${text ? `?${text}` : ''}`;
}

function Filters({ q, status }: { q: string; status: string }) {
  const { route } = useLocation();
  const [typed, setTyped] = useState(q);
  const [chosen, setChosen] = useState(status);
  return (
    <form
      class="filters"
      aria-label={t('list.search')}
      onSubmit={(event) => {
        event.preventDefault();
        route(address({ q: typed.trim(), statut: chosen }));
      }}
    >
      <Field id="q" label={t('list.search')} type="search" value={typed} onValue={setTyped} />
      <Select
        id="statut"
        label={t('list.status')}
        value={chosen}
        onValue={setChosen}
        placeholder={t('list.all')}
        choices={STATUSES.map((value) => ({ value, label: applicationStatus(value) }))}
      />
      <Button type="submit" kind="secondary">
        {t('list.filter')}
      </Button>
    </form>
  );
}

/** All the firm's applications; the filters are in the address, so that a view can be kept and sent. */
export default function ApplicationsPage() {
  const { query } = useLocation();
  const { q = '', statut = '', suite = '' } = query;
  const list = useLoad(
    (signal) => listApplications({ q, status: statut, cursor: suite || null }, signal),
    [q, statut, suite],
  );
  return (
    <Page wide title={t('list.title')} actions={<ButtonLink href="/app/demandes/nouvelle">{t('list.new')}</ButtonLink>}>
      <Filters key={`${q} ${statut}`} q={q} status={statut} />
      <Loaded from={list}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState title={t(q || statut ? 'list.noMatch' : 'list.empty')}>
              {q || statut ? <a href="/app/demandes">{t('list.clear')}</a> : <p>{t('list.empty.detail')}</p>}
            </EmptyState>
          ) : (
            <>
              <Table caption={t('list.title')} columns={COLUMNS()} rows={page.items} keyOf={(item) => item.id} />
              <Pagination
                firstHref={suite ? address({ q, statut }) : undefined}
                nextHref={page.next ? address({ q, statut, suite: page.next }) : undefined}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
