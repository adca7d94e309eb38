import type { Statistics, StatisticsRow, Text } from '@api/types';
import { formatDuration } from '~/lib/dates/index.ts';
import { language, say } from '~/lib/i18n/index.ts';
import { formatCount } from '~/lib/money/index.ts';
import { monthsOf, type Period } from './period.ts';

const NO_BREAK_SPACE = '\u00a0';

/** `2026-03` in words, `mars 2026`, or short enough for an axis, `mars 26`. */
export function monthName(month: string, style: 'long' | 'short' = 'long'): string {
  const year = style === 'long' ? 'numeric' : '2-digit';
  const format = new Intl.DateTimeFormat(language.value, { month: style, year, timeZone: 'UTC' });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}

/** Francs in as few characters as are true enough for a chart: `1,2 Md FCFA`. */
export function shortXof(amount: number): string {
  return `${short(amount)}${NO_BREAK_SPACE}FCFA`;
}

/** A large number in a few characters, without its unit. */
export function short(amount: number): string {
  const format = new Intl.NumberFormat(language.value, { notation: 'compact', maximumSignificantDigits: 3 });
  return format.format(amount);
}

/** Grams as whole tonnes; a weight under a tonne keeps its kilograms. */
export function tonnes(grams: number): string {
  if (grams < 1_000_000) return `${formatCount(Math.round(grams / 1000))}${NO_BREAK_SPACE}kg`;
  return `${formatCount(Math.round(grams / 1_000_000))}${NO_BREAK_SPACE}t`;
}

/** Hours of work in plain words. */
export function hours(value: number): string {
  return formatDuration(Math.round(value * 60) * 60);
}

/** A row's name in the reader's language, or its code when the service gave no name. */
export function rowName({ key, label }: { key: string; label?: Text | null }): string {
  return say(label) || key;
}

/** Every month of the period in order, those without a certificate included. */
export function everyMonth(period: Period, rows: readonly StatisticsRow[]): StatisticsRow[] {
  const known = new Map(rows.map((row) => [row.key, row]));
  return monthsOf(period).map((key) => known.get(key) ?? { key, certificates: 0, fobValueXof: 0, grossWeightG: 0 });
}

/** Every month of the period with its times, `null` where nothing was decided. */
export function everyProcessingMonth(period: Period, months: Statistics['processing']['months']) {
  const known = new Map(months.map((one) => [one.month, one]));
  return monthsOf(period).map((month) => known.get(month) ?? { month, medianHours: null, p90Hours: null, count: 0 });
}

/** The first of the rows by one of their figures, and its part of the whole. Nothing when the whole is zero. */
export function leader(
  rows: readonly StatisticsRow[],
  figure: 'certificates' | 'fobValueXof',
): { row: StatisticsRow; share: number } | undefined {
  const total = rows.reduce((sum, row) => sum + row[figure], 0);
  const [row] = [...rows].sort((a, b) => b[figure] - a[figure]);
  return row && total > 0 ? { row, share: row[figure] / total } : undefined;
}
