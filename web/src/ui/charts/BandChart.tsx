import { Axis, Chart, Mark } from './Chart.tsx';
import { labelEvery } from './scale.ts';
import { type BandMonth, bandGeometry } from './trend.ts';

interface BandChartProps {
  title: string;
  description: string;
  months: readonly BandMonth[];
  monthLabel: (key: string) => string;
  hoursLabel: (hours: number) => string;
  say: (month: BandMonth) => string;
  legend: { median: string; p90: string };
}

const LABEL_WIDTH = 48;

/** How long decisions took: half of them under the line, nine in ten under the top of the band. */
export function BandChart({ title, description, months, monthLabel, hoursLabel, say, legend }: BandChartProps) {
  return (
    <>
      <ul class="chart-legend">
        <li class="legend-median">{legend.median}</li>
        <li class="legend-band">{legend.p90}</li>
      </ul>
      <Chart title={title} description={description} height={220}>
        {(width, height) => {
          const { plot, band, median, p90, points, months: places, ticks } = bandGeometry(months, width, height);
          const every = labelEvery(months.length, plot.right - plot.left, LABEL_WIDTH);
          return (
            <>
              {ticks.map(({ value, y }) => (
                <Axis key={value}>
                  <line class="grid" x1={plot.left} x2={plot.right} y1={y} y2={y} />
                  <text class="tick" x={plot.left - 6} y={y + 4} text-anchor="end">
                    {hoursLabel(value)}
                  </text>
                </Axis>
              ))}
              <Axis>
                {places.map(
                  ({ month, x }, i) =>
                    (months.length - 1 - i) % every === 0 && (
                      <text key={month} class="tick" x={x} y={plot.bottom + 18} text-anchor="middle">
                        {monthLabel(month)}
                      </text>
                    ),
                )}
              </Axis>
              <path class="band" d={band} />
              <path class="band-edge" d={p90} />
              <path class="line" d={median} />
              {points.map((point, i) => {
                const month = months.find((one) => one.month === point.month);
                return (
                  month && (
                    <Mark key={point.month} label={say(month)} first={i === 0}>
                      <rect class="hit" x={point.x - 8} y={plot.top} width="16" height={plot.bottom - plot.top} />
                      <circle class="dot" cx={point.x} cy={point.median} r="3.5" />
                    </Mark>
                  )
                );
              })}
            </>
          );
        }}
      </Chart>
    </>
  );
}
