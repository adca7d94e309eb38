import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '~/ui/Button.tsx';
import { t } from '~/ui/states/texts.ts';

/** A part of the page that nobody sees at once: its code comes after the rest, so that the page itself comes sooner. */
export function Deferred({ load }: { load: () => Promise<{ default: ComponentType }> }) {
  const [state, setState] = useState<{ Part?: ComponentType; failed?: boolean }>({});
  const bring = () => {
    setState({});
    load().then(
      ({ default: Part }) => setState({ Part }),
      () => setState({ failed: true }),
    );
  };
  useEffect(bring, []);
  if (state.Part) return <state.Part />;
  if (!state.failed) {
    return (
      <p class="state" role="status">
        {t('loading')}
      </p>
    );
  }
  return (
    <div class="state state-error" role="alert">
      <p>{t('problem.offline.detail')}</p>
      <Button kind="secondary" onClick={bring}>
        {t('retry')}
      </Button>
    </div>
  );
}
