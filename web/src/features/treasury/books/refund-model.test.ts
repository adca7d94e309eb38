import type { Attempt, FeeOrder } from '@api/types';
import { expect, it } from 'vitest';
import { refundable } from './refund-model.ts';

const attempt = (id: string, over: Partial<Attempt>): Attempt => ({
  id,
  operator: 'wave',
  status: 'succeeded',
  amountXof: 1500,
  createdAt: '2026-11-20T08:00:00Z',
  orderId: '1',
  ...over,
});
const order = (...attempts: Attempt[]): FeeOrder => ({
  id: '1',
  reference: 'OR-1',
  amountXof: 1500,
  status: 'paid',
  createdAt: '2026-11-20T08:00:00Z',
  attempts,
});

it('offers the payment that the agency still has', () => {
  const taken = attempt('taken back', { reversedAt: '2026-11-21T08:00:00Z' });
  const again = attempt('paid again', {});
  expect(refundable(order(taken, again, attempt('tried', { status: 'failed' })))?.id).toBe('paid again');
  expect(refundable(order(attempt('first', {}), attempt('second', {})))?.id).toBe('second');
  expect(refundable(order(taken))).toBeUndefined();
});
