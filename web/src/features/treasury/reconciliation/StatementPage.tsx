import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '~/lib/a11y/index.ts';
import { discardStatement, getStatement, importStatement, type Statement } from '~/lib/api/treasury.ts';
import { formatDate, formatShortDateTime } from '~/lib/dates/index.ts';
import { operatorName, type StatusTone } from '~/lib/labels/index.ts';
import { type Loadable, useLoad } from '~/lib/load/index.ts';
import { formatCount, formatXof } from '~/lib/money/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import type { RouteParams } from '~/routes.ts';
import {
  Badge,
  Banner,
  Button,
  ButtonLink,
  ErrorSummary,
  formatBytes,
  Loaded,
  Page,
  SummaryList,
  Table,
} from '~/ui/index.ts';
import { mayReconcile } from './rights.ts';
import { t } from './texts.ts';
import { dayHref, type StatementStanding, statementStanding } from './treasury-model.ts';

const TONES: Record<StatementStanding, StatusTone> = {
  read: 'warning',
  faulty: 'danger',
  importing: 'info',
  imported: 'success',
  discarded: 'neutral',
};

/** How the statement stands, in a word. */
export function StatementBadge({ statement }: { statement: Statement }) {
  const standing = statementStanding(statement);
  return <Badge tone={TONES[standing]}>{t(`status.${standing}`)}</Badge>;
}

function Faults({ statement }: { statement: Statement }) {
  if (statement.faults.length === 0) return null;
  return (
    <section aria-labelledby="faults">
      <Banner tone="error" title={t('faults.title', { n: statement.faults.length })}>
        <p>{t('faults.detail')}</p>
      </Banner>
      <h2 id="faults">{t('faults')}</h2>
      <Table
        caption={t('faults')}
        columns={[
          { title: t('faults.cell'), head: true, cell: (one) => <span class="mono">{one.cell}</span> },
          { title: t('faults.content'), cell: (one) => (one.content ? <span class="mono">{one.content}</span> : '—') },
          { title: t('faults.why'), cell: (one) => one.detail },
        ]}
        rows={statement.faults}
        keyOf={(one) => `${one.cell} ${one.code}`}
      />
    </section>
  );
}

function Movements({ statement }: { statement: Statement }) {
  if (statement.first.length === 0) return null;
  return (
    <section aria-labelledby="first">
      <h2 id="first">{t('first')}</h2>
      <Table
        caption={t('first')}
        columns={[
          { title: t('line.transaction'), head: true, cell: (one) => <span class="mono">{one.transactionId}</span> },
          { title: t('line.at'), cell: (one) => <span class="nowrap">{formatShortDateTime(one.at)}</span> },
          { title: t('line.kind'), cell: (one) => t(`kind.${one.kind}`) },
          { title: t('amount'), numeric: true, cell: (one) => <span class="nowrap">{formatXof(one.amountXof)}</span> },
          { title: t('line.fee'), numeric: true, cell: (one) => <span class="nowrap">{formatXof(one.feeXof)}</span> },
          { title: t('line.place'), cell: (one) => one.place },
        ]}
        rows={statement.first}
        keyOf={(one) => one.place}
      />
    </section>
  );
}

/** What was understood of the file; with faulty cells nothing of it was counted, and sums would only mislead. */
function Summary({ statement }: { statement: Statement }) {
  const skipped = (
    [
      [statement.sumsSkipped, 'skipped.sums'],
      [statement.notSettledSkipped, 'skipped.notSettled'],
      [statement.headersSkipped, 'skipped.headers'],
    ] as const
  ).filter(([count]) => count > 0);
  const shape = [
    { key: t('operator'), value: operatorName(statement.operator) },
    {
      key: t('statement.profile'),
      value: (
        <>
          {statement.profileName}{' '}
          {!statement.profileConfirmed && <span class="muted">{t('statement.unconfirmed')}</span>}
        </>
      ),
    },
    { key: t('statement.size'), value: formatBytes(statement.sizeBytes) },
  ];
  if (statement.faults.length > 0) return <SummaryList rows={shape} />;
  return (
    <SummaryList
      rows={[
        ...shape,
        {
          key: t('statement.period'),
          value:
            statement.from && statement.to
              ? `${formatShortDateTime(statement.from)} – ${formatShortDateTime(statement.to)}`
              : '',
        },
        { key: t('statement.lines'), value: formatCount(statement.lineCount) },
        { key: t('statement.known'), value: formatCount(statement.knownCount) },
        { key: t('statement.in'), value: formatXof(statement.inXof) },
        { key: t('statement.out'), value: formatXof(statement.outXof) },
        { key: t('statement.fees'), value: formatXof(statement.feesXof) },
        {
          key: t('statement.skipped'),
          value: skipped.map(([count, key]) => t(key, { n: count })).join('\n') || t('skipped.none'),
        },
      ]}
    />
  );
}

