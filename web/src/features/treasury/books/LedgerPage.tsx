import { useState } from 'preact/hooks';
import { exportLedger, getBalances, type LedgerBalance } from '~/lib/api/books.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { type Column, EmptyState, Field, FileButton, Loaded, Page, Table } from '~/ui/index.ts';
import { TreasuryTabs } from './TreasuryTabs.tsx';
import { t } from './texts.ts';

const money = (amount: number) => <span class="nowrap">{formatXof(amount)}</span>;

const COLUMNS = (): Column<LedgerBalance>[] => [
  { title: t('ledger.account'), head: true, cell: (item) => <span class="mono">{item.account}</span> },
  { title: t('ledger.debit'), numeric: true, cell: (item) => money(item.debitXof) },
  { title: t('ledger.credit'), numeric: true, cell: (item) => money(item.creditXof) },
  { title: t('ledger.balance'), numeric: true, cell: (item) => money(item.debitXof - item.creditXof) },
];

/** Every account and, under them, the sum in which debits and credits are equal. */
function withSum(balances: LedgerBalance[]): LedgerBalance[] {
  const sum = (side: 'debitXof' | 'creditXof') => balances.reduce((all, one) => all + one[side], 0);
  return [...balances, { account: t('ledger.sum'), debitXof: sum('debitXof'), creditXof: sum('creditXof') }];
}

function ExportForm() {
  const [span, setSpan] = useState({ from: '', to: '' });
  const field = (name: 'from' | 'to') => ({
    id: `ledger-${name}`,
    label: t(name),
    type: 'date' as const,
    value: span[name],
    onValue: (value: string) => setSpan((before) => ({ ...before, [name]: value })),
  });
  return (
    <section aria-labelledby="export">
      <h2 id="export">{t('ledger.export')}</h2>
      <p>{t('ledger.export.detail')}</p>
      <div class="filters">
        <Field {...field('from')} />
        <Field {...field('to')} />
      </div>
      <div class="row">
        <FileButton name="boyoro.beancount" fetch={() => exportLedger('beancount', span)}>
          {t('ledger.beancount')}
        </FileButton>
        <FileButton name="boyoro-ledger.csv" fetch={() => exportLedger('csv', span)}>
          {t('ledger.csv')}
        </FileButton>
      </div>
    </section>
  );
}

/** The trial balance and the ledger's export for programs that add it up again. */
export default function LedgerPage() {
  const balances = useLoad(getBalances, []);
  useLive(['payments'], balances.reload);
  return (
    <Page wide title={t('ledger.title')}>
      <TreasuryTabs current="/agent/livre" />
      <p>{t('ledger.lead')}</p>
      <h2>{t('ledger.balances')}</h2>
      <Loaded from={balances}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('ledger.empty')}>
              <p>{t('ledger.empty.detail')}</p>
            </EmptyState>
          ) : (
            <Table
              caption={t('ledger.balances')}
              columns={COLUMNS()}
              rows={withSum(items)}
              keyOf={(item) => item.account}
            />
          )
        }
      </Loaded>
      <ExportForm />
    </Page>
  );
}
