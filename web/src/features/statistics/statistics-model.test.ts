import { afterEach, describe, expect, it } from 'vitest';
import { language } from '~/lib/i18n/index.ts';
import { everyMonth, everyProcessingMonth, leader, monthName, rowName, shortXof, tonnes } from './statistics-model.ts';

const row = (key: string, certificates: number, fobValueXof = 0) => ({
  key,
  certificates,
  fobValueXof,
  grossWeightG: 0,
});

afterEach(() => {
  language.value = 'fr';
});

describe('words', () => {
  it('name months in both languages', () => {
    expect(monthName('2026-03')).toBe('mars 2026');
    language.value = 'en';
    expect(monthName('2026-03')).toBe('March 2026');
  });

  it('shorten francs and weights without hiding small ones', () => {
    expect(shortXof(1_234_000_000).replace(/\s/g, ' ')).toBe('1,23 Md FCFA');
    expect(tonnes(999_000).replace(/\s/g, ' ')).toBe('999 kg');
    expect(tonnes(12_345_678_000).replace(/\s/g, ' ')).toBe('12 346 t');
  });

  it('fall back to the code of a row that has no name', () => {
    expect(rowName({ key: 'SN' })).toBe('SN');
    expect(rowName({ key: 'SN', label: { fr: 'Sénégal', en: 'Senegal' } })).toBe('Sénégal');
  });
});

describe('rows', () => {
  const period = { from: '2026-01', to: '2026-03' };

  it('keep months in which nothing happened, so that a chart does not skip them', () => {
    const months = everyMonth(period, [row('2026-03', 4), row('2026-01', 2)]);
    expect(months.map(({ key, certificates }) => [key, certificates])).toEqual([
      ['2026-01', 2],
      ['2026-02', 0],
      ['2026-03', 4],
    ]);
    expect(everyProcessingMonth(period, []).every(({ medianHours }) => medianHours === null)).toBe(true);
  });

  it('know their first and its part', () => {
    const rows = [row('CI', 30, 10), row('SN', 10, 90)];
    expect(leader(rows, 'certificates')).toEqual({ row: rows[0], share: 0.75 });
    expect(leader(rows, 'fobValueXof')).toEqual({ row: rows[1], share: 0.9 });
    expect(leader([row('CI', 0)], 'certificates')).toBeUndefined();
    expect(leader([], 'certificates')).toBeUndefined();
  });
});
