import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { listStatements, requestStatement, type Statement, uploadStatement } from '~/lib/api/treasury.ts';
import { formatShortDateTime, today } from '~/lib/dates/index.ts';
import { type Fault, fieldId, useForm } from '~/lib/forms/index.ts';
import { OPERATORS, operatorName } from '~/lib/labels/index.ts';
import { useList } from '~/lib/list/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { formatCount } from '~/lib/money/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import { Button, type Column, choices, ErrorSummary, Field, ListTable, Page, Select } from '~/ui/index.ts';
import { mayReconcile } from './rights.ts';
import { StatementBadge } from './StatementPage.tsx';
import { TreasuryTabs } from './TreasuryTabs.tsx';
import { t } from './texts.ts';

/** A file from the operator's portal. It is read and shown; nothing counts before the next page's button. */
function UploadForm() {
  const { route } = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const [operator, setOperator] = useState('');
  const [sent, setSent] = useState<number>();
  const [faults, setFaults] = useState<Fault[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);

  const refuse = (found: Fault[], answered?: Problem) => {
    setFaults(found);
    setProblem(answered);
    setRound((before) => before + 1);
  };
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    const file = input.current?.files?.[0];
    if (sent !== undefined) return;
    if (!file) return refuse([{ pointer: '/file', message: t('upload.missing') }]);
    setSent(0);
    setFaults([]);
    setProblem(undefined);
    try {
      const sending = await uploadStatement(file, operator, (done, total) => setSent(total ? done / total : 0));
      const statement = await sending.done;
      route(`/agent/releves/${statement.id}`);
    } catch (thrown) {
      refuse([], asProblem(thrown));
      setSent(undefined);
    }
  };
  const fileFault = faults.find((fault) => fault.pointer === '/file')?.message;
  return (
    <form onSubmit={(event) => void onSubmit(event)} noValidate aria-labelledby="upload">
      <h2 id="upload">{t('upload')}</h2>
      <p>{t('upload.detail')}</p>
      <ErrorSummary faults={faults} problem={problem} round={round} />
      <div class={`field${fileFault ? ' field-faulty' : ''}`}>
        <label class="field-label" for={fieldId('/file')}>
          {t('upload.file')}
        </label>
        {fileFault && <p class="field-error">{fileFault}</p>}
        <input
          class="input input-l"
          type="file"
          id={fieldId('/file')}
          ref={input}
          accept=".xlsx,.xls,.csv,.txt,.tsv"
          aria-invalid={fileFault ? 'true' : undefined}
        />
      </div>
      <Select
        id={fieldId('/operator')}
        label={t('upload.account')}
        hint={t('upload.account.hint')}
        value={operator}
        onValue={setOperator}
        placeholder={t('upload.account.auto')}
        choices={choices(OPERATORS, operatorName)}
        width="l"
      />
      {sent !== undefined && (
        <p role="status">
          <progress value={sent} max={1} aria-label={t('upload.progress')} /> {t('upload.reading')}
        </p>
      )}
      <Button type="submit" pending={sent !== undefined} pendingText={t('upload.pending')}>
        {t('upload.button')}
      </Button>
    </form>
  );
}

/** Wave tells its statement itself. */
function RequestForm() {
  const { route } = useLocation();
  const form = useForm({
    initial: { '/day': today() },
    validate: (values) => (values['/day'] ? [] : [{ pointer: '/day', message: t('request.missing') }]),
    submit: async (values) => {
      const statement = await requestStatement('wave', values['/day']);
      route(`/agent/releves/${statement.id}`);
    },
  });
  return (
    <form onSubmit={form.submit} noValidate aria-labelledby="request">
      <h2 id="request">{t('request')}</h2>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Field {...form.field('/day')} type="date" label={t('request.day')} width="m" />
      <Button type="submit" kind="secondary" pending={form.pending} pendingText={t('request.pending')}>
        {t('request.button')}
      </Button>
    </form>
  );
}

const COLUMNS = (): Column<Statement>[] => [
  {
    title: t('statement.file'),
    head: true,
    cell: (one) => <a href={`/agent/releves/${one.id}`}>{one.fileName}</a>,
  },
  { title: t('operator'), cell: (one) => operatorName(one.operator) },
  { title: t('statement.status'), cell: (one) => <StatementBadge statement={one} /> },
  { title: t('statement.lines'), numeric: true, cell: (one) => formatCount(one.lineCount) },
  {
    title: t('statement.uploaded'),
    cell: (one) => <span class="nowrap">{formatShortDateTime(one.uploadedAt)}</span>,
  },
];

/** Statements: send one in, and what came before. */
export default function StatementsPage() {
  const list = useList('/agent/releves', [], (_, cursor, signal) => listStatements({ cursor }, signal));
  useLive(['payments'], list.page.reload);
  return (
    <Page wide title={t('statements.title')}>
      <TreasuryTabs current="statements" />
      {mayReconcile() && (
        <>
          <UploadForm />
          <RequestForm />
        </>
      )}
      <section aria-labelledby="statements">
        <h2 id="statements">{t('statements.list')}</h2>
        <ListTable
          list={list}
          caption={t('statements.list')}
          columns={COLUMNS()}
          keyOf={(one) => one.id}
          noMatch={t('statements.none')}
        />
      </section>
    </Page>
  );
}
