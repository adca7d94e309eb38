import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Loadable } from '~/lib/load/index.ts';
import { SLOW_AFTER_MS } from '~/lib/net/network.ts';
import { Button } from './Button.tsx';
import { ErrorState } from './ErrorState.tsx';
import { t } from './texts.ts';

/** Plain words while something is read; after five seconds it says that the link is slow and offers another try. */
export function Loading({ onRetry }: { onRetry?: () => void }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="state" role="status">
      <p>{slow ? t('loading.slow') : t('loading')}</p>
      {slow && onRetry && (
        <Button kind="secondary" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

/** Draws what was read, or why it is not there. Data once read stay visible while they are read again. */
export function Loaded<T>({ from, children }: { from: Loadable<T>; children: (data: T) => ComponentChildren }) {
  if (from.data !== undefined) return <>{children(from.data)}</>;
  if (from.problem && !from.loading) return <ErrorState problem={from.problem} onRetry={from.reload} />;
  return <Loading onRetry={from.reload} />;
}
