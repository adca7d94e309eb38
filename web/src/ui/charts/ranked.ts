import { px } from './scale.ts';

export interface RankedValue {
  key: string;
  value: number;
}

export interface RankedBar extends RankedValue {
  y: number;
  width: number;
  /** Part of the whole, 0 to 1. */
  share: number;
}

export const RANKED_ROW = 46;

/**
 * The largest first, at most `limit` bars. What does not fit is added up under `restKey`, so that the bars always come to the whole.
 * Equal values keep the order of their keys.
 */
export function rankedBars(values: readonly RankedValue[], width: number, limit: number, restKey: string): RankedBar[] {
  const sorted = values.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1));
  const rows = sorted.length > limit ? withRest(sorted, limit, restKey) : sorted;
  const total = rows.reduce((sum, { value }) => sum + value, 0);
  const longest = Math.max(...rows.map(({ value }) => value));
  return rows.map(({ key, value }, i) => ({
    key,
    value,
    y: i * RANKED_ROW,
    width: px((value / longest) * width),
    share: value / total,
  }));
}

function withRest(sorted: readonly RankedValue[], limit: number, key: string): RankedValue[] {
  const rest = sorted.slice(limit - 1).reduce((sum, { value }) => sum + value, 0);
  return [...sorted.slice(0, limit - 1), { key, value: rest }];
}
