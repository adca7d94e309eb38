import { role } from '~/lib/session/index.ts';
import { opens } from '~/routes.ts';
import { Tabs } from '~/ui/index.ts';
import { t } from './texts.ts';

const TABS = [
  ['/agent/paiements', 'tab.payments'],
  ['/agent/remboursements', 'tab.refunds'],
  ['/agent/caisse', 'tab.cash'],
  ['/agent/quittances', 'tab.quittances'],
  ['/agent/recettes', 'tab.day'],
  ['/agent/livre', 'tab.ledger'],
] as const;

/** The way between the pages of the accounts that one's office opens. */
export function AccountingTabs({ current }: { current: (typeof TABS)[number][0] }) {
  const tabs = TABS.filter(([href]) => opens(href, role.value));
  return (
    <Tabs label={t('tabs')} tabs={tabs.map(([href, key]) => ({ href, title: t(key), current: href === current }))} />
  );
}
