import { Chart, Mark } from './Chart.tsx';
import { percent } from './RankedChart.tsx';
import { t } from './texts.ts';
import { type Family, fitLabel, treemapTiles } from './treemap.ts';

interface TreemapChartProps {
  title: string;
  description: string;
  /** By HS chapter. */
  values: readonly { key: string; value: number }[];
  nameOf: (key: string) => string;
  valueLabel: (value: number) => string;
}

const TEXT = 13;
const FAMILIES: Family[] = ['mining', 'farming', 'fibres', 'industry'];

/** What the country sells, each HS chapter as large as its value. */
export function TreemapChart({ title, description, values, nameOf, valueLabel }: TreemapChartProps) {
  return (
    <>
      <ul class="chart-legend">
        {FAMILIES.map((family) => (
          <li key={family} class={`legend-tile tile-${family}`}>
            {t(`family.${family}`)}
          </li>
        ))}
      </ul>
      <Chart title={title} description={description} height={(width) => (width < 480 ? 380 : 340)}>
        {(width, height) =>
          treemapTiles(values, width, height).map((tile, i) => (
            <Mark
              key={tile.key}
              first={i === 0}
              class={`tile tile-${tile.family}`}
              label={`${tile.key} ${nameOf(tile.key)} : ${valueLabel(tile.value)} (${percent(tile.share)})`}
            >
              <rect x={tile.x} y={tile.y} width={tile.width} height={tile.height} />
              {tile.height > 22 && (
                <text x={tile.x + 6} y={tile.y + 17}>
                  {fitLabel(nameOf(tile.key), tile.width - 12, TEXT)}
                </text>
              )}
              {tile.height > 40 && tile.width > 50 && (
                <text class="tile-share" x={tile.x + 6} y={tile.y + 34}>
                  {percent(tile.share)}
                </text>
              )}
            </Mark>
          ))
        }
      </Chart>
    </>
  );
}
