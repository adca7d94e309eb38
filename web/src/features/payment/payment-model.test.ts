import type { Attempt, AttemptStatus } from '@api/types';
import { describe, expect, it } from 'vitest';
import { liveAttempt, outlookOf, payable, pendingSentence, pollDelay, reasonSentence } from './payment-model.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');

const attempt = (status: AttemptStatus, more: Partial<Attempt> = {}): Attempt => ({
  id: 'p1',
  operator: 'wave',
  status,
  amountXof: 1500,
  paymentUrl: 'https://pay.example/1',
  createdAt: '2026-11-21T09:55:00Z',
  expiresAt: '2026-11-21T10:05:00Z',
  orderId: 'o1',
  ...more,
});

describe('an attempt', () => {
  it('whose outcome is unknown is never over', () => {
    expect(outlookOf('unknown')).toBe('live');
    expect(pendingSentence(attempt('unknown'), NOW)).toBe('pending.checking');
    expect(
      liveAttempt({
        id: 'o',
        reference: 'r',
        amountXof: 1,
        status: 'unpaid',
        createdAt: '',
        attempts: [attempt('failed'), attempt('unknown')],
      })?.status,
    ).toBe('unknown');
  });

  it('that waits on a telephone says on which one', () => {
    const onPhone = attempt('awaiting_payer', { paymentUrl: null, payerPhoneEnd: '17' });
    expect(pendingSentence(onPhone, NOW)).toBe('pending.phone');
    expect(pendingSentence(attempt('awaiting_payer', { payerPhoneEnd: '17' }), NOW)).toBe('pending.awaiting');
    expect(pendingSentence(onPhone, NOW + 600_000)).toBe('pending.timeUp');
  });

  it('can be paid until its time is up, and not while it is being checked', () => {
    expect(payable(attempt('awaiting_payer'), NOW)).toBe(true);
    expect(payable(attempt('awaiting_payer'), NOW + 600_000)).toBe(false);
    expect(payable(attempt('processing'), NOW)).toBe(false);
    expect(payable(attempt('created', { paymentUrl: null }), NOW)).toBe(false);
  });

  it('whose time is up is being checked, not failed', () => {
    expect(pendingSentence(attempt('awaiting_payer'), NOW + 600_000)).toBe('pending.timeUp');
  });
});

describe('looking again', () => {
  it('slows from two to ten seconds and never speeds up', () => {
    const delays = Array.from({ length: 20 }, (_, round) => pollDelay(round));
    expect(delays[0]).toBe(2);
    expect(delays.at(-1)).toBe(10);
    expect([...delays].sort((a, b) => a - b)).toEqual(delays);
  });
});

describe('reasons', () => {
  it.each([
    ['insufficient-funds', 'reason.funds'],
    ['LIMIT_REACHED', 'reason.limit'],
    ['payer_refused', 'reason.refused'],
    ['EXPIRED', 'reason.expired'],
    ['number_not_registered', 'reason.account'],
    ['service_unavailable', 'reason.unavailable'],
    ['xyz', null],
    [undefined, null],
  ])('%j is %j', (code, key) => {
    expect(reasonSentence(code)).toBe(key);
  });
});
