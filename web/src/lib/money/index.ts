const NARROW_SPACE = '\u202f';
const NO_BREAK_SPACE = '\u00a0';

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE);
}

/** Whole francs with thin groups and the unit people say: `15 000 FCFA`. The same in both languages. */
export function formatXof(amountXof: number): string {
  const sign = amountXof < 0 ? '−' : '';
  return `${sign}${group(String(Math.abs(Math.trunc(amountXof))))}${NO_BREAK_SPACE}FCFA`;
}

/** A whole number with thin groups. */
export function formatCount(value: number): string {
  return group(String(value));
}

/** A decimal of the wire (`11740.50`) as it is read: `11 740,50`. */
export function formatDecimal(decimal: string): string {
  const [whole = '', cents] = decimal.split('.');
  return cents === undefined ? group(whole) : `${group(whole)},${cents}`;
}

/** Grams as kilograms with up to three decimals and a comma: 1 250 500 g is `1 250,5 kg`. */
export function formatKg(grams: number): string {
  return `${kgText(grams)}${NO_BREAK_SPACE}kg`;
}

/** The kilograms of a weight as one types them in a field. */
export function kgText(grams: number): string {
  const whole = Math.trunc(grams / 1000);
  const rest = String(grams % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return rest ? `${group(String(whole))},${rest}` : group(String(whole));
}

/**
 * Reads kilograms as people type them (`1 250,5`, `1250.5`) and answers whole grams, or `null` when it is not a
 * weight or is finer than a gram. Digits are handled as text, so no fraction is lost to binary rounding.
 */
export function parseKg(typed: string): number | null {
  const match = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(typed.replace(/\s/g, '').replace(/kg$/i, ''));
  if (!match) return null;
  return Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0'));
}

/** Reads whole francs (`1 500 000`, `1.500.000 FCFA`); `null` when it is not a whole amount. */
export function parseXof(typed: string): number | null {
  const bare = typed.replace(/(f\s?cfa|xof|cfa)$/i, '').replace(/\s/g, '');
  const digits = /^\d{1,3}(\.\d{3})+$/.test(bare) ? bare.replace(/\./g, '') : bare;
  return /^\d{1,14}$/.test(digits) ? Number(digits) : null;
}

/** Reads a positive whole number; `null` otherwise. */
export function parseCount(typed: string): number | null {
  const bare = typed.replace(/\s/g, '');
  return /^\d{1,9}$/.test(bare) ? Number(bare) : null;
}

/** Reads an invoice amount in any currency into the decimal string the service takes: `1 250,50` is `1250.50`. */
export function parseDecimal(typed: string): string | null {
  const match = /^(\d{1,14})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/\s/g, ''));
  if (!match) return null;
  return match[2] ? `${match[1]}.${match[2]}` : (match[1] ?? null);
}
