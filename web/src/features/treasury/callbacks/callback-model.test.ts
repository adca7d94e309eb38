import { expect, it } from 'vitest';
import { alertTitle, claimedAmount, waitingWord } from './callback-model.ts';

it('says an amount in francs, or in the currency that is claimed', () => {
  expect(claimedAmount({ amountXof: 1500, currency: 'XOF' })).toBe('1\u202f500\u00a0FCFA');
  expect(claimedAmount({ amountXof: 1500 })).toBe('1\u202f500\u00a0FCFA');
  expect(claimedAmount({ amountXof: 1500, currency: 'EUR' })).toBe('1\u202f500\u00a0EUR');
  expect(claimedAmount({})).toBe('—');
});

it('says which way a clock is off, by how much, and counts everything else', () => {
  expect(alertTitle({ kind: 'clock_skew', figure: 90 })).toEqual({ key: 'alert.clock_skew.ahead', n: 90 });
  expect(alertTitle({ kind: 'clock_skew', figure: -90 })).toEqual({ key: 'alert.clock_skew.behind', n: 90 });
  expect(alertTitle({ kind: 'forged', figure: 2 })).toEqual({ key: 'alert.forged', n: 2 });
});

it('does not pretend to know how many more than a thousand wait', () => {
  expect([waitingWord(1000), waitingWord(1001)]).toEqual(['some', 'many']);
});
