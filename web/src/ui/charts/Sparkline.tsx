import { linePath } from './trend.ts';

const WIDTH = 96;
const HEIGHT = 24;

/** A line the size of a word, beside the figure it belongs to. `label` says what it shows. */
export function Sparkline({ values, label }: { values: readonly (number | null)[]; label: string }) {
  const max = Math.max(0, ...values.map((value) => value ?? 0));
  return (
    <svg
      class="sparkline"
      role="img"
      aria-label={label}
      viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
      width={WIDTH}
      height={HEIGHT + 4}
    >
      <path class="line" d={linePath(values, WIDTH, HEIGHT, max)} />
    </svg>
  );
}
