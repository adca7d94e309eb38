import type { Problem } from '~/lib/net/problem.ts';
import { Button } from './Button.tsx';
import { t } from './states/texts.ts';

/** A problem in words: ours when no answer came, the service's own sentence otherwise. */
export function problemText(problem: Problem): { title: string; detail: string | undefined } {
  if (problem.code === 'offline') return { title: t('problem.offline'), detail: t('problem.offline.detail') };
  if (problem.code === 'timeout') return { title: t('problem.timeout'), detail: t('problem.timeout.detail') };
  if (problem.status === 404) return { title: t('problem.notFound'), detail: t('problem.notFound.detail') };
  if (problem.status === 502 || problem.status === 503 || problem.status === 504)
    return { title: t('problem.busy'), detail: t('problem.busy.detail') };
  if (problem.status === 0 || problem.status >= 500 || !problem.title)
    return { title: t('problem.unexpected'), detail: t('problem.unexpected.detail') };
  return { title: problem.title, detail: problem.detail };
}

/** What stands in place of data that could not be read: what happened, its reference, and another try. */
export function ErrorState({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  const text = problemText(problem);
  return (
    <div class="state state-error" role="alert">
      <h2>{text.title}</h2>
      {text.detail && <p>{text.detail}</p>}
      {problem.reference && <p class="muted">{t('problem.reference', { reference: problem.reference })}</p>}
      {onRetry && (
        <Button kind="secondary" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}
