import { type Period, searchOf } from './period.ts';

/** Where one of the tables is as a file, for the same period. */
export function csvHref(table: string, period: Period): string {
  return `/api/v1/statistics/${table}.csv${searchOf(period)}`;
}
