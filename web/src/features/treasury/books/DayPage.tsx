import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import {
  type DayPaper,
  dayPaper,
  getReceipts,
  type Receipt,
  type ReceiptSum,
  type ReceiptsDay,
} from '~/lib/api/books.ts';
import { formatDate, formatTime, isDay, today } from '~/lib/dates/index.ts';
import { OPERATORS, operatorName } from '~/lib/labels/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import {
  Banner,
  Button,
  type Column,
  EmptyState,
  Field,
  FileButton,
  Loaded,
  Page,
  SummaryList,
  Table,
} from '~/ui/index.ts';
import { AccountingTabs } from './AccountingTabs.tsx';
import { t } from './texts.ts';

const PAPERS: DayPaper[] = ['journal.pdf', 'deposit-slip.pdf', 'journal.csv', 'deposit-slip.csv'];

const amountColumn = <T extends { amountXof: number }>(): Column<T> => ({
  title: t('amount'),
  numeric: true,
  cell: (item) => <span class="nowrap">{formatXof(item.amountXof)}</span>,
});

const MOVEMENTS = (withQuittance: boolean): Column<Receipt>[] => [
  {
    title: withQuittance ? t('day.quittance') : t('day.kind'),
    head: true,
    cell: (item) => (
      <>
        <span class="mono nowrap">{(withQuittance && item.quittance) || t(`kind.${item.kind}`)}</span>
        <span class="task-hint">{item.payer}</span>
      </>
    ),
  },
  { title: t('day.time'), cell: (item) => formatTime(item.at) },
  { title: t('order'), cell: (item) => <span class="mono">{item.orderReference}</span> },
  {
    title: t('operator'),
    cell: (item) => (
      <>
        {item.operator ? operatorName(item.operator) : '—'}
        <span class="task-hint mono">{item.transactionId}</span>
      </>
    ),
  },
  amountColumn<Receipt>(),
];

const SUMS = (title: string, nameOf: (code: string) => string): Column<ReceiptSum>[] => [
  { title, head: true, cell: (item) => nameOf(item.code) },
  { title: t('day.n'), numeric: true, cell: (item) => item.count },
  amountColumn<ReceiptSum>(),
];

/** A way to pay by its code; a dash for movements without one. */
function wayName(code: string): string {
  const operator = OPERATORS.find((one) => one === code);
  return operator ? operatorName(operator) : code || '—';
}

function Papers({ day }: { day: string }) {
  return (
    <section aria-labelledby="papers">
      <h2 id="papers">{t('day.papers')}</h2>
      <div class="row">
        {PAPERS.map((paper) => (
          <FileButton key={paper} name={`${day}-${paper}`} fetch={() => dayPaper(day, paper)}>
            {t(`paper.${paper}`)}
          </FileButton>
        ))}
      </div>
    </section>
  );
}

function Day({ day }: { day: ReceiptsDay }) {
  const span =
    day.firstQuittance && day.lastQuittance
      ? t('day.numbers.span', { n: day.quittances, first: day.firstQuittance, last: day.lastQuittance })
      : '';
  return (
    <>
      <p class="total">
        <span class="muted">{t('day.total')}</span>
        <strong>{formatXof(day.amountXof)}</strong>
      </p>
      <SummaryList
        rows={[
          { key: t('day.n'), value: t('day.count', { n: day.count }) },
          { key: t('day.numbers'), value: span },
          { key: t('day.cancelled'), value: day.cancelled.join(', ') },
          { key: t('day.slip'), value: <span class="mono">{day.slip}</span> },
        ]}
      />
      <Papers day={day.day} />
      {day.receipts.length === 0 ? (
        <EmptyState title={t('day.none')} />
      ) : (
        <>
          <h2>{t('day.byOperator')}</h2>
          <Table
            caption={t('day.byOperator')}
            columns={SUMS(t('operator'), wayName)}
            rows={day.byOperator}
            keyOf={(item) => item.code}
          />
          <h2>{t('day.byLine')}</h2>
          <Table
            caption={t('day.byLine')}
            columns={SUMS(t('day.line'), (code) => code)}
            rows={day.byLine}
            keyOf={(item) => item.code}
          />
          <h2>{t('day.receipts')}</h2>
          <Table
            caption={t('day.receipts')}
            columns={MOVEMENTS(true)}
            rows={day.receipts}
            keyOf={(item) => `${item.at} ${item.transactionId} ${item.kind}`}
          />
        </>
      )}
      {day.others.length > 0 && (
        <>
          <h2>{t('day.others')}</h2>
          <Table
            caption={t('day.others')}
            columns={MOVEMENTS(false)}
            rows={day.others}
            keyOf={(item) => `${item.at} ${item.transactionId} ${item.kind}`}
          />
        </>
      )}
    </>
  );
}

function ReceiptsOf({ day }: { day: string }) {
  const loaded = useLoad((signal) => getReceipts(day, signal), [day]);
  useLive(['payments'], loaded.reload);
  return <Loaded from={loaded}>{(found) => <Day day={found} />}</Loaded>;
}

/** A day's receipts, their journal and the slip that goes with the money to the Treasury. */
export default function DayPage() {
  const { query, route } = useLocation();
  const day = query.jour || today();
  const known = isDay(day);
  const [given, setGiven] = useState(known ? day : '');
  // Going back puts the field back too.
  useEffect(() => setGiven(known ? day : ''), [day]);
  return (
    <Page wide title={t('day.title')} {...(known && { caption: formatDate(day) })}>
      <AccountingTabs current="/agent/recettes" />
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          if (given) route(`/agent/recettes?jour=${given}`);
        }}
      >
        <Field id="jour" label={t('day.date')} type="date" value={given} onValue={setGiven} />
        <Button type="submit" kind="secondary">
          {t('day.show')}
        </Button>
      </form>
      {known ? (
        <ReceiptsOf day={day} />
      ) : (
        <Banner tone="error" title={t('day.wrong')}>
          <p>{t('day.wrong.detail')}</p>
        </Banner>
      )}
    </Page>
  );
}
