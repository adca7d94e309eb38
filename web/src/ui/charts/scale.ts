/** Axis values and short labels, shared by every chart. */

/**
 * Round whole values from zero up to the first that covers `max`, about `count` steps apart. Steps are 1, 2, 2.5 or 5 times a power of
 * ten, and whole, since charts here count things, francs, grams and hours.
 */
export function axisTicks(max: number, count = 4): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = Math.max(1, max / count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 2.5, 5, 10].map((factor) => factor * power);
  const step = steps.find((candidate) => candidate >= rough && Number.isInteger(candidate)) ?? 10 * power;
  return Array.from({ length: Math.ceil(max / step) + 1 }, (_, i) => i * step);
}

/** Which of `length` labels to write when each needs `labelWidth` of the `width`: every n-th, counted from the last. */
export function labelEvery(length: number, width: number, labelWidth: number): number {
  return Math.max(1, Math.ceil((length * labelWidth) / Math.max(1, width)));
}

/** Rounds to a tenth of a pixel: enough for the eye, and the same text on every machine. */
export function px(value: number): number {
  return Math.round(value * 10) / 10;
}
