import { useState } from 'preact/hooks';
import { closeDay, type DayDifference, getDay, type TreasuryDay } from '~/lib/api/treasury.ts';
import { formatDate, formatDateTime } from '~/lib/dates/index.ts';
import { operatorName } from '~/lib/labels/index.ts';
import { type Loadable, useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import type { RouteParams } from '~/routes.ts';
import { Badge, Banner, Button, Dialog, ErrorSummary, Loaded, Page, Table } from '~/ui/index.ts';
import { mayReconcile } from './rights.ts';
import { t } from './texts.ts';
import { dayOf, STANDING_TONES, standingOf } from './treasury-model.ts';

/** opening + in − out = closing, on the statement and in the books; what went out is told apart where the statement does. */
function Sums({ day }: { day: TreasuryDay }) {
  const out = day.outXof + day.feesXof + day.sweptXof;
  const rows = [
    { name: t('sum.opening'), sign: '', statement: day.openingXof, books: day.booksOpeningXof },
    { name: t('sum.in'), sign: '+', statement: day.inXof, books: day.booksInXof },
    { name: t('sum.allOut'), sign: '−', statement: out, books: day.booksOutXof },
    { name: t('sum.closing'), sign: '=', statement: day.closingXof, books: day.booksClosingXof },
  ];
  const shown = (sign: string, amount: number) => (
    <span class="nowrap">
      {sign} {formatXof(amount)}
    </span>
  );
  const parts = [
    ['sum.out', day.outXof],
    ['sum.fees', day.feesXof],
    ['sum.swept', day.sweptXof],
  ] as const;
  const stated = day.statedClosingXof ?? day.closingXof;
  return (
    <section aria-labelledby="sums">
      <h2 id="sums">{t('sums')}</h2>
      <Table
        caption={t('sums')}
        columns={[
          { title: t('sum.what'), head: true, cell: (row) => row.name },
          { title: t('sum.statement'), numeric: true, cell: (row) => shown(row.sign, row.statement) },
          { title: t('sum.books'), numeric: true, cell: (row) => shown(row.sign, row.books) },
        ]}
        rows={rows}
        keyOf={(row) => row.name}
      />
      {out !== 0 && (
        <p class="muted">
          {t('sum.parts')}{' '}
          {parts
            .filter(([, amount]) => amount !== 0)
            .map(([key, amount]) => `${t(key)} ${formatXof(amount)}`)
            .join(' · ')}
        </p>
      )}
      {stated !== day.closingXof && <Banner tone="warning" title={t('sum.stated', { amount: formatXof(stated) })} />}
      <p class="muted">{t('sum.lines', { n: day.lineCount })}</p>
    </section>
  );
}

/** What the line that differs is: by its class, or by the side that alone has it. */
function nameOf(one: DayDifference): string {
  if (one.class) return t(`class.${one.class}`);
  if (one.lines.length === 0) return t('differences.booksOnly');
  return one.ours ? t('differences.other') : t('differences.statementOnly');
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
                {nameOf(one)}
                {one.lines.map((line) => (
                  <span class="task-hint mono" key={line.id}>
                    {line.transactionId} · {t('place', { place: line.place })}
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
                <Badge tone={STANDING_TONES[standingOf(one)]}>{t(`standing.${standingOf(one)}`)}</Badge>
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
      {day.openCount > 0 && (
        <p>
          {t('day.waiting', { n: day.openCount })} <a href="/agent/ecarts">{t('differences.queue')}</a>
        </p>
      )}
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
          {day.lineCount === 0 && day.operator !== 'cash_desk' && (
            <p>
              <a href="/agent/releves">{t('obstacles.statements')}</a>
            </p>
          )}
        </Banner>
      ) : (
        mayReconcile() && <Button onClick={() => setAsking(true)}>{t('close.button')}</Button>
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
            operator: operatorName(found.operator),
            day: formatDate(found.day),
          })}
          caption={
            <Badge tone={found.closed ? 'success' : 'warning'}>{found.closed ? t('day.closed') : t('day.open')}</Badge>
          }
          back={{ href: '/agent/regie', label: t('today.title') }}
        >
          <Closing day={found} loaded={loaded} />
          <Sums day={found} />
          <Differences day={found} />
        </Page>
      )}
    </Loaded>
  );
}
