import { describe, expect, it } from 'vitest';
import type { Discrepancy } from '~/lib/api/treasury.ts';
import { dayHref, dayOf, moved, stepOf } from './treasury-model.ts';

const difference = (actions: Discrepancy['actions']): Discrepancy => ({
  id: '1',
  operator: 'wave',
  day: '2026-11-16',
  class: 'missing_at_us',
  amountXof: 1500,
  status: 'open',
  foundAt: '2026-11-17T08:00:00Z',
  proposals: [],
  actions,
});

describe('the queue by keyboard', () => {
  it('moves with letters and with arrows', () => {
    expect(stepOf('j', undefined)).toEqual({ kind: 'move', by: 1 });
    expect(stepOf('ArrowUp', undefined)).toEqual({ kind: 'move', by: -1 });
    expect([moved(0, -1, 3), moved(2, 1, 3), moved(1, 1, 3), moved(4, 0, 2), moved(0, 1, 0)]).toEqual([0, 2, 2, 1, 0]);
  });

  it('does only what is offered', () => {
    expect(stepOf('Enter', difference(['to_suspense', 'explained']))).toEqual({ kind: 'act', action: 'to_suspense' });
    expect(stepOf('e', difference(['to_suspense', 'explained']))).toEqual({ kind: 'act', action: 'explained' });
    expect(stepOf('f', difference(['to_suspense', 'explained']))).toEqual({ kind: 'none' });
    expect(stepOf('Enter', difference([]))).toEqual({ kind: 'none' });
  });
});

it('a day has an address and an address its day', () => {
  expect(dayOf(dayHref('merchant_code', '2026-11-16').slice('/agent/journees/'.length))).toEqual({
    operator: 'merchant_code',
    day: '2026-11-16',
  });
  expect(dayOf('nonsense')).toEqual({ operator: '', day: 'nonsense' });
});
