import { render } from 'preact';
import { App } from '~/features/shell/App.tsx';
import { language, setLanguage } from '~/lib/i18n/index.ts';
import { watchNetwork } from '~/lib/net/network.ts';
import { startSession } from '~/lib/session/index.ts';
import '~/ui/styles/index.css';

const root = document.getElementById('app');
if (root) {
  setLanguage(language.value);
  watchNetwork();
  root.replaceChildren();
  render(<App />, root);
  void startSession();
}
