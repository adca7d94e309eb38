import type { TreasuryAlert, UnmatchedCallback } from '~/lib/api/treasury.ts';
import { formatCount, formatXof } from '~/lib/money/index.ts';

/** More callbacks than this are not counted. */
export const COUNTED_MAX = 1000;

/** What waits, as it is said: a figure, or that there are more than one counts. */
export const waitingWord = (n: number): 'some' | 'many' => (n > COUNTED_MAX ? 'many' : 'some');

/** The amount a callback claims: francs as everywhere, another currency by its code. */
export function claimedAmount({ amountXof, currency }: Pick<UnmatchedCallback, 'amountXof' | 'currency'>): string {
  if (amountXof === undefined || amountXof === null) return '—';
  return !currency || currency === 'XOF' ? formatXof(amountXof) : `${formatCount(amountXof)}\u00a0${currency}`;
}

/** The title of a warning and its figure: a clock is ahead or behind, everything else is counted. */
export function alertTitle({ kind, figure }: Pick<TreasuryAlert, 'kind' | 'figure'>) {
  if (kind !== 'clock_skew') return { key: `alert.${kind}` as const, n: figure };
  return {
    key: figure > 0 ? ('alert.clock_skew.ahead' as const) : ('alert.clock_skew.behind' as const),
    n: Math.abs(figure),
  };
}
