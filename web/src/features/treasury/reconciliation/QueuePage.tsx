import type { OperatorCode } from '@api/types';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { announce } from '~/lib/a11y/index.ts';
import {
  type Discrepancy,
  listOpenDiscrepancies,
  type OurSide,
  type Resolution,
  resolveDiscrepancy,
  type StatementLine,
} from '~/lib/api/treasury.ts';
import { formatShortDate, formatShortDateTime } from '~/lib/dates/index.ts';
import { useForm } from '~/lib/forms/index.ts';
import { attemptStatus, operatorName, type StatusTone } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import {
  Badge,
  Banner,
  Button,
  EmptyState,
  ErrorSummary,
  Loaded,
  Page,
  Radios,
  SummaryList,
  Table,
  TextArea,
} from '~/ui/index.ts';
import { useNextInHand } from './next-in-hand.ts';
import { mayReconcile } from './rights.ts';
import { TreasuryTabs } from './TreasuryTabs.tsx';
import { t } from './texts.ts';
import { type KeyPlace, letterOf, moved, offered, stepOf, wordsOf } from './treasury-model.ts';

const CLASS_TONES: Record<Discrepancy['class'], StatusTone> = {
  matched: 'success',
  amount_diff: 'warning',
  fee_diff: 'info',
  missing_at_provider: 'danger',
  missing_at_us: 'warning',
  duplicate_at_provider: 'warning',
  reversal: 'danger',
};

function Line({ line }: { line: StatementLine }) {
  return (
    <SummaryList
      rows={[
        { key: t('line.transaction'), value: <span class="mono">{line.transactionId}</span> },
        { key: t('line.at'), value: formatShortDateTime(line.at) },
        { key: t('line.kind'), value: t(`kind.${line.kind}`) },
        { key: t('amount'), value: formatXof(line.amountXof) },
        { key: t('line.fee'), value: formatXof(line.feeXof) },
        { key: t('line.reference'), value: line.reference ? <span class="mono">{line.reference}</span> : '' },
        { key: t('line.place'), value: line.place },
      ]}
    />
  );
}

function Ours({ ours }: { ours: OurSide }) {
  return (
    <SummaryList
      rows={[
        { key: t('ours.order'), value: <span class="mono">{ours.orderReference}</span> },
        { key: t('line.reference'), value: <span class="mono">{ours.reference}</span> },
        { key: t('line.transaction'), value: ours.transactionId ? <span class="mono">{ours.transactionId}</span> : '' },
        { key: t('ours.status'), value: attemptStatus(ours.status) },
        { key: t('line.at'), value: formatShortDateTime(ours.at) },
        { key: t('amount'), value: formatXof(ours.amountXof) },
      ]}
    />
  );
}

/** Both sides of one payment next to each other, so that the eye finds where they differ. */
function Compared({ operator, line, ours }: { operator: OperatorCode; line: StatementLine; ours: OurSide }) {
  const code = (text?: string | null) => (text ? <span class="mono">{text}</span> : '—');
  const rows = [
    { what: t('amount'), stated: formatXof(line.amountXof), ours: formatXof(ours.amountXof) },
    { what: t('line.fee'), stated: formatXof(line.feeXof), ours: '—' },
    { what: t('line.at'), stated: formatShortDateTime(line.at), ours: formatShortDateTime(ours.at) },
    { what: t('line.transaction'), stated: code(line.transactionId), ours: code(ours.transactionId) },
    { what: t('line.reference'), stated: code(line.reference), ours: code(ours.reference) },
    { what: t('ours.order'), stated: '—', ours: code(ours.orderReference) },
    ...(line.kind === 'payment' ? [] : [{ what: t('line.kind'), stated: t(`kind.${line.kind}`), ours: '—' }]),
    { what: t('ours.status'), stated: '—', ours: attemptStatus(ours.status) },
    { what: t('line.place'), stated: line.place, ours: '—' },
  ];
  return (
    <Table
      caption={t('compared')}
      columns={[
        { title: t('compared.what'), head: true, cell: (row) => row.what },
        { title: operatorName(operator), cell: (row) => row.stated },
        { title: t('compared.ours'), cell: (row) => row.ours },
      ]}
      rows={rows}
      keyOf={(row) => row.what}
    />
  );
}

