import { hydrate, render } from 'preact';
import { pageAt } from '~/features/site/pages.ts';
import { SiteShell } from '~/features/site/SiteShell.tsx';
import { language, setLanguage, textsReady } from '~/lib/i18n/index.ts';
import { watchNetwork } from '~/lib/net/network.ts';
import '~/ui/styles/index.css';
import '~/features/site/site.css';

async function start(root: HTMLElement): Promise<void> {
  const page = pageAt(location.pathname);
  const { default: Content } = await page.load();
  setLanguage(language.value);
  await textsReady();
  watchNetwork();
  const tree = (
    <SiteShell path={page.path}>
      <Content />
    </SiteShell>
  );
  // The build wrote the page in French. Another page, or a reader of another language, is drawn anew: the texts would not match.
  if (root.dataset.page === page.path && !page.dated && language.value === 'fr') hydrate(tree, root);
  else {
    root.replaceChildren();
    render(tree, root);
  }
}

const root = document.getElementById('app');
if (root) void start(root);
