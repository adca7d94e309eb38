import { type AccountDays, getAccountDays, getToday, type TreasuryToday } from '~/lib/api/treasury.ts';
import { formatDate, formatShortDate } from '~/lib/dates/index.ts';
import { operatorName } from '~/lib/labels/index.ts';
import { useLive } from '~/lib/live/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatCount, formatXof } from '~/lib/money/index.ts';
import { role } from '~/lib/session/index.ts';
import { opens } from '~/routes.ts';
import { Badge, EmptyState, Loaded, Page, SummaryList, Table } from '~/ui/index.ts';
import { Alerts } from '../callbacks/Alerts.tsx';
import { waitingWord } from '../callbacks/callback-model.ts';
import { TreasuryTabs } from './TreasuryTabs.tsx';
import { t } from './texts.ts';
import { dayHref } from './treasury-model.ts';

/** How much of it waits, and the way to it for whom its page is open. */
function Waits({ n, path, children }: { n: number; path: string; children: string }) {
  if (n === 0) return <span>{t('nothing')}</span>;
  const [page = path] = path.split('?');
  return opens(page, role.value) ? <a href={path}>{children}</a> : <span>{children}</span>;
}

type Kind = 'unknown' | 'unmatched' | 'claims' | 'callbacks' | 'refunds';

/** How many there are; of callbacks no more than a thousand are counted. */
const nOf = (key: Kind, n: number) =>
  key === 'callbacks' && waitingWord(n) === 'many' ? t('waiting.callbacks.many') : t(`waiting.${key}.n`, { n });

/** What waits for the treasurer, each with the way to it. */
function Waiting({ today: { unknown, unmatched, claims, callbacks, toRefund } }: { today: TreasuryToday }) {
  const rows = [
    ['unknown', unknown.count, '/agent/paiements?statut=unknown', unknown.amountXof],
    ['unmatched', unmatched, '/agent/ecarts'],
    ['claims', claims, '/agent/declarations'],
    ['callbacks', callbacks, '/agent/notifications'],
    ['refunds', toRefund.count, '/agent/remboursements', toRefund.amountXof],
  ] as const;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{t('waiting')}</h2>
      <SummaryList
        rows={rows.map(([key, n, path, amount]) => ({
          key: t(`waiting.${key}`),
          value: (
            <Waits n={n} path={path}>
              {[nOf(key, n), ...(amount === undefined ? [] : [formatXof(amount)])].join(' · ')}
            </Waits>
          ),
        }))}
      />
    </section>
  );
}

function Collected({ today }: { today: TreasuryToday }) {
  const total = today.collected.reduce((sum, one) => sum + one.amountXof, 0);
  return (
    <section aria-labelledby="collected">
      <h2 id="collected">{t('collected', { day: formatDate(today.day) })}</h2>
      <p class="total">
        <span class="muted">{t('collected.total')}</span>
        <strong>{formatXof(total)}</strong>
      </p>
      {today.collected.length > 0 && (
        <Table
          caption={t('collected.by')}
          columns={[
            { title: t('operator'), head: true, cell: (one) => operatorName(one.operator) },
            { title: t('payments'), numeric: true, cell: (one) => formatCount(one.count) },
            { title: t('amount'), numeric: true, cell: (one) => formatXof(one.amountXof) },
          ]}
          rows={today.collected}
          keyOf={(one) => one.operator}
        />
      )}
    </section>
  );
}

function Days({ accounts }: { accounts: AccountDays[] }) {
  return (
    <section aria-labelledby="days">
      <h2 id="days">{t('days')}</h2>
      {accounts.length === 0 ? (
        <EmptyState title={t('days.none')} />
      ) : (
        <Table
          caption={t('days')}
          columns={[
            { title: t('operator'), head: true, cell: (one) => operatorName(one.operator) },
            {
              title: t('days.lastClosed'),
              cell: (one) => (one.lastClosed ? formatShortDate(one.lastClosed) : t('days.never')),
            },
            {
              title: t('days.open'),
              cell: (one) =>
                one.open.length === 0 ? (
                  <Badge tone="success">{t('days.upToDate')}</Badge>
                ) : (
                  <ul class="row days">
                    {one.open.map((day) => (
                      <li key={day}>
                        <a class="nowrap" href={dayHref(one.operator, day)}>
                          {formatShortDate(day)}
                        </a>
                      </li>
                    ))}
                  </ul>
                ),
            },
          ]}
          rows={accounts}
          keyOf={(one) => one.operator}
        />
      )}
    </section>
  );
}

/** The treasurer's day at a glance. */
export default function TodayPage() {
  const loaded = useLoad(() => Promise.all([getToday(), getAccountDays()]), []);
  useLive(['payments'], loaded.reload);
  return (
    <Page wide title={t('today.title')}>
      <TreasuryTabs current="today" />
      <Loaded from={loaded}>
        {([today, accounts]) => (
          <>
            <Alerts alerts={today.alerts} />
            <Collected today={today} />
            <Waiting today={today} />
            <Days accounts={accounts} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
