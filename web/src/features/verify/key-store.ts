/** The agency's keys: from the network when there is one, else the last ones this browser kept, with their age. */

import { type PublicKey, readKeySet } from '../../../packages/verify/index.ts';

const KEY_SET_URL = '/.well-known/jwks.json';
const STORED_AS = 'boyoro.keys';
/** Longest wait for the network, in milliseconds, before the kept keys are used. Older browsers wait as long as the network does. */
const PATIENCE = 8000;

export interface KnownKeys {
  keys: PublicKey[];
  /** When the agency last gave them, in milliseconds since 1970. */
  readAt: number;
  /** False when the network gave nothing and these were kept from before. */
  fresh: boolean;
}

/** `null` when there is no network and nothing was kept. */
export async function findKeys(now: number): Promise<KnownKeys | null> {
  const published = await fetchKeySet();
  const keys = readKeySet(published);
  if (keys.length === 0) return keptKeys();
  try {
    localStorage.setItem(STORED_AS, JSON.stringify({ keys, readAt: now }));
  } catch {
    // This browser forbids storage: it checks online only.
  }
  return { keys, readAt: now, fresh: true };
}

function fetchKeySet(): Promise<unknown> {
  return fetch(KEY_SET_URL, { signal: AbortSignal.timeout?.(PATIENCE) })
    .then((response) => response.json())
    .catch(() => null);
}

function keptKeys(): KnownKeys | null {
  try {
    const kept = JSON.parse(localStorage[STORED_AS]);
    const keys = readKeySet(kept);
    return keys[0] && kept.readAt > 0 ? { keys, readAt: kept.readAt, fresh: false } : null;
  } catch {
    return null;
  }
}

/** How long ago, in words: "il y a 3 jours", "2 hours ago". */
export function ageInWords(elapsed: number, language: string): string {
  const hours = Math.ceil(elapsed / 3_600_000);
  const format = new Intl.RelativeTimeFormat(language);
  return hours < 48 ? format.format(-hours, 'hour') : format.format(-Math.round(hours / 24), 'day');
}
