import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Loadable } from '~/lib/load/index.ts';
import { SLOW_AFTER_MS } from '~/lib/net/network.ts';
import { Button } from './Button.tsx';
import { ErrorState } from './ErrorState.tsx';
import { Page } from './Page.tsx';
import { t } from './states/texts.ts';

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

interface LoadedProps<T> {
  from: Loadable<T>;
  /** The page's heading while its own is not there yet; left out when only a part of a page is read. */
  title?: string;
  children: (data: T) => ComponentChildren;
}

/** Draws what was read, or why it is not there. Data once read stay visible while they are read again. */
export function Loaded<T>({ from, title, children }: LoadedProps<T>) {
  if (from.data !== undefined) return <>{children(from.data)}</>;
  const instead =
    from.problem && !from.loading ? (
      <ErrorState problem={from.problem} onRetry={from.reload} />
    ) : (
      <Loading onRetry={from.reload} />
    );
  return title === undefined ? instead : <Page title={title}>{instead}</Page>;
}
