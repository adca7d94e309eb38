import { describe, expect, it } from 'vitest';
import type { Discrepancy } from '~/lib/api/treasury.ts';
import { dayHref, dayOf, moved, offered, stepOf, wordsOf } from './treasury-model.ts';

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
  needsAnother: [],
});

describe('the queue by keyboard', () => {
  it('moves with letters and with arrows', () => {
    expect(stepOf('j', 'list', undefined)).toEqual({ kind: 'move', by: 1 });
    expect(stepOf('ArrowUp', 'case', undefined)).toEqual({ kind: 'move', by: -1 });
    expect([moved(0, -1, 3), moved(2, 1, 3), moved(1, 1, 3), moved(4, 0, 2), moved(0, 1, 0)]).toEqual([0, 2, 2, 1, 0]);
  });

  it('does only what is offered', () => {
    const offered = difference(['to_suspense', 'explained']);
    expect(stepOf('Enter', 'list', offered)).toEqual({ kind: 'act', action: 'to_suspense' });
    expect(stepOf('e', 'control', offered)).toEqual({ kind: 'act', action: 'explained' });
    expect(stepOf('f', 'list', offered)).toEqual({ kind: 'none' });
    expect(stepOf('Enter', 'list', difference([]))).toEqual({ kind: 'none' });
  });

  it('leaves a button its Enter and a field everything', () => {
    const offered = difference(['to_suspense', 'explained']);
    expect(stepOf('Enter', 'control', offered)).toEqual({ kind: 'none' });
    expect(stepOf('Escape', 'control', offered)).toEqual({ kind: 'cancel' });
    for (const key of ['s', 'j', 'ArrowDown', 'Enter']) expect(stepOf(key, 'field', offered)).toEqual({ kind: 'none' });
    expect(stepOf('Escape', 'field', offered)).toEqual({ kind: 'cancel' });
    expect(stepOf('Escape', 'writing', offered)).toEqual({ kind: 'none' });
  });
});

it('whoever brought the statement in is not offered what another person has to decide', () => {
  const found: Discrepancy = { ...difference(['settled', 'to_suspense']), needsAnother: ['settled'] };
  expect(offered(found)).toEqual(['to_suspense']);
  expect(stepOf('r', 'list', found)).toEqual({ kind: 'none' });
  expect(stepOf('Enter', 'list', found)).toEqual({ kind: 'act', action: 'to_suspense' });
});

it('a refund in a difference is called one', () => {
  const line = { amountXof: -1500 } as NonNullable<Discrepancy['line']>;
  const found = difference(['explained']);
  expect(wordsOf(found).title).toBe('class.missing_at_us');
  expect(wordsOf({ ...found, line, refundId: '2' }).title).toBe('class.missing_at_us.refund');
  expect(wordsOf({ ...found, line }).title).toBe('class.missing_at_us.out');
  expect(wordsOf({ ...found, class: 'missing_at_provider' }).title).toBe('class.missing_at_provider.refund');
  expect(wordsOf({ ...found, class: 'missing_at_provider', amountXof: -1500 }).title).toBe('class.missing_at_provider');
  expect(wordsOf({ ...found, class: 'amount_diff', beyondXof: -500 }).detail).toBe('class.amount_diff.less.detail');
});

it('a day has an address and an address its day', () => {
  expect(dayOf(dayHref('merchant_code', '2026-11-16').slice('/agent/journees/'.length))).toEqual({
    operator: 'merchant_code',
    day: '2026-11-16',
  });
  expect(dayOf('nonsense')).toEqual({ operator: '', day: 'nonsense' });
});
