import { renderToStringAsync } from 'preact-render-to-string';
import { t } from '~/features/site/descriptions/texts.ts';
import { PAGES, type SitePage } from '~/features/site/pages.ts';
import { SiteShell } from '~/features/site/SiteShell.tsx';

/** A public page as text, and the module that draws it again in the browser when that one is not part of the shell. */
export interface Prerendered {
  path: string;
  title: string;
  description: string;
  html: string;
  module: string | undefined;
}

const MODULES: Record<SitePage['key'], string | undefined> = {
  home: undefined,
  statistics: 'src/features/statistics/StatisticsPage.tsx',
  help: 'src/features/papers/HelpPage.tsx',
  legal: 'src/features/papers/LegalPage.tsx',
  accessibility: 'src/features/papers/AccessibilityPage.tsx',
};

/** The public pages in French, for those who read before any script has come, or without scripts at all. */
export async function prerenderPages(): Promise<Prerendered[]> {
  return Promise.all(
    PAGES.map(async ({ path, key, load }) => {
      const { default: Content } = await load();
      const tree = (
        <SiteShell path={path}>
          <Content />
        </SiteShell>
      );
      const html = await renderToStringAsync(tree);
      return { path, title: t(`page.${key}`), description: t(`description.${key}`), html, module: MODULES[key] };
    }),
  );
}
