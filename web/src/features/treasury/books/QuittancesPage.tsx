import { useState } from 'preact/hooks';
import { cancelQuittance, listQuittances, printQuittance, type Quittance } from '~/lib/api/books.ts';
import { formatShortDateTime } from '~/lib/dates/index.ts';
import { operatorName } from '~/lib/labels/index.ts';
import { useList } from '~/lib/list/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { role } from '~/lib/session/index.ts';
import {
  Badge,
  Button,
  type Column,
  Dialog,
  FileButton,
  Filters,
  ListTable,
  Page,
  type ReasonedStep,
  ReasonedSteps,
} from '~/ui/index.ts';
import { AccountingTabs } from './AccountingTabs.tsx';
import { t } from './texts.ts';

function Standing({ item }: { item: Quittance }) {
  if (item.cancels) return <Badge tone="neutral">{t('counter', { number: item.cancels })}</Badge>;
  if (item.cancelledBy) return <Badge tone="danger">{t('cancelled', { number: item.cancelledBy })}</Badge>;
  return <Badge tone="success">{t('valid')}</Badge>;
}

function Print({ item, onDone }: { item: Quittance; onDone: () => void }) {
  const again = item.prints > 0;
  return (
    <FileButton
      small
      name={`${item.number}.pdf`}
      label={t(again ? 'print.duplicateOf' : 'printOf', { number: item.number })}
      fetch={() => printQuittance(item.number)}
      onDone={onDone}
    >
      {t(again ? 'print.duplicate' : 'print')}
    </FileButton>
  );
}

const COLUMNS = (reload: () => void, cancel: (item: Quittance) => void): Column<Quittance>[] => [
  {
    title: t('number'),
    head: true,
    cell: (item) => (
      <>
        <span class="mono nowrap">{item.number}</span>
        <span class="task-hint">{item.payer}</span>
      </>
    ),
  },
  {
    title: t('status'),
    cell: (item) => (
      <>
        <Standing item={item} />
        {item.reason && <span class="task-hint">{item.reason}</span>}
      </>
    ),
  },
  {
    title: t('order'),
    cell: (item) => (
      <>
        <span class="mono">{item.orderReference}</span>
        <span class="task-hint">{operatorName(item.operator)}</span>
      </>
    ),
  },
  { title: t('amount'), numeric: true, cell: (item) => <span class="nowrap">{formatXof(item.amountXof)}</span> },
  {
    title: t('issued'),
    cell: (item) => (
      <>
        <span class="nowrap">{formatShortDateTime(item.issuedAt)}</span>
        {item.prints > 0 && <span class="task-hint">{t('prints', { n: item.prints })}</span>}
      </>
    ),
  },
  {
    title: t('actions'),
    quiet: true,
    cell: (item) => (
      <div class="row">
        <Print item={item} onDone={reload} />
        {role.value === 'treasurer' && item.kind === 'quittance' && !item.cancelledBy && (
          <Button kind="quiet" small label={t('cancelOf', { number: item.number })} onClick={() => cancel(item)}>
            {t('cancel')}
          </Button>
        )}
      </div>
    ),
  },
];

function CancelDialog({ item, onDone, onClose }: { item: Quittance; onDone: () => void; onClose: () => void }) {
  const step = (action: 'only' | 'replace'): ReasonedStep<'only' | 'replace'> => ({
    action,
    title: t(`cancel.${action}`),
    detail: t(`cancel.${action}.detail`),
    kind: 'danger',
    run: async ({ reason }) => {
      await cancelQuittance(item.number, { reason, replace: action === 'replace' });
      onDone();
    },
  });
  return (
    <Dialog title={t('cancelOf', { number: item.number })} onClose={onClose}>
      <p>
        {item.payer} – {formatXof(item.amountXof)}
      </p>
      <ReasonedSteps title={t('cancel.steps')} steps={[step('replace'), step('only')]} />
    </Dialog>
  );
}

/** The series of quittances, to search, to print and to cancel by a counter-entry. */
export default function QuittancesPage() {
  const [open, setOpen] = useState<Quittance | null>(null);
  const list = useList('/agent/quittances', ['q', 'du', 'au'], ({ q, du, au }, cursor, signal) =>
    listQuittances({ q, from: du, to: au, cursor }, signal),
  );
  useLive(['payments'], list.page.reload);
  return (
    <Page wide title={t('quittances.title')}>
      <AccountingTabs current="/agent/quittances" />
      <Filters
        list={list}
        filters={[
          { name: 'q', label: t('q'), by: 'words' },
          { name: 'du', label: t('from'), by: 'day' },
          { name: 'au', label: t('to'), by: 'day' },
        ]}
      />
      <ListTable
        list={list}
        caption={t('quittances.title')}
        columns={COLUMNS(list.page.reload, setOpen)}
        keyOf={(item) => item.number}
        noMatch={t('quittances.none')}
        clear={t('quittances.clear')}
        empty={{ title: t('quittances.none'), detail: t('quittances.empty') }}
      />
      {open && (
        <CancelDialog
          item={open}
          onDone={() => {
            setOpen(null);
            list.page.reload();
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  );
}
