import { type Price, pricesOn, readFees, readSchemes } from '~/lib/api/public.ts';
import { formatShortDate, today } from '~/lib/dates/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { Loaded } from '~/ui/Loading.tsx';
import { type Column, Table } from '~/ui/Table.tsx';
import { t } from './texts.ts';

function SchemeCell({ scheme }: Price) {
  return (
    <>
      {say(scheme.name)}
      <span class="price-detail">{say(scheme.documentTitle)}</span>
      {scheme.status === 'suspended' && (
        <span class="price-detail">
          <strong>{t('paused')}</strong> {say(scheme.statusNote)}
        </span>
      )}
    </>
  );
}

function PriceCell({ fee }: Price) {
  if (!fee) return <span>{t('prices.unset')}</span>;
  return (
    <span>
      <strong class="nowrap">{formatXof(fee.amountXof)}</strong>
      {!fee.confirmed && <span class="price-detail">{t('prices.unconfirmed')}</span>}
    </span>
  );
}

const columns = (): Column<Price>[] => [
  { title: t('prices.scheme'), head: true, cell: (price) => <SchemeCell {...price} /> },
  { title: t('prices.price'), cell: (price) => <PriceCell {...price} /> },
  {
    title: t('prices.validity'),
    cell: ({ scheme }) =>
      scheme.validityMonths ? t('prices.months', { n: scheme.validityMonths }) : t('prices.unlimited'),
  },
  { title: t('prices.since'), cell: ({ fee }) => (fee ? formatShortDate(fee.validFrom) : '') },
];

/** What each scheme costs today, from the dated fee schedule. */
export default function Prices() {
  const prices = useLoad(async (signal) => {
    const [schemes, fees] = await Promise.all([readSchemes(signal), readFees(signal)]);
    return pricesOn(today(), schemes, fees);
  }, []);
  return (
    <Loaded from={prices}>
      {(rows) => <Table caption={t('prices')} columns={columns()} rows={rows} keyOf={({ scheme }) => scheme.code} />}
    </Loaded>
  );
}
