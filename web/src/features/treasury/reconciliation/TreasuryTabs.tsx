import { Tabs } from '~/ui/index.ts';
import { t } from './texts.ts';

export type TreasuryView = 'today' | 'statements' | 'queue' | 'claims' | 'callbacks' | 'deposits';

const HREFS: Record<TreasuryView, string> = {
  today: '/agent/regie',
  statements: '/agent/releves',
  queue: '/agent/ecarts',
  claims: '/agent/declarations',
  callbacks: '/agent/notifications',
  deposits: '/agent/versements',
};
const VIEWS: TreasuryView[] = ['today', 'statements', 'queue', 'claims', 'callbacks', 'deposits'];

/** The way between the pages of the reconciliation. */
export function TreasuryTabs({ current }: { current: TreasuryView }) {
  const tabs = VIEWS.map((view) => ({ href: HREFS[view], title: t(`tab.${view}`), current: view === current }));
  return <Tabs label={t('tabs')} tabs={tabs} />;
}
