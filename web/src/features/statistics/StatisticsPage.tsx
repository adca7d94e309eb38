import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '~/lib/a11y/index.ts';
import { readStatistics } from '~/lib/api/public.ts';
import { formatDateTime, today } from '~/lib/dates/index.ts';
import { type LiveState, useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { EmptyState } from '~/ui/EmptyState.tsx';
import { Loaded } from '~/ui/Loading.tsx';
import { Page } from '~/ui/Page.tsx';
import { Figures } from './Figures.tsx';
import { PeriodChoice } from './PeriodChoice.tsx';
import { type Period, periodOf, searchOf } from './period.ts';
import { monthName } from './statistics-model.ts';
import './statistics.css';
import { t } from './texts.ts';

/** The period lives in the address, so that a view can be shared, kept and gone back to. */
function usePeriod(): [Period, (period: Period) => void] {
  const here = () => periodOf(typeof location === 'undefined' ? '' : location.search, today().slice(0, 7));
  const [period, setPeriod] = useState(here);
  useEffect(() => {
    const follow = () => setPeriod(here());
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  const choose = (next: Period) => {
    history.pushState(null, '', searchOf(next));
    setPeriod(next);
  };
  return [period, choose];
}

function LivePill({ state }: { state: LiveState }) {
  return <span class={`live live-${state}`}>{t(`live.${state}`)}</span>;
}

const TABLES = ['months', 'schemes', 'destinations', 'chapters', 'processing', 'decisions'] as const;

/** A screen reader hears of changes at most this often, in milliseconds. */
const QUIET = 10_000;

export default function StatisticsPage() {
  const [period, choose] = usePeriod();
  const statistics = useLoad((signal) => readStatistics(signal, period), [period.from, period.to]);
  const spoken = useRef(0);
  const live = useLive(['certificates', 'applications'], () => {
    statistics.reload();
    if (Date.now() - spoken.current < QUIET) return;
    spoken.current = Date.now();
    announce(t('live.updated'));
  });
  return (
    <Page title={t('title')} wide>
      <p class="lead prose">{t('lead')}</p>
      <PeriodChoice period={period} thisMonth={today().slice(0, 7)} onPeriod={choose} />
      <p class="statistics-status">
        <LivePill state={live} />
        <span>{t('period.between', { from: monthName(period.from), to: monthName(period.to) })}</span>
        {statistics.data && <span>{t('asOf', { date: formatDateTime(statistics.data.asOf) })}</span>}
      </p>
      <noscript>
        <p>{t('noScript')}</p>
        <ul>
          {TABLES.map((table) => (
            <li key={table}>
              <a href={`/api/v1/statistics/${table}.csv`}>{t(table)} (CSV)</a>
            </li>
          ))}
        </ul>
      </noscript>
      <Loaded from={statistics}>
        {(data) =>
          data.totals.certificates + data.processing.count === 0 ? (
            <EmptyState title={t('empty')}>
              <p>{t('empty.detail')}</p>
            </EmptyState>
          ) : (
            <Figures statistics={data} period={period} />
          )
        }
      </Loaded>
    </Page>
  );
}
