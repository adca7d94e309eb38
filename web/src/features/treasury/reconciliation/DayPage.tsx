import type { OperatorCode } from '@api/types';
import { useState } from 'preact/hooks';
import { closeDay, type DayDifference, getDay, type TreasuryDay } from '~/lib/api/treasury.ts';
import { formatDate, formatDateTime } from '~/lib/dates/index.ts';
import { operatorName, type StatusTone } from '~/lib/labels/index.ts';
import { type Loadable, useLoad } from '~/lib/load/index.ts';
import { formatCount, formatXof } from '~/lib/money/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import type { RouteParams } from '~/routes.ts';
import { Badge, Banner, Button, Dialog, ErrorSummary, Loaded, Page, Table } from '~/ui/index.ts';
import { t } from './texts.ts';
import { dayOf } from './treasury-model.ts';

const STANDING_TONES: Record<DayDifference['standing'], StatusTone> = {
  open: 'danger',
  explained: 'neutral',
  timing: 'info',
};

/** opening + in − out − fees − swept = closing, and what the books say of the same. */
function Sums({ day }: { day: TreasuryDay }) {
  const rows = [
    { name: t('sum.opening'), sign: '', statement: day.openingXof, books: day.booksOpeningXof },
    { name: t('sum.in'), sign: '+', statement: day.inXof, books: day.booksInXof },
    { name: t('sum.out'), sign: '−', statement: day.outXof, books: undefined },
    { name: t('sum.fees'), sign: '−', statement: day.feesXof, books: undefined },
    { name: t('sum.swept'), sign: '−', statement: day.sweptXof, books: undefined },
    { name: t('sum.allOut'), sign: '', statement: undefined, books: day.booksOutXof },
    { name: t('sum.closing'), sign: '=', statement: day.closingXof, books: day.booksClosingXof },
  ];
  const shown = (sign: string, amount: number | undefined) =>
    amount === undefined ? (
      <span class="muted">—</span>
    ) : (
      <span class="nowrap">
        {sign} {formatXof(amount)}
      </span>
    );
  return (
    <section aria-labelledby="sums">
      <h2 id="sums">{t('sums')}</h2>
      <Table
        caption={t('sums')}
        columns={[
          { title: t('sum.what'), head: true, cell: (row) => row.name },
          { title: t('sum.statement'), numeric: true, cell: (row) => shown(row.sign, row.statement) },
          { title: t('sum.books'), numeric: true, cell: (row) => shown('', row.books) },
        ]}
        rows={rows}
        keyOf={(row) => row.name}
      />
      {day.statedClosingXof !== undefined &&
        day.statedClosingXof !== null &&
        day.statedClosingXof !== day.closingXof && (
          <Banner tone="warning" title={t('sum.stated', { amount: formatXof(day.statedClosingXof) })} />
        )}
      <p class="muted">{t('sum.lines', { n: day.lineCount })}</p>
    </section>
  );
}

function Differences({ day }: { day: TreasuryDay }) {
  if (day.differences.length === 0) return <Banner tone="success" title={t('differences.none')} />;
  return (
    <section aria-labelledby="differences">
      <h2 id="differences">{t('differences')}</h2>
      <p>{t('differences.detail')}</p>
      <Table
        caption={t('differences')}
        columns={[
          {
            title: t('differences.what'),
            head: true,
            cell: (one) => (
              <>
                {one.class ? t(`class.${one.class}`) : t('differences.other')}
                {one.lines.map((line) => (
                  <span class="task-hint mono" key={line.id}>
                    {line.transactionId} · {line.place}
                  </span>
                ))}
                {one.ours && <span class="task-hint mono">{one.ours.orderReference}</span>}
              </>
            ),
          },
          {
            title: t('differences.standing'),
            cell: (one) => (
              <>
                <Badge tone={STANDING_TONES[one.standing]}>{t(`standing.${one.standing}`)}</Badge>
                {one.reason && <span class="task-hint">{one.reason}</span>}
              </>
            ),
          },
          {
            title: t('differences.amount'),
            numeric: true,
            cell: (one) => <span class="nowrap">{formatXof(one.amountXof)}</span>,
          },
        ]}
        rows={day.differences}
        keyOf={(one) => one.ours?.attemptId ?? one.lines[0]?.id ?? String(one.amountXof)}
      />
      {day.openCount > 0 && <a href="/agent/ecarts">{t('differences.queue')}</a>}
    </section>
  );
}

function Closing({ day, loaded }: { day: TreasuryDay; loaded: Loadable<TreasuryDay> }) {
  const [asking, setAsking] = useState(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);
  if (day.closed) {
    return (
      <Banner tone="success" title={t('closed.title', { amount: formatXof(day.closingXof) })} live>
        {day.closedAt && <p>{t('closed.detail', { at: formatDateTime(day.closedAt) })}</p>}
      </Banner>
    );
  }
  const close = async () => {
    setPending(true);
    try {
      const closed = await closeDay(day.operator, day.day);
      setAsking(false);
      loaded.replace(closed);
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setRound((before) => before + 1);
      setAsking(false);
    } finally {
      setPending(false);
    }
  };
  return (
    <>
      <ErrorSummary faults={[]} problem={problem} round={round} />
      {day.obstacles.length > 0 ? (
        <Banner tone="warning" title={t('obstacles')}>
          <ul>
            {day.obstacles.map((one) => (
              <li key={one.code}>{one.detail}</li>
            ))}
          </ul>
        </Banner>
      ) : (
        <Button onClick={() => setAsking(true)}>{t('close.button')}</Button>
      )}
      {asking && (
        <Dialog title={t('close.title', { day: formatDate(day.day) })} onClose={() => setAsking(false)}>
          <p>{t('close.detail', { amount: formatXof(day.closingXof) })}</p>
          <p>{t('close.final')}</p>
          <p class="row">
            <Button pending={pending} pendingText={t('pending')} onClick={() => void close()}>
              {t('close.confirm')}
            </Button>
            <Button kind="secondary" onClick={() => setAsking(false)}>
              {t('close.cancel')}
            </Button>
          </p>
        </Dialog>
      )}
    </>
  );
}

/** One day of one account: what the statement says, what the books say, the lines that differ, and the end of it. */
export default function DayPage({ id = '' }: RouteParams) {
  const { operator, day } = dayOf(id);
  const loaded = useLoad(() => getDay(operator, day), [operator, day]);
  return (
    <Loaded from={loaded} title={t('day.title')}>
      {(found) => (
        <Page
          wide
          title={t('day.heading', {
            operator: operatorName(found.operator as OperatorCode),
            day: formatDate(found.day),
          })}
          caption={
            <Badge tone={found.closed ? 'success' : 'warning'}>{found.closed ? t('day.closed') : t('day.open')}</Badge>
          }
          back={{ href: '/agent/regie', label: t('tab.today') }}
        >
          <Closing day={found} loaded={loaded} />
          <Sums day={found} />
          <Differences day={found} />
          {found.openCount > 0 && (
            <p>{t('day.waiting', { n: found.openCount, count: formatCount(found.openCount) })}</p>
          )}
        </Page>
      )}
    </Loaded>
  );
}
