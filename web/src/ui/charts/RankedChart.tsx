import { Chart, Mark } from './Chart.tsx';
import { RANKED_ROW, rankedBars } from './ranked.ts';
import { t } from './texts.ts';
import { fitLabel } from './treemap.ts';

interface RankedChartProps {
  title: string;
  description: string;
  values: readonly { key: string; value: number }[];
  nameOf: (key: string) => string;
  valueLabel: (value: number) => string;
  limit?: number;
}

const REST = '';
const TEXT = 15;
/** How wide a letter of a figure is, in pixels, a little more than less. */
const LETTER = 8;

/** Horizontal bars, the largest first; each name stands above its bar, so that it has room on a phone. */
export function RankedChart({ title, description, values, nameOf, valueLabel, limit = 8 }: RankedChartProps) {
  const name = (key: string) => (key === REST ? t('rest') : nameOf(key));
  const count = Math.min(limit, values.filter(({ value }) => value > 0).length);
  return (
    <Chart title={title} description={description} height={Math.max(1, count) * RANKED_ROW}>
      {(width) =>
        rankedBars(values, width, limit, REST).map((bar, i) => {
          const said = `${valueLabel(bar.value)} (${percent(bar.share)})`;
          return (
            <Mark key={bar.key} label={`${name(bar.key)} : ${said}`} first={i === 0}>
              <rect class="hit" x="0" y={bar.y} width={width} height={RANKED_ROW - 6} />
              <text class="name" x="0" y={bar.y + TEXT}>
                {fitLabel(name(bar.key), width - said.length * LETTER - LETTER, TEXT)}
              </text>
              <text class="figure" x={width} y={bar.y + TEXT} text-anchor="end">
                {said}
              </text>
              <rect class="track" x="0" y={bar.y + 24} width={width} height="12" />
              <rect class="bar" x="0" y={bar.y + 24} width={Math.max(2, bar.width)} height="12" />
            </Mark>
          );
        })
      }
    </Chart>
  );
}

/** A part of the whole; what is there but too small to count is not called nothing. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return '< 1 %';
  return `${Math.round(share * 100)} %`;
}
