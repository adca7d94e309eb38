import { computed, signal } from '@preact/signals';

/** Whether the last thing we learnt is that the network is gone. */
export const offline = signal(typeof navigator !== 'undefined' && navigator.onLine === false);
const slowRequests = signal(0);
/** Whether some answer is taking long enough that a person wonders. */
export const slow = computed(() => slowRequests.value > 0);

export const SLOW_AFTER_MS = 5000;

export function watchNetwork(): void {
  addEventListener('offline', () => {
    offline.value = true;
  });
  addEventListener('online', () => {
    offline.value = false;
  });
}

/** Counts a request as slow from the fifth second until it ends. */
export async function timed<T>(work: Promise<T>): Promise<T> {
  let counted = false;
  const timer = setTimeout(() => {
    counted = true;
    slowRequests.value += 1;
  }, SLOW_AFTER_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    if (counted) slowRequests.value -= 1;
  }
}
