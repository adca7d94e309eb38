import { Tabs } from '~/ui/index.ts';
import { t } from './texts.ts';

export type TreasuryView = 'today' | 'statements' | 'queue' | 'claims' | 'deposits';

const HREFS: Record<TreasuryView, string> = {
  today: '/agent/regie',
  statements: '/agent/releves',
  queue: '/agent/ecarts',
  claims: '/agent/declarations',
  deposits: '/agent/versements',
};

/** The treasurer's desks, each with its own address. */
export function TreasuryTabs({
  current,
  counts = {},
}: {
  current: TreasuryView;
  counts?: Partial<Record<TreasuryView, number>>;
}) {
  const views = Object.keys(HREFS) as TreasuryView[];
  return (
    <Tabs
      label={t('tabs')}
      tabs={views.map((view) => ({
        href: HREFS[view],
        title: t(`tab.${view}`),
        count: counts[view],
        current: view === current,
      }))}
    />
  );
}
