import { useState } from 'preact/hooks';
import { listDeposits, recordDeposit, type StatementLine, type TreasuryDeposit } from '~/lib/api/treasury.ts';
import { formatDate, formatShortDateTime, today } from '~/lib/dates/index.ts';
import { useForm } from '~/lib/forms/index.ts';
import { OPERATORS, operatorName } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatCount, formatXof, parseXof } from '~/lib/money/index.ts';
import { Button, Checkbox, choices, EmptyState, ErrorSummary, Field, Loaded, Page, Select, Table } from '~/ui/index.ts';
import { mayReconcile } from './rights.ts';
import { TreasuryTabs } from './TreasuryTabs.tsx';
import { t } from './texts.ts';

/** A deposit as its slip says, and the transfers it is made of. */
function DepositForm({ underWay, onDone }: { underWay: StatementLine[]; onDone: () => void }) {
  const [ticked, setTicked] = useState<string[]>([]);
  const total = underWay.filter((line) => ticked.includes(line.id)).reduce((sum, line) => sum - line.amountXof, 0);
  const form = useForm({
    initial: { '/operator': '', '/slip': '', '/depositedOn': today(), '/amountXof': '', '/sweeps': '' },
    validate: (values) => [
      ...(ticked.length > 0 ? [] : [{ pointer: '/sweeps', message: t('deposit.sweeps.missing') }]),
      ...(values['/operator'] ? [] : [{ pointer: '/operator', message: t('deposit.operator.missing') }]),
      ...(values['/slip'].trim() ? [] : [{ pointer: '/slip', message: t('deposit.slip.missing') }]),
      ...(parseXof(values['/amountXof']) ? [] : [{ pointer: '/amountXof', message: t('deposit.amount.missing') }]),
    ],
    submit: async (values) => {
      const operator = OPERATORS.find((one) => one === values['/operator']);
      if (!operator) return;
      await recordDeposit({
        operator,
        slip: values['/slip'].trim(),
        depositedOn: values['/depositedOn'],
        amountXof: parseXof(values['/amountXof']) ?? 0,
        sweeps: ticked,
      });
      onDone();
    },
  });
  const toggle = (id: string, on: boolean) =>
    setTicked((before) => (on ? [...before, id] : before.filter((one) => one !== id)));
  const sweeps = form.field('/sweeps');
  return (
    <form onSubmit={form.submit} noValidate aria-labelledby="deposit">
      <h2 id="deposit">{t('deposit')}</h2>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <fieldset class={`field${sweeps.error ? ' field-faulty' : ''}`}>
        <legend class="field-label">{t('deposit.sweeps')}</legend>
        {sweeps.error && <p class="field-error">{sweeps.error}</p>}
        {underWay.map((line, place) => (
          <Checkbox
            key={line.id}
            id={place === 0 ? sweeps.id : `sweep-${line.id}`}
            checked={ticked.includes(line.id)}
            onChecked={(on) => toggle(line.id, on)}
            label={`${formatXof(-line.amountXof)} · ${formatShortDateTime(line.at)} · ${line.transactionId}`}
          />
        ))}
        <p role="status">{t('deposit.total', { amount: formatXof(total) })}</p>
      </fieldset>
      <Select
        {...form.field('/operator')}
        label={t('operator')}
        placeholder={t('deposit.operator.choose')}
        choices={choices(OPERATORS, operatorName)}
        width="l"
      />
      <Field {...form.field('/slip')} label={t('deposit.slip')} width="m" maxLength={40} />
      <Field {...form.field('/depositedOn')} type="date" label={t('deposit.on')} width="m" />
      <Field {...form.field('/amountXof')} label={t('amount')} inputMode="numeric" width="m" suffix="FCFA" />
      <Button type="submit" pending={form.pending} pendingText={t('pending')}>
        {t('deposit.button')}
      </Button>
    </form>
  );
}

/** The transfers on their way, for who only reads. */
function UnderWay({ lines }: { lines: StatementLine[] }) {
  return (
    <section aria-labelledby="under-way">
      <h2 id="under-way">{t('deposits.underWay')}</h2>
      <Table
        caption={t('deposits.underWay')}
        columns={[
          { title: t('line.transaction'), head: true, cell: (one) => <span class="mono">{one.transactionId}</span> },
          { title: t('line.at'), cell: (one) => <span class="nowrap">{formatShortDateTime(one.at)}</span> },
          { title: t('amount'), numeric: true, cell: (one) => <span class="nowrap">{formatXof(-one.amountXof)}</span> },
        ]}
        rows={lines}
        keyOf={(one) => one.id}
      />
    </section>
  );
}

function Deposits({ items }: { items: TreasuryDeposit[] }) {
  if (items.length === 0) return <EmptyState title={t('deposits.none')} />;
  return (
    <Table
      caption={t('deposits.list')}
      columns={[
        { title: t('deposit.slip'), head: true, cell: (one) => <span class="mono">{one.slip}</span> },
        { title: t('operator'), cell: (one) => operatorName(one.operator) },
        { title: t('deposit.on'), cell: (one) => formatDate(one.depositedOn) },
        { title: t('deposit.count'), numeric: true, cell: (one) => formatCount(one.sweeps.length) },
        { title: t('amount'), numeric: true, cell: (one) => <span class="nowrap">{formatXof(one.amountXof)}</span> },
      ]}
      rows={items}
      keyOf={(one) => one.id}
    />
  );
}

/** What operators handed over, and what arrived at the Treasury. */
export default function DepositsPage() {
  const loaded = useLoad(() => listDeposits(), []);
  return (
    <Page wide title={t('deposits.title')}>
      <TreasuryTabs current="deposits" />
      <p>{t(mayReconcile() ? 'deposits.lead' : 'readOnly')}</p>
      <Loaded from={loaded}>
        {(found) => (
          <>
            {found.underWay.length === 0 ? (
              <EmptyState title={t('deposits.nothingUnderWay')}>
                <p>{t('deposits.nothingUnderWay.detail')}</p>
              </EmptyState>
            ) : mayReconcile() ? (
              <DepositForm
                key={found.underWay.map((line) => line.id).join(' ')}
                underWay={found.underWay}
                onDone={loaded.reload}
              />
            ) : (
              <UnderWay lines={found.underWay} />
            )}
            <section aria-labelledby="deposits">
              <h2 id="deposits">{t('deposits.list')}</h2>
              <Deposits items={found.deposits} />
            </section>
          </>
        )}
      </Loaded>
    </Page>
  );
}
