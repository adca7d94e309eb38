import type { Exporter, ExporterStatus } from '@api/types';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { listExporters } from '~/lib/api/staff.ts';
import { formatShortDate } from '~/lib/dates/index.ts';
import { EXPORTER_TONES, exporterStatus } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { Badge, Button, type Column, EmptyState, Field, Loaded, Page, Pagination, Select, Table } from '~/ui/index.ts';
import { t } from './texts.ts';

const STATUSES: ExporterStatus[] = ['pending', 'verified', 'suspended', 'rejected'];

const COLUMNS = (): Column<Exporter>[] => [
  { title: t('name'), head: true, cell: (item) => <a href={`/agent/exportateurs/${item.id}`}>{item.name}</a> },
  {
    title: t('status'),
    cell: (item) => <Badge tone={EXPORTER_TONES[item.status]}>{exporterStatus(item.status)}</Badge>,
  },
  { title: t('city'), cell: (item) => item.address.city },
  { title: t('since'), cell: (item) => <span class="nowrap">{formatShortDate(item.createdAt)}</span> },
];

function address(filters: Record<string, string>): string {
  const search = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  return `/agent/exportateurs${search.size ? `?${search}` : ''}`;
}

function Filters({ q, status }: { q: string; status: string }) {
  const { route } = useLocation();
  const [typed, setTyped] = useState(q);
  const [chosen, setChosen] = useState(status);
  return (
    <form
      class="filters"
      aria-label={t('search')}
      onSubmit={(event) => {
        event.preventDefault();
        route(address({ q: typed.trim(), statut: chosen }));
      }}
    >
      <Field id="q" label={t('search')} type="search" value={typed} onValue={setTyped} width="l" />
      <Select
        id="statut"
        label={t('status')}
        value={chosen}
        onValue={setChosen}
        placeholder={t('all')}
        choices={STATUSES.map((value) => ({ value, label: exporterStatus(value) }))}
      />
      <Button type="submit" kind="secondary">
        {t('filter')}
      </Button>
    </form>
  );
}

/** The firms registered with the agency. */
export default function ExportersPage() {
  const { query } = useLocation();
  const { q = '', statut = '', suite = '' } = query;
  const list = useLoad(
    (signal) => listExporters({ q, status: statut, cursor: suite || null }, signal),
    [q, statut, suite],
  );
  return (
    <Page wide title={t('title')}>
      <Filters key={`${q} ${statut}`} q={q} status={statut} />
      <Loaded from={list}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState title={t('none')}>{(q || statut) && <a href="/agent/exportateurs">{t('clear')}</a>}</EmptyState>
          ) : (
            <>
              <Table caption={t('title')} columns={COLUMNS()} rows={page.items} keyOf={(item) => item.id} />
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
