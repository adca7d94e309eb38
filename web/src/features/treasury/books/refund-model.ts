import type { Attempt, FeeOrder } from '@api/types';
import type { Refund } from '~/lib/api/books.ts';
import type { MoneySetAside } from '~/lib/api/treasury.ts';

/** The payment that may be given back: the last that arrived and that its operator did not take back since. */
export const refundable = ({ attempts }: FeeOrder): Attempt | undefined =>
  attempts.filter((attempt) => attempt.status === 'succeeded' && !attempt.reversedAt).at(-1);

/** What a refund is called: by its order, or by the operator's number where the money came for none. */
export const refundName = ({ orderReference, transactionId }: Refund): string => orderReference ?? transactionId ?? '';

/** What money that was set aside is. */
export const kindOfAside = ({ isSurplus, ours }: MoneySetAside): 'surplus' | 'wrong' | 'unclaimed' => {
  if (isSurplus) return 'surplus';
  return ours ? 'wrong' : 'unclaimed';
};
