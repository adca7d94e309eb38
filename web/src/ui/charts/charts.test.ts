import { describe, expect, it } from 'vitest';
import { MONTHS_MARGIN, monthsGeometry } from './months.ts';
import { percent } from './RankedChart.tsx';
import { rankedBars } from './ranked.ts';
import { axisTicks, labelEvery } from './scale.ts';
import { familyOf, fitLabel, treemapTiles } from './treemap.ts';
import { BAND_MARGIN, bandGeometry, linePath } from './trend.ts';

describe('axis', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [97, [0, 25, 50, 75, 100]],
    [1_234_567_890, [0, 500_000_000, 1_000_000_000, 1_500_000_000]],
  ])('covers %i with round values', (max, ticks) => {
    expect(axisTicks(max)).toEqual(ticks);
  });

  it('never stops short of the largest value', () => {
    for (let max = 1; max < 5000; max += 7) expect(axisTicks(max).at(-1)).toBeGreaterThanOrEqual(max);
  });

  it('writes as many labels as there is room for', () => {
    expect(labelEvery(24, 1000, 40)).toBe(1);
    expect(labelEvery(24, 240, 40)).toBe(4);
  });
});

describe('months', () => {
  const months = [
    { key: '2026-01', count: 10, value: 500 },
    { key: '2026-02', count: 0, value: 0 },
    { key: '2026-03', count: 5, value: 1000 },
  ];
  const { bars, plot, line, points, countTicks } = monthsGeometry(months, 640, 260);

  it('draws heights in proportion and stands every bar on the axis', () => {
    expect(bars.map(({ height }) => height)).toEqual([plot.bottom - plot.top, 0, (plot.bottom - plot.top) / 2]);
    for (const { y, height } of bars) expect(y + height).toBeCloseTo(plot.bottom);
    expect(countTicks.at(-1)).toEqual({ value: 10, y: plot.top });
  });

  it('keeps every bar within the plot and apart from its neighbour', () => {
    expect(bars[0]?.x).toBeGreaterThanOrEqual(MONTHS_MARGIN.left);
    for (let i = 1; i < bars.length; i++)
      expect(bars[i]?.x).toBeGreaterThan((bars[i - 1]?.x ?? 0) + (bars[i - 1]?.width ?? 0));
    const last = bars.at(-1);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(plot.right);
  });

  it('puts the line on its own scale over the middle of the bars', () => {
    expect(points.map(({ x }) => x)).toEqual(bars.map(({ centre }) => centre));
    expect(points[2]?.y).toBe(plot.top);
    expect(line.startsWith('M') && line.split('L')).toHaveLength(3);
  });

  it('bears an empty list and a single month', () => {
    expect(monthsGeometry([], 320, 260).bars).toEqual([]);
    expect(monthsGeometry(months.slice(0, 1), 320, 260).line).toBe('');
  });
});

describe('ranked bars', () => {
  const values = [
    { key: 'SN', value: 40 },
    { key: 'CI', value: 80 },
    { key: 'BF', value: 40 },
    { key: 'NE', value: 0 },
    { key: 'GH', value: 40 },
  ];

  it('puts the largest first, equals by key, and nothing of nothing', () => {
    expect(rankedBars(values, 100, 8, '*').map(({ key }) => key)).toEqual(['CI', 'BF', 'GH', 'SN']);
    expect(rankedBars([], 100, 8, '*')).toEqual([]);
  });

  it('adds up what does not fit, so that the bars come to the whole', () => {
    const bars = rankedBars(values, 100, 3, '*');
    expect(bars.map(({ key, value }) => [key, value])).toEqual([
      ['CI', 80],
      ['BF', 40],
      ['*', 80],
    ]);
    expect(bars.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(bars.map(({ width }) => width)).toEqual([100, 50, 100]);
  });

  it('does not call a small part nothing', () => {
    expect([0, 0.001, 0.0149, 1].map(percent)).toEqual(['0 %', '< 1 %', '1 %', '100 %']);
  });
});

describe('treemap', () => {
  const rows = [
    { key: '71', value: 600 },
    { key: '52', value: 250 },
    { key: '08', value: 100 },
    { key: '01', value: 50 },
    { key: '99', value: 0 },
  ];
  const tiles = treemapTiles(rows, 600, 300);

  it('gives each chapter an area in proportion to its value, less the gaps', () => {
    for (const { width, height, share } of tiles) {
      const ideal = share * 600 * 300;
      expect(width * height).toBeGreaterThan(ideal * 0.93);
      expect(width * height).toBeLessThan(ideal * 1.07);
    }
    expect(tiles.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(tiles.map(({ key }) => key).sort()).toEqual(['01', '08', '52', '71']);
  });

  it('keeps tiles inside the box and apart from one another', () => {
    for (const a of tiles) {
      expect(a.x + a.width).toBeLessThanOrEqual(600.1);
      expect(a.y + a.height).toBeLessThanOrEqual(300.1);
      for (const b of tiles) {
        const apart =
          a.x + a.width <= b.x + 0.1 ||
          b.x + b.width <= a.x + 0.1 ||
          a.y + a.height <= b.y + 0.1 ||
          b.y + b.height <= a.y + 0.1;
        expect(a === b || apart).toBe(true);
      }
    }
  });

  it('is empty when there is nothing to show', () => {
    expect(treemapTiles([], 600, 300)).toEqual([]);
    expect(treemapTiles([{ key: '01', value: 0 }], 600, 300)).toEqual([]);
  });

  it('knows the families', () => {
    expect(['08', '27', '71', '52', '33', '84'].map(familyOf)).toEqual([
      'farming',
      'mining',
      'mining',
      'fibres',
      'industry',
      'industry',
    ]);
  });

  it('cuts a name to its room, or leaves it out', () => {
    expect(fitLabel('Coton', 400, 13)).toBe('Coton');
    expect(fitLabel('Graisses et huiles', 80, 13)).toBe('Graisses…');
    expect(fitLabel('Graisses et huiles', 20, 13)).toBe('');
  });
});

describe('trend', () => {
  const months = [
    { month: '2026-01', medianHours: 10, p90Hours: 40, count: 5 },
    { month: '2026-02', medianHours: null, p90Hours: null, count: 0 },
    { month: '2026-03', medianHours: 20, p90Hours: 30, count: 9 },
    { month: '2026-04', medianHours: 0, p90Hours: 20, count: 2 },
  ];
  const { points, band, median, plot } = bandGeometry(months, 640, 220);

  it('leaves a gap where no decision was taken', () => {
    expect(points.map(({ month }) => month)).toEqual(['2026-01', '2026-03', '2026-04']);
    expect(band.match(/Z/g)).toHaveLength(2);
    expect(median.match(/M/g)).toHaveLength(2);
  });

  it('draws the 90th percentile above the median, on a scale from zero', () => {
    for (const point of points) expect(point.p90).toBeLessThanOrEqual(point.median);
    expect(points[0]?.p90).toBe(plot.top);
    expect(points[2]?.median).toBe(plot.bottom);
    expect(points[0]?.x).toBeGreaterThan(BAND_MARGIN.left);
  });

  it('draws a small line over its whole box', () => {
    expect(linePath([0, 5, 10], 100, 20, 10)).toBe('M0 20L50 10L100 0');
    expect(linePath([1, null, 1], 100, 20, 1)).toBe('M0 0M100 0');
    expect(linePath([], 100, 20, 0)).toBe('');
  });
});
