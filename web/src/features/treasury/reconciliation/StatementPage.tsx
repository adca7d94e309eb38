import { useEffect, useState } from 'preact/hooks';
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
import { t } from './texts.ts';
import { dayHref } from './treasury-model.ts';

export const STATEMENT_TONES: Record<Statement['status'], StatusTone> = {
  read: 'warning',
  importing: 'info',
  imported: 'success',
  discarded: 'neutral',
};

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
          { title: t('line.place'), cell: (one) => <span class="mono">{one.place}</span> },
        ]}
        rows={statement.first}
        keyOf={(one) => one.place}
      />
    </section>
  );
}

function Summary({ statement }: { statement: Statement }) {
  const skipped = [
    [statement.sumsSkipped, 'skipped.sums'],
    [statement.notSettledSkipped, 'skipped.notSettled'],
    [statement.headersSkipped, 'skipped.headers'],
  ] as const;
  return (
    <SummaryList
      rows={[
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
          value: (
            <ul>
              {skipped.map(([count, key]) => (
                <li key={key}>{t(key, { n: count })}</li>
              ))}
            </ul>
          ),
        },
        { key: t('statement.size'), value: formatBytes(statement.sizeBytes) },
      ]}
    />
  );
}

/** How far the import is, asked for while it runs. */
function Progress({ id, total }: { id: string; total: number }) {
  const [done, setDone] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      getStatement(id).then(
        (now) => setDone(now.doneCount),
        () => undefined,
      );
    }, 700);
    return () => clearInterval(timer);
  }, [id]);
  return (
    <p role="status">
      <progress value={done} max={Math.max(total, 1)} aria-label={t('import.progress')} />{' '}
      {t('import.done', { done: formatCount(done), total: formatCount(total) })}
    </p>
  );
}

function Decision({ statement, loaded }: { statement: Statement; loaded: Loadable<Statement> }) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);
  const run = async (step: (id: string) => Promise<Statement>) => {
    setPending(true);
    try {
      loaded.replace(await step(statement.id));
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setRound((before) => before + 1);
    } finally {
      setPending(false);
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
  return (
    <>
      <ErrorSummary faults={[]} problem={problem} round={round} />
      {pending && <Progress id={statement.id} total={statement.lineCount} />}
      <p class="row">
        {statement.faults.length === 0 && (
          <Button pending={pending} pendingText={t('import.pending')} onClick={() => void run(importStatement)}>
            {t('import.button', { n: statement.lineCount })}
          </Button>
        )}
        {statement.status === 'read' && (
          <Button kind="secondary" disabled={pending} onClick={() => void run(discardStatement)}>
            {t('discard.button')}
          </Button>
        )}
      </p>
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
          caption={<Badge tone={STATEMENT_TONES[statement.status]}>{t(`status.${statement.status}`)}</Badge>}
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
