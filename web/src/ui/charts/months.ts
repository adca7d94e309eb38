import { axisTicks, px } from './scale.ts';

export interface MonthValue {
  /** `YYYY-MM` */
  key: string;
  /** Drawn as a bar. */
  count: number;
  /** Drawn as a line on its own scale. */
  value: number;
}

export interface MonthsGeometry {
  plot: { left: number; right: number; top: number; bottom: number };
  bars: { key: string; x: number; y: number; width: number; height: number; centre: number }[];
  /** SVG path of the line; empty with fewer than two months. */
  line: string;
  points: { x: number; y: number }[];
  countTicks: { value: number; y: number }[];
  valueTicks: { value: number; y: number }[];
}

export const MONTHS_MARGIN = { left: 40, right: 64, top: 12, bottom: 28 };

/** Bars of a count and a line of a value, month by month, on two scales that share their grid. */
export function monthsGeometry(months: readonly MonthValue[], width: number, height: number): MonthsGeometry {
  const { left, top } = MONTHS_MARGIN;
  const right = width - MONTHS_MARGIN.right;
  const bottom = height - MONTHS_MARGIN.bottom;
  const counts = axisTicks(Math.max(0, ...months.map(({ count }) => count)));
  const values = axisTicks(Math.max(0, ...months.map(({ value }) => value)));
  const scale = (ticks: number[]) => (amount: number) => px(bottom - (amount / (ticks.at(-1) || 1)) * (bottom - top));
  const yOfCount = scale(counts);
  const yOfValue = scale(values);
  const step = (right - left) / Math.max(1, months.length);
  const bars = months.map(({ key, count }, i) => {
    const y = yOfCount(count);
    const centre = px(left + step * (i + 0.5));
    return { key, x: px(centre - step * 0.36), y, width: px(step * 0.72), height: px(bottom - y), centre };
  });
  const points = months.map(({ value }, i) => ({ x: bars[i]?.centre ?? 0, y: yOfValue(value) }));
  return {
    plot: { left, right, top, bottom },
    bars,
    points,
    line: points.length > 1 ? `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}` : '',
    countTicks: counts.map((value) => ({ value, y: yOfCount(value) })),
    valueTicks: values.map((value) => ({ value, y: yOfValue(value) })),
  };
}
