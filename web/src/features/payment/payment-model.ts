import type { Attempt, AttemptStatus, FeeOrder } from '@api/types';
import type { t as translate } from './texts.ts';

type Key = Parameters<typeof translate>[0];

/** What a payer can still expect of an attempt: it may yet be paid, it is paid, it is over, or an agent looks into it. */
export type Outlook = 'live' | 'paid' | 'over' | 'agent';

const OUTLOOKS: Record<AttemptStatus, Outlook> = {
  created: 'live',
  awaiting_payer: 'live',
  processing: 'live',
  // Not knowing is never failing: the money may have left the payer's wallet.
  unknown: 'live',
  succeeded: 'paid',
  failed: 'over',
  expired: 'over',
  not_created: 'over',
  integrity_failure: 'agent',
};

export const outlookOf = (status: AttemptStatus): Outlook => OUTLOOKS[status];

/** The attempt that may still be paid, if there is one: until it is settled nobody should pay again. */
export function liveAttempt(order: FeeOrder): Attempt | undefined {
  return order.attempts.find((attempt) => outlookOf(attempt.status) === 'live');
}

/** Whether the operator's page may still be opened for this attempt. */
export function payable(attempt: Attempt, now: number): boolean {
  const open = attempt.status === 'created' || attempt.status === 'awaiting_payer';
  return open && Boolean(attempt.paymentUrl) && (!attempt.expiresAt || Date.parse(attempt.expiresAt) > now);
}

const DELAYS = [2, 2, 2, 3, 3, 4, 5, 6, 8];

/** Seconds until the next look at a pending payment: often at first, then every ten seconds. */
export function pollDelay(round: number): number {
  return DELAYS[round] ?? 10;
}

/** The sentence for a pending attempt, by what is known and whether its time is up. */
export function pendingSentence(attempt: Attempt, now: number): Key {
  const timeUp = attempt.expiresAt ? Date.parse(attempt.expiresAt) <= now : false;
  if (attempt.status === 'unknown' || attempt.status === 'processing') return 'pending.checking';
  if (timeUp) return 'pending.timeUp';
  if (attempt.status === 'created') return 'pending.created';
  // Without a page the request is on a telephone, and only there.
  return attempt.payerPhoneEnd && !attempt.paymentUrl ? 'pending.phone' : 'pending.awaiting';
}

const REASONS: [RegExp, Key][] = [
  [/insufficient/, 'reason.funds'],
  [/limit/, 'reason.limit'],
  [/refus|cancel|declin|abort/, 'reason.refused'],
  [/expir|timeout/, 'reason.expired'],
  [/regist|account|blocked|kyc/, 'reason.account'],
  [/unavail|down|operator_error|gateway/, 'reason.unavailable'],
];

/** What an operator's reason means to the payer; `null` when we have no words of our own for it. */
export function reasonSentence(code: string | null | undefined): Key | null {
  if (!code) return null;
  const bare = code.toLowerCase();
  return REASONS.find(([pattern]) => pattern.test(bare))?.[1] ?? null;
}

/** What to call an attempt that ended without payment. */
export function overTitle(status: AttemptStatus): Key {
  if (status === 'failed') return 'over.failed';
  return status === 'expired' ? 'over.expired' : 'over.not_created';
}
