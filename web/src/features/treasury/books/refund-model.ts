import type { Attempt, FeeOrder } from '@api/types';

/** The payment that may be given back: the last that arrived and that its operator did not take back since. */
export const refundable = ({ attempts }: FeeOrder): Attempt | undefined =>
  attempts.filter((attempt) => attempt.status === 'succeeded' && !attempt.reversedAt).at(-1);
