import type { Exporter, ExporterStatus } from '@api/types';
import { listExporters } from '~/lib/api/staff.ts';
import { formatShortDate } from '~/lib/dates/index.ts';
import { EXPORTER_TONES, exporterStatus } from '~/lib/labels/index.ts';
import { useList } from '~/lib/list/index.ts';
import { Badge, type Column, choices, Filters, ListTable, Page } from '~/ui/index.ts';
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

/** The firms registered with the agency. */
export default function ExportersPage() {
  const list = useList('/agent/exportateurs', ['q', 'statut'], ({ q, statut }, cursor, signal) =>
    listExporters({ q, status: statut, cursor }, signal),
  );
  return (
    <Page wide title={t('title')}>
      <Filters
        list={list}
        filters={[
          { name: 'q', label: t('search'), by: 'words' },
          { name: 'statut', label: t('status'), by: choices(STATUSES, exporterStatus) },
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
