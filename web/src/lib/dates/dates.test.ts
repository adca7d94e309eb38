import { afterEach, describe, expect, it } from 'vitest';
import { language } from '~/lib/i18n/index.ts';
import { formatCountdown, formatDateTime, formatDuration, isDay, today } from './index.ts';

afterEach(() => {
  language.value = 'fr';
});

describe('dates', () => {
  it('are told in Bamako time', () => {
    expect(formatDateTime('2026-11-21T14:02:00Z')).toBe('21 novembre 2026 à 14:02');
    language.value = 'en';
    expect(formatDateTime('2026-11-21T23:30:00+01:00')).toBe('21 November 2026 at 22:30');
  });

  it('counts down without going below zero', () => {
    expect(formatCountdown(247_900)).toBe('4:07');
    expect(formatCountdown(-5)).toBe('0:00');
  });

  it('tells durations by their two largest units', () => {
    expect(formatDuration(59 * 60)).toBe('59 min');
    expect(formatDuration(3 * 3600)).toBe('3 h');
    expect(formatDuration(51 * 3600 + 600)).toBe('2 j 3 h');
  });

  it('knows a day of the calendar from anything else', () => {
    expect(['2026-02-28', '2024-02-29'].map(isDay)).toEqual([true, true]);
    expect(['', 'hier', '2026-02-30', '2026-13-01', '2026-2-3', '21/11/2026'].filter(isDay)).toEqual([]);
  });

  it('gives the day of a date field', () => {
    expect(today(new Date('2026-11-21T23:59:59Z'))).toBe('2026-11-21');
  });
});
