import type { Statistics, StatisticsRow } from '@api/types';
import { formatCount, formatXof } from '~/lib/money/index.ts';
import { ChartFigure, MonthsChart, percent, RankedChart, Sparkline, TreemapChart } from '~/ui/charts/index.ts';
import type { Column } from '~/ui/Table.tsx';
import { csvHref } from './csv.ts';
import { DecisionsFigure, ProcessingFigure } from './Processing.tsx';
import type { Period } from './period.ts';
import { everyMonth, leader, monthName, rowName, short, shortXof, tonnes } from './statistics-model.ts';
import { t } from './texts.ts';

interface FiguresProps {
  statistics: Statistics;
  period: Period;
}

function columns(first: string, name: (row: StatisticsRow) => string): Column<StatisticsRow>[] {
  return [
    { title: first, head: true, cell: name },
    { title: t('column.certificates'), numeric: true, cell: (row) => formatCount(row.certificates) },
    { title: t('column.value'), numeric: true, cell: (row) => formatXof(row.fobValueXof) },
    { title: t('column.weight'), numeric: true, cell: (row) => tonnes(row.grossWeightG) },
  ];
}

/** The three totals, each with its course over the period. */
function Totals({ statistics: { totals }, months }: { statistics: Statistics; months: StatisticsRow[] }) {
  const tiles = [
    { key: 'total.certificates', figure: formatCount(totals.certificates), values: months.map((m) => m.certificates) },
    { key: 'total.value', figure: shortXof(totals.fobValueXof), values: months.map((m) => m.fobValueXof) },
    { key: 'total.weight', figure: tonnes(totals.grossWeightG), values: months.map((m) => m.grossWeightG) },
  ] as const;
  return (
    <dl class="totals">
      {tiles.map(({ key, figure, values }) => (
        <div key={key} class="card">
          <dt>{t(key)}</dt>
          <dd>
            <span class="big-figure">{figure}</span>
            {values.length > 2 && (
              <Sparkline values={values} label={t('total.trend', { what: values.map(short).join(', ') })} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function MonthsFigure({ months, period }: { months: StatisticsRow[]; period: Period }) {
  const strongest = leader(months, 'certificates');
  const lead = strongest
    ? t('months.lead', { month: monthName(strongest.row.key), n: strongest.row.certificates })
    : '';
  return (
    <ChartFigure
      title={t('months')}
      lead={lead}
      csvHref={csvHref('months', period)}
      rows={months}
      keyOf={({ key }) => key}
      columns={columns(t('column.month'), ({ key }) => monthName(key))}
    >
      <MonthsChart
        title={t('months')}
        description={lead}
        months={months.map(({ key, certificates, fobValueXof }) => ({ key, count: certificates, value: fobValueXof }))}
        monthLabel={(key) => monthName(key, 'short')}
        countLabel={short}
        valueLabel={short}
        say={({ key, count, value }) => t('months.say', { month: monthName(key), n: count, value: formatXof(value) })}
        legend={{ count: t('total.certificates'), value: `${t('total.value')} (FCFA)` }}
      />
    </ChartFigure>
  );
}

interface RankedFigureProps {
  table: 'schemes' | 'destinations';
  first: string;
  rows: StatisticsRow[];
  period: Period;
}

function RankedFigure({ table, first, rows, period }: RankedFigureProps) {
  const names = new Map(rows.map((row) => [row.key, rowName(row)]));
  const top = leader(rows, 'certificates');
  const lead = top ? t('top.count', { name: rowName(top.row), share: percent(top.share) }) : '';
  return (
    <ChartFigure
      title={t(table)}
      lead={lead}
      csvHref={csvHref(table, period)}
      rows={rows}
      keyOf={({ key }) => key}
      columns={columns(first, rowName)}
    >
      <RankedChart
        title={t(table)}
        description={lead}
        values={rows.map(({ key, certificates }) => ({ key, value: certificates }))}
        nameOf={(key) => names.get(key) ?? key}
        valueLabel={formatCount}
      />
    </ChartFigure>
  );
}

function ChaptersFigure({ rows, period }: { rows: StatisticsRow[]; period: Period }) {
  const names = new Map(rows.map((row) => [row.key, rowName(row)]));
  const top = leader(rows, 'fobValueXof');
  const lead = top ? t('top', { name: rowName(top.row), share: percent(top.share) }) : '';
  return (
    <ChartFigure
      title={t('chapters')}
      lead={`${t('chapters.lead')} ${lead}`}
      csvHref={csvHref('chapters', period)}
      rows={rows}
      keyOf={({ key }) => key}
      columns={columns(t('column.chapter'), (row) => `${row.key} ${rowName(row)}`)}
    >
      <TreemapChart
        title={t('chapters')}
        description={lead}
        values={rows.map(({ key, fobValueXof }) => ({ key, value: fobValueXof }))}
        nameOf={(key) => names.get(key) ?? key}
        valueLabel={shortXof}
      />
    </ChartFigure>
  );
}

/** Every figure of the page, for one period. */
export function Figures({ statistics, period }: FiguresProps) {
  const months = everyMonth(period, statistics.months);
  return (
    <>
      <Totals statistics={statistics} months={months} />
      <MonthsFigure months={months} period={period} />
      <ChaptersFigure rows={statistics.chapters} period={period} />
      <div class="figure-pair">
        <RankedFigure
          table="destinations"
          first={t('column.destination')}
          rows={statistics.destinations}
          period={period}
        />
        <RankedFigure table="schemes" first={t('column.scheme')} rows={statistics.schemes} period={period} />
      </div>
      <div class="figure-pair">
        <ProcessingFigure processing={statistics.processing} period={period} />
        <DecisionsFigure decisions={statistics.decisions} period={period} />
      </div>
    </>
  );
}
