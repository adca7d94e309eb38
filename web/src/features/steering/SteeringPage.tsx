import type { QueueCounts, SteeringStatistics } from '@api/types';
import { useState } from 'preact/hooks';
import { Figures } from '~/features/statistics/Figures.tsx';
import { PeriodChoice } from '~/features/statistics/PeriodChoice.tsx';
import { type Period, periodOf } from '~/features/statistics/period.ts';
import { everyMonth, monthName, short } from '~/features/statistics/statistics-model.ts';
import '~/features/statistics/statistics.css';
import { saveBlob } from '~/lib/api/files.ts';
import { fetchFile } from '~/lib/api/index.ts';
import { getSteering } from '~/lib/api/staff.ts';
import { formatDateTime, today } from '~/lib/dates/index.ts';
import { operatorName } from '~/lib/labels/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatCount, formatXof } from '~/lib/money/index.ts';
import { ChartFigure, RankedChart } from '~/ui/charts/index.ts';
import { Button, Loaded, Page, Table } from '~/ui/index.ts';
import { t } from './texts.ts';

function Tiles({ data }: { data: SteeringStatistics }) {
  const tiles = [
    { key: 'today.issued', figure: formatCount(data.today.issued) },
    { key: 'today.submitted', figure: formatCount(data.today.submitted) },
    { key: 'today.revenue', figure: formatXof(data.today.revenueXof) },
  ] as const;
  return (
    <section aria-labelledby="today">
      <h2 id="today">{t('today')}</h2>
      <dl class="totals">
        {tiles.map(({ key, figure }) => (
          <div key={key} class="card">
            <dt>{t(key)}</dt>
            <dd>
              <span class="big-figure" data-figure={key}>
                {figure}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const QUEUES: { key: keyof QueueCounts; file: string }[] = [
  { key: 'toExamine', file: 'to_examine' },
  { key: 'toSign', file: 'to_sign' },
  { key: 'awaitingOpinion', file: 'awaiting_opinion' },
  { key: 'waitingExporter', file: 'waiting_exporter' },
  { key: 'late', file: 'late' },
];

function Queues({ queues }: { queues: QueueCounts }) {
  return (
    <section aria-labelledby="queues">
      <h2 id="queues">{t('queues')}</h2>
      <Table
        caption={t('queues')}
        columns={[
          {
            title: t('queue'),
            head: true,
            cell: ({ key, file }) => <a href={`/agent?file=${file}`}>{t(`queue.${key}`)}</a>,
          },
          { title: t('files'), numeric: true, cell: ({ key }) => formatCount(queues[key]) },
        ]}
        rows={QUEUES}
        keyOf={(row) => row.key}
      />
    </section>
  );
}

/** The file comes with the session, which a plain link would not carry. */
function RevenueCsv({ period }: { period: Period }) {
  const query = new URLSearchParams({ from: period.from, to: period.to });
  const save = async () => saveBlob(await fetchFile(`/statistics/steering/revenue.csv?${query}`), 'recettes.csv');
  return (
    <Button kind="secondary" small onClick={() => void save()}>
      {t('revenue.csv')}
    </Button>
  );
}

function Revenue({ data, period }: { data: SteeringStatistics; period: Period }) {
  const months = everyMonth(
    period,
    data.revenueMonths.map(({ month, count, amountXof }) => ({
      key: month,
      certificates: count,
      fobValueXof: amountXof,
      grossWeightG: 0,
    })),
  );
  const total = data.revenue.reduce((sum, row) => sum + row.amountXof, 0);
  return (
    <>
      <ChartFigure
        title={t('revenue')}
        lead={t('revenue.total', { amount: formatXof(total) })}
        rows={data.revenue}
        keyOf={(row) => row.operator}
        columns={[
          { title: t('operator'), head: true, cell: (row) => operatorName(row.operator) },
          { title: t('payments'), numeric: true, cell: (row) => formatCount(row.count) },
          { title: t('amount'), numeric: true, cell: (row) => formatXof(row.amountXof) },
        ]}
      >
        <RankedChart
          title={t('revenue')}
          description={t('revenue.total', { amount: formatXof(total) })}
          values={data.revenue.map((row) => ({ key: row.operator, value: row.amountXof }))}
          nameOf={(key) =>
            data.revenue.map((row) => row.operator).includes(key as never) ? operatorName(key as never) : key
          }
          valueLabel={short}
        />
      </ChartFigure>
      <Table
        caption={t('revenue.months')}
        captionHidden={false}
        columns={[
          { title: t('month'), head: true, cell: (row) => monthName(row.key) },
          { title: t('payments'), numeric: true, cell: (row) => formatCount(row.certificates) },
          { title: t('amount'), numeric: true, cell: (row) => formatXof(row.fobValueXof) },
        ]}
        rows={[...months].reverse()}
        keyOf={(row) => row.key}
      />
      <RevenueCsv period={period} />
    </>
  );
}

/** The director's page: today, what waits, what came in, and the public figures below; it moves by itself. */
export default function SteeringPage() {
  const [period, setPeriod] = useState(() => periodOf('', today().slice(0, 7)));
  const loaded = useLoad(
    (signal) => getSteering({ from: period.from, to: period.to }, signal),
    [period.from, period.to],
  );
  useLive(['certificates', 'payments', 'applications'], loaded.reload);
  return (
    <Page wide title={t('title')}>
      <PeriodChoice period={period} thisMonth={today().slice(0, 7)} onPeriod={setPeriod} />
      <Loaded from={loaded}>
        {(data) => (
          <>
            <p class="muted">{t('asOf', { at: formatDateTime(data.asOf) })}</p>
            <Tiles data={data} />
            <Queues queues={data.queues} />
            <Revenue data={data} period={period} />
            <Figures statistics={data} period={period} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
