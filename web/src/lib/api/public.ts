import type { Fee, Scheme, Statistics } from '@api/types';
import { http } from '~/lib/net/client.ts';

const items = <T>(answer: { items: T[] }) => answer.items;

export const readSchemes = (signal: AbortSignal, destination?: string) =>
  http.get<{ items: Scheme[] }>('/schemes', { signal, query: { destination }, anonymous: true }).then(items);
export const readFees = (signal: AbortSignal) =>
  http.get<{ items: Fee[] }>('/fees', { signal, anonymous: true }).then(items);
export const readStatistics = (signal: AbortSignal, query: { from?: string; to?: string } = {}) =>
  http.get<Statistics>('/statistics', { signal, query, anonymous: true });

export interface Price {
  scheme: Scheme;
  /** What is owed today; absent when no text sets it. */
  fee: Fee | undefined;
}

/** The schemes one may apply under, each with the fee in force on `today` (`YYYY-MM-DD`). */
export function pricesOn(today: string, schemes: readonly Scheme[], fees: readonly Fee[]): Price[] {
  return schemes
    .filter(({ status }) => status !== 'disabled')
    .map((scheme) => {
      const dated = fees.filter((fee) => fee.scheme === scheme.code && fee.validFrom <= today);
      const latest = dated.sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
      return { scheme, fee: latest };
    });
}
