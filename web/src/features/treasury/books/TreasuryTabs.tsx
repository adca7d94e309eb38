import { role } from '~/lib/session/index.ts';
import { ROUTES } from '~/routes.ts';
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

/** Whether the account's office opens this page. */
function opens(href: string): boolean {
  const who = ROUTES.find((route) => route.path === href)?.who;
  return Array.isArray(who) && role.value !== null && who.includes(role.value);
}

/** The way between the treasurer's pages. */
export function TreasuryTabs({ current }: { current: (typeof TABS)[number][0] }) {
  const tabs = TABS.filter(([href]) => opens(href));
  return (
    <Tabs label={t('tabs')} tabs={tabs.map(([href, key]) => ({ href, title: t(key), current: href === current }))} />
  );
}
