/** Months as `YYYY-MM`, and the period that the address of the statistics page names. */

export interface Period {
  from: string;
  to: string;
}

export const PRESETS = ['last12', 'thisYear', 'lastYear', 'last24'] as const;
export type Preset = (typeof PRESETS)[number];

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The month that is `count` months after `month`, or before it when negative. */
export function addMonths(month: string, count: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** Every month of a period, both ends included. */
export function monthsOf({ from, to }: Period): string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = addMonths(month, 1)) months.push(month);
  return months;
}

export function presetPeriod(preset: Preset, thisMonth: string): Period {
  const year = Number(thisMonth.slice(0, 4));
  switch (preset) {
    case 'last12':
      return { from: addMonths(thisMonth, -11), to: thisMonth };
    case 'last24':
      return { from: addMonths(thisMonth, -23), to: thisMonth };
    case 'thisYear':
      return { from: `${year}-01`, to: thisMonth };
    case 'lastYear':
      return { from: `${year - 1}-01`, to: `${year - 1}-12` };
  }
}

/** The longest period that is drawn, in months: ten years. */
const LONGEST = 120;

/** The period in an address's query; the last twelve months when there is none that makes sense. */
export function periodOf(search: string, thisMonth: string): Period {
  const query = new URLSearchParams(search);
  const from = query.get('from') ?? '';
  const to = query.get('to') ?? '';
  const sound = MONTH.test(from) && MONTH.test(to) && from <= to && addMonths(from, LONGEST) > to;
  return sound ? { from, to } : presetPeriod('last12', thisMonth);
}

export function searchOf({ from, to }: Period): string {
  return `?from=${from}&to=${to}`;
}
