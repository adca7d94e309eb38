import { useState } from 'preact/hooks';
import { exportLedger, getBalances, type LedgerBalance } from '~/lib/api/books.ts';
import { OPERATORS, operatorName } from '~/lib/labels/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { type Column, EmptyState, Field, FileButton, Loaded, Page, Table } from '~/ui/index.ts';
import { AccountingTabs } from './AccountingTabs.tsx';
import { t } from './texts.ts';

const money = (amount: number) => <span class="nowrap">{formatXof(amount)}</span>;

/** What an account of the ledger is called at a counter. */
function accountName(account: string): string {
  const operator = OPERATORS.find((one) => account === `assets:operator:${one}`);
  if (operator) return operatorName(operator);
  if (account.startsWith('income:fees:')) return t('account.fees', { scheme: account.slice('income:fees:'.length) });
  return ACCOUNTS[account]?.() ?? account;
}

const ACCOUNTS: Record<string, () => string> = {
  'assets:cash_desk': () => operatorName('cash_desk'),
  'assets:treasury:bank': () => t('account.treasury'),
  'expenses:operator_fees': () => t('account.operatorFees'),
  'liabilities:overpayment': () => t('account.overpayment'),
  'liabilities:suspense': () => t('account.suspense'),
  'liabilities:refund_payable': () => t('account.refundPayable'),
};

/** A balance without sign, and on which side it is. */
function Balance({ item }: { item: LedgerBalance }) {
  const balance = item.debitXof - item.creditXof;
  return (
    <>
      {money(Math.abs(balance))}
      {balance !== 0 && <span class="task-hint">{t(balance > 0 ? 'ledger.debtor' : 'ledger.creditor')}</span>}
    </>
  );
}

const COLUMNS = (): Column<LedgerBalance>[] => [
  {
    title: t('ledger.account'),
    head: true,
    cell: (item) => (
      <>
        {accountName(item.account)}
        {item.account.includes(':') && <span class="task-hint mono">{item.account}</span>}
      </>
    ),
  },
  { title: t('ledger.debit'), numeric: true, cell: (item) => money(item.debitXof) },
  { title: t('ledger.credit'), numeric: true, cell: (item) => money(item.creditXof) },
  { title: t('ledger.balance'), numeric: true, cell: (item) => <Balance item={item} /> },
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
      <AccountingTabs current="/agent/livre" />
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
