import type { Fee, Scheme } from '@api/types';
import { describe, expect, it } from 'vitest';
import { pricesOn } from './public.ts';

const text = { fr: '', en: '' };
const scheme = (code: string, status: Scheme['status'] = 'active'): Scheme => ({
  code,
  status,
  name: text,
  documentTitle: text,
  kind: 'certificate',
  singleProduct: false,
  criteria: [],
  checklist: [],
  feeXof: null,
  destinations: null,
  confirmed: true,
  source: '',
});
const fee = (code: string, amountXof: number, validFrom: string): Fee => ({
  scheme: code,
  amountXof,
  validFrom,
  source: '',
  confirmed: true,
});

describe('prices of a day', () => {
  const fees = [fee('ZLE', 10_000, '2025-01-01'), fee('ZLE', 15_000, '2026-07-01'), fee('ZLE', 20_000, '2027-01-01')];

  it('are those in force, not older ones nor ones to come', () => {
    const amount = (day: string) => pricesOn(day, [scheme('ZLE')], fees)[0]?.fee?.amountXof;
    expect(amount('2024-12-31')).toBeUndefined();
    expect(amount('2026-06-30')).toBe(10_000);
    expect(amount('2026-07-01')).toBe(15_000);
    expect(amount('2026-12-31')).toBe(15_000);
  });

  it('leave out schemes that are closed and keep those without a price', () => {
    const prices = pricesOn('2026-11-21', [scheme('UEM'), scheme('OLD', 'disabled'), scheme('CED', 'suspended')], fees);
    expect(prices.map((price) => [price.scheme.code, price.fee])).toEqual([
      ['UEM', undefined],
      ['CED', undefined],
    ]);
  });
});
