import type { CertificateStatus, CertificateSummary } from '@api/types';
import { listCertificates } from '~/lib/api/index.ts';
import { formatShortDate } from '~/lib/dates/index.ts';
import { countryOf } from '~/lib/i18n/index.ts';
import { CERTIFICATE_TONES, certificateStatus } from '~/lib/labels/index.ts';
import { useList } from '~/lib/list/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { account, isExporter } from '~/lib/session/index.ts';
import { Badge, type Column, choices, Filters, ListTable, Page } from '~/ui/index.ts';
import { desk } from './desk.ts';
import { t } from './texts.ts';

const STATUSES: CertificateStatus[] = [
  'issued',
  'endorsed',
  'suspended',
  'replaced',
  'cancelled',
  'revoked',
  'expired',
];

const COLUMNS = (): Column<CertificateSummary>[] => [
  {
    title: t('number'),
    head: true,
    cell: (item) => (
      <a class="mono nowrap" href={`${desk()}/${item.number}`}>
        {item.number}
      </a>
    ),
  },
  ...(isExporter(account.value?.role)
    ? []
    : [{ title: t('exporter'), cell: (item: CertificateSummary) => item.exporterName }]),
  {
    title: t('status'),
    cell: (item) => <Badge tone={CERTIFICATE_TONES[item.status]}>{certificateStatus(item.status)}</Badge>,
  },
  { title: t('destination'), cell: (item) => countryOf(item.destination) },
  { title: t('value'), numeric: true, cell: (item) => formatXof(item.fobValueXof) },
  { title: t('issuedAt'), cell: (item) => <span class="nowrap">{formatShortDate(item.issuedAt)}</span> },
  {
    title: t('validUntil'),
    cell: (item) => (item.validUntil ? <span class="nowrap">{formatShortDate(item.validUntil)}</span> : '—'),
  },
];

/** The firm's certificates, or those of every firm for the agency and customs. */
export default function CertificatesPage() {
  const list = useList(desk(), ['q', 'statut'], ({ q, statut }, cursor, signal) =>
    listCertificates({ q, status: statut, cursor }, signal),
  );
  return (
    <Page wide title={t(isExporter(account.value?.role) ? 'list.title' : 'list.all')}>
      <Filters
        list={list}
        filters={[
          { name: 'q', label: t('search'), by: 'words' },
          { name: 'statut', label: t('status'), by: choices(STATUSES, certificateStatus) },
        ]}
      />
      <ListTable
        list={list}
        caption={t('list.title')}
        columns={COLUMNS()}
        keyOf={(item) => item.number}
        noMatch={t('list.noMatch')}
        clear={t('list.clear')}
        empty={{ title: t('list.empty'), detail: t('list.empty.detail') }}
      />
    </Page>
  );
}
