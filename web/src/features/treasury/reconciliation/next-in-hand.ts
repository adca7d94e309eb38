import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/**
 * After a decision the focus goes to what is in hand next, instead of being lost with the button that is gone. Gives what to
 * call when a decision was taken; `id` names what is in hand, and nothing when there is no more.
 */
export function useNextInHand(heading: RefObject<HTMLElement | null>, id: string | undefined): () => void {
  const waiting = useRef(false);
  useEffect(() => {
    if (!waiting.current) return;
    waiting.current = false;
    heading.current?.focus();
  }, [id]);
  return () => {
    waiting.current = true;
  };
}
