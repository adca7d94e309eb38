import type { CertificateStatus, CertificateSummary } from '@api/types';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { listCertificates } from '~/lib/api/index.ts';
import { formatShortDate } from '~/lib/dates/index.ts';
import { countryOf } from '~/lib/i18n/index.ts';
import { CERTIFICATE_TONES, certificateStatus } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { account, isExporter } from '~/lib/session/index.ts';
import { Badge, Button, type Column, EmptyState, Field, Loaded, Page, Pagination, Select, Table } from '~/ui/index.ts';
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
      <a class="mono" href={`${desk()}/${item.number}`}>
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

function address(filters: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value) search.set(name, value);
  const text = search.toString();
  return `${desk()}${text ? `?${text}` : ''}`;
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
      <Field id="q" label={t('search')} type="search" value={typed} onValue={setTyped} />
      <Select
        id="statut"
        label={t('status')}
        value={chosen}
        onValue={setChosen}
        placeholder={t('all')}
        choices={STATUSES.map((value) => ({ value, label: certificateStatus(value) }))}
      />
      <Button type="submit" kind="secondary">
        {t('filter')}
      </Button>
    </form>
  );
}

export default function CertificatesPage() {
  const { query } = useLocation();
  const { q = '', statut = '', suite = '' } = query;
  const list = useLoad(
    (signal) => listCertificates({ q, status: statut, cursor: suite || null }, signal),
    [q, statut, suite],
  );
  return (
    <Page wide title={t(isExporter(account.value?.role) ? 'list.title' : 'list.all')}>
      <Filters key={`${q} ${statut}`} q={q} status={statut} />
      <Loaded from={list}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState title={t(q || statut ? 'list.noMatch' : 'list.empty')}>
              {q || statut ? <a href={desk()}>{t('list.clear')}</a> : <p>{t('list.empty.detail')}</p>}
            </EmptyState>
          ) : (
            <>
              <Table caption={t('list.title')} columns={COLUMNS()} rows={page.items} keyOf={(item) => item.number} />
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
