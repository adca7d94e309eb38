import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { asProblem, type Problem } from '~/lib/net/problem.ts';

/** The states of something read from the service. While it is read again the last data stay on the screen. */
export interface Loadable<T> {
  data: T | undefined;
  problem: Problem | undefined;
  loading: boolean;
  reload(): void;
  /** Puts what a write just answered in place of what was read. */
  replace(data: T): void;
}

/**
 * Reads when the page opens and when one of `inputs` changes. An answer that comes late, for other inputs, is dropped.
 * `inputs` must be strings, numbers or nothing, so that they can be compared.
 */
export function useLoad<T>(
  read: (signal: AbortSignal) => Promise<T>,
  inputs: (string | number | boolean | null | undefined)[],
): Loadable<T> {
  const key = JSON.stringify(inputs);
  const [state, setState] = useState<{ key: string; data?: T; problem?: Problem; loading: boolean }>({
    key,
    loading: true,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(read);
  latest.current = read;

  const running = useRef<AbortController | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    running.current = abort;
    setState((before) => (before.key === key ? { ...before, loading: true } : { key, loading: true }));
    latest.current(abort.signal).then(
      (data) => abort.signal.aborted || setState({ key, data, loading: false }),
      (thrown: unknown) => {
        if (!abort.signal.aborted)
          setState((before) => ({ ...before, key, problem: asProblem(thrown), loading: false }));
      },
    );
    return () => abort.abort();
  }, [key, round]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  const replace = useCallback(
    (data: T) => {
      // What is being read was asked before the write and would put the old state back.
      running.current?.abort();
      setState({ key, data, loading: false });
    },
    [key],
  );
  const current = state.key === key;
  return {
    data: current ? state.data : undefined,
    problem: current ? state.problem : undefined,
    loading: !current || state.loading,
    reload,
    replace,
  };
}