const ASK_AGAIN_MS = 700;

/** How far the import is, asked for while it runs, here or for somebody else; what is done is told. */
function Progress({ statement, onDone }: { statement: Statement; onDone: (done: Statement) => void }) {
  const [now, setNow] = useState(statement);
  const said = useRef(0);
  const latest = useRef(onDone);
  latest.current = onDone;
  useEffect(() => {
    const timer = setInterval(() => {
      getStatement(statement.id).then(
        (read) => {
          setNow(read);
          if (read.status === 'imported') latest.current(read);
        },
        () => undefined,
      );
    }, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [statement.id]);
  const words = t('import.done', { done: formatCount(now.doneCount), total: formatCount(now.lineCount) });
  const quarter = Math.floor((4 * now.doneCount) / Math.max(now.lineCount, 1));
  useEffect(() => {
    // Every movement told aloud would drown everything else.
    if (quarter > said.current) announce(words);
    said.current = quarter;
  }, [quarter]);
  return (
    <div>
      <p>{t('import.running')}</p>
      <progress value={now.doneCount} max={Math.max(now.lineCount, 1)} aria-label={t('import.progress')} />
      <p class="muted">{words}</p>
    </div>
  );
}

const STEPS = { import: importStatement, discard: discardStatement };

function Decision({ statement, loaded }: { statement: Statement; loaded: Loadable<Statement> }) {
  const [step, setStep] = useState<keyof typeof STEPS>();
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);
  const run = async (wanted: keyof typeof STEPS) => {
    if (step) return;
    setStep(wanted);
    setProblem(undefined);
    try {
      loaded.replace(await STEPS[wanted](statement.id));
    } catch (thrown) {
      const answered = asProblem(thrown);
      setProblem(answered);
      setRound((before) => before + 1);
      // The import may well be going on.
      if (answered.undecided) loaded.reload();
    } finally {
      setStep(undefined);
    }
  };
  if (statement.status === 'imported') {
    return (
      <Banner tone="success" title={t('imported.title', { n: statement.newCount })} live>
        <p>{t('imported.detail')}</p>
        <p class="row">
          <ButtonLink href="/agent/ecarts">{t('imported.queue')}</ButtonLink>
          {statement.from && (
            <ButtonLink kind="secondary" href={dayHref(statement.operator, statement.from.slice(0, 10))}>
              {t('imported.day', { day: formatDate(statement.from) })}
            </ButtonLink>
          )}
        </p>
      </Banner>
    );
  }
  if (statement.status === 'discarded') return <Banner>{t('discarded')}</Banner>;
  const begun = statement.status === 'importing';
  return (
    <>
      <ErrorSummary faults={[]} problem={problem} round={round} />
      {(begun || step === 'import') && <Progress statement={statement} onDone={loaded.replace} />}
      {begun && <p class="muted">{t('import.resume.detail')}</p>}
      {mayReconcile() ? (
        <p class="row">
          {statement.faults.length === 0 && (
            <Button
              kind={begun ? 'secondary' : 'primary'}
              pending={step === 'import'}
              pendingText={t('import.pending')}
              onClick={() => void run('import')}
            >
              {begun ? t('import.resume') : t('import.button', { n: statement.lineCount })}
            </Button>
          )}
          {!begun && (
            <Button
              kind="secondary"
              pending={step === 'discard'}
              pendingText={t('pending')}
              onClick={() => void run('discard')}
            >
              {t('discard.button')}
            </Button>
          )}
        </p>
      ) : (
        <p>{t('readOnly')}</p>
      )}
    </>
  );
}

/** A statement as it was understood, before and after anything of it counts. */
export default function StatementPage({ id = '' }: RouteParams) {
  const loaded = useLoad(() => getStatement(id), [id]);
  return (
    <Loaded from={loaded} title={t('statement.title')}>
      {(statement) => (
        <Page
          wide
          title={statement.fileName}
          documentTitle={t('statement.title')}
          caption={<StatementBadge statement={statement} />}
          back={{ href: '/agent/releves', label: t('statements.title') }}
        >
          <Faults statement={statement} />
          <Decision statement={statement} loaded={loaded} />
          <Summary statement={statement} />
          <Movements statement={statement} />
        </Page>
      )}
    </Loaded>
  );
}
