import { axisTicks, px } from './scale.ts';

/** A line of values over the whole box; a value that is missing breaks it. */
export function linePath(values: readonly (number | null)[], width: number, height: number, max: number): string {
  const step = width / Math.max(1, values.length - 1);
  let path = '';
  let pen = 'M';
  values.forEach((value, i) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    path += `${pen}${px(i * step)} ${px(height - (value / (max || 1)) * height)}`;
    pen = 'L';
  });
  return path;
}

export interface BandMonth {
  month: string;
  medianHours: number | null;
  p90Hours: number | null;
  count: number;
}

export interface BandGeometry {
  plot: { left: number; right: number; top: number; bottom: number };
  /** One closed path per run of months that have figures, between the median and the 90th percentile. */
  band: string;
  median: string;
  p90: string;
  /** Months that have figures. */
  points: { month: string; x: number; median: number; p90: number }[];
  /** Every month, for the axis. */
  months: { month: string; x: number }[];
  ticks: { value: number; y: number }[];
}

export const BAND_MARGIN = { left: 48, right: 12, top: 12, bottom: 28 };

/** How long the work took: the median as a line, and above it a band up to the 90th percentile. Months with no decision are gaps. */
export function bandGeometry(months: readonly BandMonth[], width: number, height: number): BandGeometry {
  const { left, top } = BAND_MARGIN;
  const right = width - BAND_MARGIN.right;
  const bottom = height - BAND_MARGIN.bottom;
  const ticks = axisTicks(Math.max(0, ...months.map(({ p90Hours }) => p90Hours ?? 0)));
  const y = (hours: number) => px(bottom - (hours / (ticks.at(-1) || 1)) * (bottom - top));
  const step = (right - left) / Math.max(1, months.length);
  const placed = months.map(({ month }, i) => ({ month, x: px(left + step * (i + 0.5)) }));
  const runs: BandGeometry['points'][] = [[]];
  months.forEach(({ month, medianHours, p90Hours }, i) => {
    if (medianHours === null || p90Hours === null) runs.push([]);
    else runs.at(-1)?.push({ month, x: placed[i]?.x ?? 0, median: y(medianHours), p90: y(p90Hours) });
  });
  const drawn = runs.filter((run) => run.length > 0);
  const line = (pick: 'median' | 'p90') =>
    drawn.map((run) => `M${run.map((p) => `${p.x} ${p[pick]}`).join('L')}`).join('');
  return {
    plot: { left, right, top, bottom },
    band: drawn.map(closedRun).join(''),
    median: line('median'),
    p90: line('p90'),
    points: drawn.flat(),
    months: placed,
    ticks: ticks.map((value) => ({ value, y: y(value) })),
  };
}

function closedRun(run: BandGeometry['points']): string {
  const out = run.map(({ x, p90 }) => `${x} ${p90}`);
  const back = run.map(({ x, median }) => `${x} ${median}`).reverse();
  return `M${[...out, ...back].join('L')}Z`;
}
