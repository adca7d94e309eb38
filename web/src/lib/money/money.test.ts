import { describe, expect, it } from 'vitest';
import { formatDecimal, formatKg, formatXof, kgText, parseCount, parseDecimal, parseKg, parseXof } from './index.ts';

describe('francs', () => {
  it('are shown with thin groups', () => {
    expect(formatXof(1500)).toBe('1\u202f500\u00a0FCFA');
    expect(formatXof(0)).toBe('0\u00a0FCFA');
    expect(formatXof(-25000000)).toBe('−25\u202f000\u202f000\u00a0FCFA');
  });

  it.each([
    ['1 500 000', 1500000],
    ['1\u202f500 FCFA', 1500],
    ['1.500.000', 1500000],
    ['12 F CFA', 12],
    ['12,5', null],
    ['-3', null],
    ['', null],
    ['1.50', null],
  ])('reads %j as %j', (typed, francs) => {
    expect(parseXof(typed)).toBe(francs);
  });
});

describe('weights', () => {
  it.each([
    ['1250,5', 1250500],
    ['1 250.005', 1250005],
    ['0,1', 100],
    ['20 kg', 20000],
    ['1,2345', null],
    ['abc', null],
    ['', null],
  ])('reads %j as %j g', (typed, grams) => {
    expect(parseKg(typed)).toBe(grams);
  });

  it('writes what it reads', () => {
    for (const grams of [0, 1, 10, 999, 1000, 1250500, 20000000]) expect(parseKg(kgText(grams))).toBe(grams);
    expect(formatKg(1250500)).toBe('1\u202f250,5\u00a0kg');
  });
});

describe('other numbers', () => {
  it('reads counts and decimal amounts', () => {
    expect(parseCount('1 200')).toBe(1200);
    expect(parseCount('1,5')).toBeNull();
    expect(parseDecimal('1 250,50')).toBe('1250.50');
    expect(parseDecimal('1250')).toBe('1250');
    expect(parseDecimal('1.234,5')).toBeNull();
    expect(formatDecimal('11740.50')).toBe('11\u202f740,50');
    expect(parseDecimal(formatDecimal('1250000.5'))).toBe('1250000.5');
  });
});