interface CaseProps {
  found: Discrepancy;
  heading: RefObject<HTMLHeadingElement | null>;
  chosen: Resolution | undefined;
  onChoose: (action: Resolution | undefined) => void;
  onDone: () => void;
}

/** What the chosen step still needs: a reason, or which payment it is. */
function StepForm({ found, action, onDone }: { found: Discrepancy; action: Resolution; onDone: () => void }) {
  const box = useRef<HTMLFormElement>(null);
  const needsReason = action === 'explained';
  const form = useForm({
    initial: { '/reason': '', '/attemptId': found.proposals[0]?.attemptId ?? '' },
    validate: (values) =>
      needsReason && !values['/reason'].trim() ? [{ pointer: '/reason', message: t('reason.missing') }] : [],
    submit: async (values) => {
      await resolveDiscrepancy(found.id, {
        action,
        ...(action === 'proposal_accepted' ? { attemptId: values['/attemptId'] } : {}),
        ...(values['/reason'].trim() ? { reason: values['/reason'].trim() } : {}),
      });
      announce(t('done', { action: t(`action.${action}`) }));
      onDone();
    },
  });
  // Before the next key comes: what is typed at once belongs to the field and is no step of the queue.
  useLayoutEffect(() => box.current?.querySelector<HTMLElement>('textarea, input:checked, button')?.focus(), [action]);
  return (
    <form ref={box} onSubmit={form.submit} noValidate class="step-form">
      <p>{t(`action.${action}.detail`, amountsOf(found))}</p>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      {action === 'proposal_accepted' && (
        <Radios
          {...form.field('/attemptId')}
          label={t('proposal.which')}
          choices={found.proposals.map((one) => ({
            value: one.attemptId,
            label: `${one.orderReference} · ${formatXof(one.amountXof)} · ${formatShortDateTime(one.at)}`,
          }))}
        />
      )}
      {needsReason && <TextArea {...form.field('/reason')} label={t('reason')} rows={2} maxLength={500} />}
      <Button type="submit" pending={form.pending} pendingText={t('pending')}>
        {t('confirm', { action: t(`action.${action}`) })}
      </Button>
    </form>
  );
}

/** The amounts and numbers that sentences about a difference may name. */
const amountsOf = ({ line, beyondXof }: Discrepancy) => ({
  amount: formatXof(Math.abs(beyondXof ?? 0)),
  number: line?.transactionId ?? '',
});

function Case({ found, heading, chosen, onChoose, onDone }: CaseProps) {
  const words = wordsOf(found);
  return (
    <section aria-labelledby="case" class="case">
      <h2 id="case" tabIndex={-1} ref={heading}>
        {t(words.title)}
      </h2>
      <p>{t(words.detail, amountsOf(found))}</p>
      {words.isRefund && (
        <p>
          <a href="/agent/remboursements">{t('class.refunds')}</a>
        </p>
      )}
      {found.line && found.ours ? (
        <Compared operator={found.operator} line={found.line} ours={found.ours} />
      ) : (
        <>
          {found.line && (
            <>
              <h3>{t('side.operator', { operator: operatorName(found.operator) })}</h3>
              <Line line={found.line} />
            </>
          )}
          {found.ours && (
            <>
              <h3>{t('side.ours')}</h3>
              <Ours ours={found.ours} />
            </>
          )}
        </>
      )}
      {mayReconcile() && (
        <fieldset class="row steps-row">
          <legend class="visually-hidden">{t('steps')}</legend>
          {offered(found).map((action) => (
            <button
              key={action}
              type="button"
              class={`button ${action === chosen ? 'button-primary' : 'button-secondary'}`}
              aria-expanded={action === chosen}
              aria-keyshortcuts={letterOf(action)?.toUpperCase()}
              onClick={() => onChoose(action === chosen ? undefined : action)}
            >
              {t(`action.${action}`)} {letterOf(action) && <kbd>{letterOf(action)}</kbd>}
            </button>
          ))}
        </fieldset>
      )}
      {mayReconcile() && found.needsAnother.length > 0 && (
        <Banner tone="info" title={t('another')}>
          <p>
            {t('another.detail', { actions: found.needsAnother.map((action) => t(`action.${action}`)).join(' / ') })}
          </p>
        </Banner>
      )}
      {chosen && <StepForm key={`${found.id} ${chosen}`} found={found} action={chosen} onDone={onDone} />}
    </section>
  );
}

