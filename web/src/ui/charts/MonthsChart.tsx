import { Axis, Chart, Mark } from './Chart.tsx';
import { type MonthValue, monthsGeometry } from './months.ts';
import { labelEvery } from './scale.ts';

interface MonthsChartProps {
  title: string;
  description: string;
  months: readonly MonthValue[];
  /** `2026-03` as the reader says it, short enough for an axis. */
  monthLabel: (key: string) => string;
  countLabel: (count: number) => string;
  valueLabel: (value: number) => string;
  /** The whole month in words, for its tip and for those who do not see it. */
  say: (month: MonthValue) => string;
  legend: { count: string; value: string };
}

const LABEL_WIDTH = 48;

/** Bars of certificates with a line of their value over them. */
export function MonthsChart(props: MonthsChartProps) {
  const { title, description, months, monthLabel, countLabel, valueLabel, say, legend } = props;
  return (
    <>
      <ul class="chart-legend">
        <li class="legend-bar">{legend.count}</li>
        <li class="legend-line">{legend.value}</li>
      </ul>
      <Chart title={title} description={description} height={260}>
        {(width, height) => {
          const { plot, bars, line, points, countTicks, valueTicks } = monthsGeometry(months, width, height);
          const every = labelEvery(months.length, plot.right - plot.left, LABEL_WIDTH);
          return (
            <>
              {countTicks.map(({ value, y }) => (
                <Axis key={value}>
                  <line class="grid" x1={plot.left} x2={plot.right} y1={y} y2={y} />
                  <text class="tick" x={plot.left - 6} y={y + 4} text-anchor="end">
                    {countLabel(value)}
                  </text>
                </Axis>
              ))}
              {valueTicks.map(({ value, y }) => (
                <Axis key={value}>
                  <text class="tick tick-value" x={plot.right + 6} y={y + 4}>
                    {valueLabel(value)}
                  </text>
                </Axis>
              ))}
              {bars.map((bar, i) => {
                const month = months[i];
                return (
                  month && (
                    <Mark key={bar.key} label={say(month)} first={i === 0}>
                      <rect class="hit" x={bar.x} y={plot.top} width={bar.width} height={plot.bottom - plot.top} />
                      <rect class="bar" x={bar.x} y={bar.y} width={bar.width} height={bar.height} />
                      {(months.length - 1 - i) % every === 0 && (
                        <text class="tick" x={bar.centre} y={plot.bottom + 18} text-anchor="middle">
                          {monthLabel(bar.key)}
                        </text>
                      )}
                    </Mark>
                  )
                );
              })}
              <path class="line" d={line} />
              {points.map(({ x, y }) => (
                <circle key={x} class="dot" cx={x} cy={y} r="2.5" />
              ))}
            </>
          );
        }}
      </Chart>
    </>
  );
}
