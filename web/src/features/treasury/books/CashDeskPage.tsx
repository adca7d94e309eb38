import { useState } from 'preact/hooks';
import { type ListedFeeOrder, listFeeOrders, orderQuittances, printQuittance, takeCash } from '~/lib/api/books.ts';
import { formatShortDateTime } from '~/lib/dates/index.ts';
import { useForm } from '~/lib/forms/index.ts';
import { useList } from '~/lib/list/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof, parseXof } from '~/lib/money/index.ts';
import { useIntent } from '~/lib/net/intent.ts';
import {
  Banner,
  Button,
  type Column,
  Dialog,
  ErrorSummary,
  Field,
  FileButton,
  Filters,
  ListTable,
  Loaded,
  Page,
  SummaryList,
} from '~/ui/index.ts';
import { AccountingTabs } from './AccountingTabs.tsx';
import { t } from './texts.ts';

const COLUMNS = (take: (order: ListedFeeOrder) => void): Column<ListedFeeOrder>[] => [
  {
    title: t('order'),
    head: true,
    cell: (item) => (
      <>
        <span class="mono">{item.reference}</span>
        <span class="task-hint">{item.exporterName}</span>
      </>
    ),
  },
  { title: t('cash.owed'), numeric: true, cell: (item) => <span class="nowrap">{formatXof(item.amountXof)}</span> },
  { title: t('refund.since'), cell: (item) => <span class="nowrap">{formatShortDateTime(item.createdAt)}</span> },
  {
    title: t('actions'),
    quiet: true,
    cell: (item) => (
      <Button small label={t('cash.takeOf', { order: item.reference })} onClick={() => take(item)}>
        {t('cash.take')}
      </Button>
    ),
  },
];

function TakeForm({ order, onDone }: { order: ListedFeeOrder; onDone: () => void }) {
  const underOneKey = useIntent();
  const form = useForm({
    initial: { '/receivedXof': '' },
    validate: (values) =>
      parseXof(values['/receivedXof']) === null ? [{ pointer: '/receivedXof', message: t('cash.received.wrong') }] : [],
    submit: async (values) => {
      const receivedXof = parseXof(values['/receivedXof']) ?? 0;
      await underOneKey((key) => takeCash({ feeOrderId: order.id, receivedXof }, key));
      onDone();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <SummaryList
        rows={[
          { key: t('payer'), value: order.exporterName },
          { key: t('cash.owed'), value: formatXof(order.amountXof) },
        ]}
      />
      <Field
        {...form.field('/receivedXof')}
        label={t('cash.received')}
        hint={t('cash.received.hint')}
        inputMode="numeric"
        width="s"
        suffix="FCFA"
      />
      <Button type="submit" pending={form.pending} pendingText={t('cash.pending')}>
        {t('cash.confirm', { amount: formatXof(order.amountXof) })}
      </Button>
    </form>
  );
}

function Taken({ order }: { order: ListedFeeOrder }) {
  const quittances = useLoad(() => orderQuittances(order.id), [order.id]);
  return (
    <Banner tone="success" title={t('cash.done')} live>
      <p>{t('cash.done.detail', { order: order.reference })}</p>
      <Loaded from={quittances}>
        {(items) => (
          <div class="row">
            {items
              .filter((item) => item.kind === 'quittance' && !item.cancelledBy)
              .map((item) => (
                <FileButton
                  key={item.number}
                  kind="primary"
                  name={`${item.number}.pdf`}
                  fetch={() => printQuittance(item.number)}
                >
                  {t('printOf', { number: item.number })}
                </FileButton>
              ))}
          </div>
        )}
      </Loaded>
    </Banner>
  );
}

/** An officer takes cash for an unpaid order and hands over its quittance. */
export default function CashDeskPage() {
  const [open, setOpen] = useState<ListedFeeOrder | null>(null);
  const [taken, setTaken] = useState<ListedFeeOrder | null>(null);
  const list = useList('/agent/caisse', ['q'], ({ q }, cursor, signal) =>
    listFeeOrders({ q, status: 'unpaid', cursor }, signal),
  );
  useLive(['payments'], list.page.reload);
  return (
    <Page wide title={t('cash.title')}>
      <AccountingTabs current="/agent/caisse" />
      <p>{t('cash.lead')}</p>
      {taken && <Taken key={taken.id} order={taken} />}
      <Filters list={list} filters={[{ name: 'q', label: t('cash.q'), by: 'words' }]} />
      <ListTable
        list={list}
        caption={t('cash.title')}
        columns={COLUMNS(setOpen)}
        keyOf={(item) => item.id}
        noMatch={t('cash.none')}
        clear={t('cash.clear')}
      />
      {open && (
        <Dialog title={t('cash.takeOf', { order: open.reference })} onClose={() => setOpen(null)}>
          <TakeForm
            order={open}
            onDone={() => {
              setTaken(open);
              setOpen(null);
              list.page.reload();
            }}
          />
        </Dialog>
      )}
    </Page>
  );
}