/** What a key was pressed on. */
function placeOf(target: EventTarget | null): KeyPlace {
  if (!(target instanceof Element)) return 'case';
  if (target instanceof HTMLTextAreaElement) return target.value ? 'writing' : 'field';
  if (target.closest('input, select')) return 'field';
  if (target.closest('.queue-item')) return 'list';
  return target.closest('a, button') ? 'control' : 'case';
}

function Item({ one, inHand, onTake }: { one: Discrepancy; inHand: boolean; onTake: () => void }) {
  return (
    <li>
      <button
        type="button"
        class="queue-item"
        // One stop for the whole list: the keys lead on from there.
        tabIndex={inHand ? 0 : -1}
        aria-current={inHand ? 'true' : undefined}
        onClick={onTake}
      >
        <Badge tone={CLASS_TONES[one.class]}>{t(wordsOf(one).title)}</Badge>
        <span class="nowrap">{formatXof(one.line?.amountXof ?? one.ours?.amountXof ?? 0)}</span>
        <span class="muted">
          {operatorName(one.operator)} · <span class="nowrap">{formatShortDate(one.day)}</span>
        </span>
      </button>
    </li>
  );
}

function Keys() {
  return (
    <p class="muted keys">
      {t('keys')} <kbd>j</kbd> <kbd>k</kbd> {t('keys.move')}
      {mayReconcile() && (
        <>
          {' '}
          · <kbd>{t('keys.enterName')}</kbd> {t('keys.enter')} · <kbd>{t('keys.escapeName')}</kbd> {t('keys.escape')}
        </>
      )}
    </p>
  );
}

function Queue({ items, more, onDone }: { items: Discrepancy[]; more: boolean; onDone: () => void }) {
  const [index, setIndex] = useState(0);
  const [chosen, setChosen] = useState<Resolution>();
  const list = useRef<HTMLOListElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const here = moved(index, 0, items.length);
  const current = items[here];
  const decided = useNextInHand(heading, current?.id);

  const inHand = () => list.current?.querySelector<HTMLElement>('[aria-current]');
  const go = (to: number) => {
    setIndex(to);
    setChosen(undefined);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepOf(event.key, placeOf(event.target), mayReconcile() ? current : undefined);
    if (step.kind === 'none') return;
    event.preventDefault();
    if (step.kind === 'act') return setChosen(step.action);
    if (step.kind === 'move') go(moved(here, step.by, items.length));
    else setChosen(undefined);
    // What had the focus may be gone; the list goes on from the difference in hand.
    setTimeout(() => inHand()?.focus());
  };
  useEffect(() => inHand()?.scrollIntoView({ block: 'nearest' }), [here]);

  if (!current) {
    return (
      <EmptyState title={t('queue.none')} focused={heading}>
        <p>{t('queue.none.detail')}</p>
        <p>
          <a href="/agent/regie">{t('today.title')}</a>
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <Keys />
      {more && <p class="muted">{t('cut', { n: items.length })}</p>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are a second way to the buttons inside. */}
      <div class="queue" onKeyDown={onKey}>
        <ol class="queue-list" ref={list} aria-label={t('queue.list')}>
          {items.map((one, place) => (
            <Item key={one.id} one={one} inHand={place === here} onTake={() => go(place)} />
          ))}
        </ol>
        <Case
          found={current}
          heading={heading}
          chosen={chosen && offered(current).includes(chosen) ? chosen : undefined}
          onChoose={setChosen}
          onDone={() => {
            decided();
            setChosen(undefined);
            onDone();
          }}
        />
      </div>
    </>
  );
}

/** What differs between statements and books, worked off one after the other, by keyboard as well. */
export default function QueuePage() {
  const loaded = useLoad(() => listOpenDiscrepancies(), []);
  return (
    <Page wide title={t('queue.title')}>
      <TreasuryTabs current="queue" />
      {!mayReconcile() && <p>{t('readOnly')}</p>}
      <Loaded from={loaded}>
        {(page) => <Queue items={page.items} more={Boolean(page.next)} onDone={loaded.reload} />}
      </Loaded>
    </Page>
  );
}
