import type { Statistics } from '@api/types';
import { formatCount } from '~/lib/money/index.ts';
import { BandChart, type BandMonth, ChartFigure, RankedChart } from '~/ui/charts/index.ts';
import { csvHref } from './csv.ts';
import type { Period } from './period.ts';
import { everyProcessingMonth, hours, monthName } from './statistics-model.ts';
import { t } from './texts.ts';

const known = (value: number | null) => (value === null ? '–' : hours(value));

function sayMonth({ month, medianHours, p90Hours, count }: BandMonth): string {
  const parts = { month: monthName(month), median: known(medianHours), p90: known(p90Hours), n: count };
  return t('processing.say', parts);
}

/** How long decisions took, month by month. */
export function ProcessingFigure(props: { processing: Statistics['processing']; period: Period }) {
  const { processing, period } = props;
  const months = everyProcessingMonth(period, processing.months);
  return (
    <ChartFigure
      title={t('processing')}
      lead={processing.count === 0 ? t('processing.none') : t('processing.lead')}
      csvHref={csvHref('processing', period)}
      rows={months}
      keyOf={({ month }) => month}
      columns={[
        { title: t('column.month'), head: true, cell: ({ month }) => monthName(month) },
        { title: t('column.median'), numeric: true, cell: ({ medianHours }) => known(medianHours) },
        { title: t('column.p90'), numeric: true, cell: ({ p90Hours }) => known(p90Hours) },
        { title: t('column.count'), numeric: true, cell: ({ count }) => formatCount(count) },
      ]}
    >
      <BandChart
        title={t('processing')}
        description={t('processing.lead')}
        months={months}
        monthLabel={(month) => monthName(month, 'short')}
        hoursLabel={(value) => `${formatCount(value)}\u00a0h`}
        say={sayMonth}
        legend={{
          median: `${t('processing.median')} (${known(processing.medianHours)})`,
          p90: `${t('processing.p90')} (${known(processing.p90Hours)})`,
        }}
      />
    </ChartFigure>
  );
}

const DECISIONS = ['approved', 'refused', 'returned', 'withdrawn', 'lapsed'] as const;
type Decision = (typeof DECISIONS)[number];
const isDecision = (key: string): key is Decision => DECISIONS.some((one) => one === key);
const decisionName = (key: string) => (isDecision(key) ? t(`decisions.${key}`) : key);

/** What became of the applications. */
export function DecisionsFigure({ decisions, period }: { decisions: Statistics['decisions']; period: Period }) {
  const rows = DECISIONS.map((key) => ({ key, value: decisions[key] }));
  return (
    <ChartFigure
      title={t('decisions')}
      lead={t('decisions.lead')}
      csvHref={csvHref('decisions', period)}
      rows={rows}
      keyOf={({ key }) => key}
      columns={[
        { title: t('column.decision'), head: true, cell: ({ key }) => decisionName(key) },
        { title: t('column.count'), numeric: true, cell: ({ value }) => formatCount(value) },
      ]}
    >
      <RankedChart
        title={t('decisions')}
        description={t('decisions.lead')}
        values={rows}
        nameOf={decisionName}
        valueLabel={formatCount}
      />
    </ChartFigure>
  );
}
