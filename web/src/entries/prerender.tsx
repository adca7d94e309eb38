import { renderToStringAsync } from 'preact-render-to-string';
import { t } from '~/features/site/descriptions/texts.ts';
import { PAGES } from '~/features/site/pages.ts';
import { SiteShell } from '~/features/site/SiteShell.tsx';

/** The public pages as text, in French, for those who read before any script has come, or without scripts at all. */
export async function prerenderPages(): Promise<{ path: string; title: string; description: string; html: string }[]> {
  return Promise.all(
    PAGES.map(async ({ path, key, load }) => {
      const { default: Content } = await load();
      const tree = (
        <SiteShell path={path}>
          <Content />
        </SiteShell>
      );
      return {
        path,
        title: t(`page.${key}`),
        description: t(`description.${key}`),
        html: await renderToStringAsync(tree),
      };
    }),
  );
}
