import { render } from 'preact';
import { App } from '~/features/shell/App.tsx';
import { language, setLanguage, textsReady } from '~/lib/i18n/index.ts';
import { watchNetwork } from '~/lib/net/network.ts';
import { startSession } from '~/lib/session/index.ts';
import '~/ui/styles/index.css';

const root = document.getElementById('app');
if (root) {
  setLanguage(language.value);
  watchNetwork();
  const started = startSession();
  await textsReady();
  root.replaceChildren();
  render(<App />, root);
  await started;
}
