import { describe, expect, it } from 'vitest';
import { addMonths, monthsOf, periodOf, presetPeriod, searchOf } from './period.ts';

describe('months', () => {
  it('cross the year in both directions', () => {
    expect(addMonths('2026-12', 1)).toBe('2027-01');
    expect(addMonths('2026-01', -1)).toBe('2025-12');
    expect(addMonths('2026-11', -23)).toBe('2024-12');
  });

  it('of a period include both ends', () => {
    expect(monthsOf({ from: '2025-11', to: '2026-02' })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(monthsOf({ from: '2026-02', to: '2026-02' })).toEqual(['2026-02']);
  });
});

describe('a period', () => {
  it('comes from the address and goes back to it', () => {
    const period = { from: '2025-03', to: '2026-04' };
    expect(periodOf(searchOf(period), '2026-11')).toEqual(period);
  });

  it.each([
    '',
    '?from=2026-13&to=2026-12',
    '?from=2026-05&to=2026-04',
    '?from=2026-05',
    '?from=0001-01&to=2026-01',
    '?from=a&to=b',
  ])('is the last twelve months when the address says %j', (search) => {
    expect(periodOf(search, '2026-11')).toEqual({ from: '2025-12', to: '2026-11' });
  });

  it('has its usual forms', () => {
    expect(presetPeriod('thisYear', '2026-11')).toEqual({ from: '2026-01', to: '2026-11' });
    expect(presetPeriod('lastYear', '2026-11')).toEqual({ from: '2025-01', to: '2025-12' });
    expect(monthsOf(presetPeriod('last24', '2026-11'))).toHaveLength(24);
  });
});
