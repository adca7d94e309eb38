/** The readers of this package throw at the first thing that is not exactly as it must be; `checkDigits` turns that into a verdict. */
export function demand(accepted: boolean): asserts accepted {
  if (!accepted) throw new Error('refused');
}
