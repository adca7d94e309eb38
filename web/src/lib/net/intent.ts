import { useRef } from 'preact/hooks';
import { newIntent } from './client.ts';
import { asProblem } from './problem.ts';

/** Sends a request under the key of the intent in hand. */
export type UnderOneKey = <T>(request: (key: string) => Promise<T>) => Promise<T>;

/**
 * Gives a request its idempotency key. Until the service gave a definite answer, trying again is the same intent: whatever the
 * lost request did, it is not done twice. After an answer, good or bad, the next request is another.
 */
export function underOneKey(): UnderOneKey {
  let key = newIntent();
  return async (request) => {
    try {
      const done = await request(key);
      key = newIntent();
      return done;
    } catch (thrown) {
      if (!asProblem(thrown).undecided) key = newIntent();
      throw thrown;
    }
  };
}

/** One intent at a time of a form or a button. */
export function useIntent(): UnderOneKey {
  const kept = useRef<UnderOneKey | null>(null);
  kept.current ??= underOneKey();
  return kept.current;
}
