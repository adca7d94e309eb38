import type { DayDifference, Discrepancy, PaymentClaim, Resolution, Statement } from '~/lib/api/treasury.ts';
import type { StatusTone } from '~/lib/labels/index.ts';

/** What the statements have of a claim. */
export const EVIDENCE_TONES = {
  found: 'success',
  not_found: 'neutral',
  other_amount: 'warning',
  used: 'danger',
  going_back: 'warning',
} as const satisfies Record<string, StatusTone>;
export type Evidence = keyof typeof EVIDENCE_TONES;
const isEvidence = (word: string): word is Evidence => word in EVIDENCE_TONES;
export const evidenceOf = ({ evidence }: PaymentClaim): Evidence =>
  evidence && isEvidence(evidence) ? evidence : 'not_found';

/** How a difference of a day stands. */
export const STANDING_TONES = {
  open: 'danger',
  explained: 'neutral',
  timing: 'info',
} as const satisfies Record<string, StatusTone>;
export type Standing = keyof typeof STANDING_TONES;
const isStanding = (word: string): word is Standing => word in STANDING_TONES;
export const standingOf = ({ standing }: DayDifference): Standing => (isStanding(standing) ? standing : 'open');

/** How a statement stands; one with faulty cells cannot be confirmed as it is. */
export type StatementStanding = Statement['status'] | 'faulty';
export const statementStanding = ({ status, faults }: Statement): StatementStanding =>
  status === 'read' && faults.length > 0 ? 'faulty' : status;

/** The address of an account's day. */
export const dayHref = (operator: string, day: string) => `/agent/journees/${operator}.${day}`;

/** The account and the day an address names. */
export function dayOf(id: string): { operator: string; day: string } {
  const dot = id.lastIndexOf('.');
  return { operator: id.slice(0, Math.max(dot, 0)), day: id.slice(dot + 1) };
}

/** What a key does in the queue. */
export type KeyStep =
  | { kind: 'move'; by: 1 | -1 }
  | { kind: 'act'; action: Resolution }
  | { kind: 'cancel' }
  | { kind: 'none' };

/**
 * Where a key was pressed: on a difference of the list, in the case beside it, on something with a meaning of its own, in a field
 * or in one in which something is written.
 */
export type KeyPlace = 'list' | 'case' | 'control' | 'field' | 'writing';

const LETTERS: Partial<Record<Resolution, string>> = {
  proposal_accepted: 'a',
  fee_accepted: 'f',
  surplus_set_aside: 't',
  corrected: 'c',
  settled: 'r',
  to_suspense: 's',
  adopted: 'd',
  explained: 'e',
};

/** What this person may do: whoever brought the statement in leaves some of it to another. */
export const offered = ({ actions, needsAnother }: Discrepancy): Resolution[] =>
  actions.filter((action) => !needsAnother.includes(action));

/** What a difference is called, and how it is explained, where its class alone would say too little. */
export function wordsOf({ class: found, line, ours, refundId, amountXof, beyondXof }: Discrepancy) {
  const isMoneyIn = !line || line.amountXof >= 0;
  if (found === 'missing_at_us' && refundId) {
    return {
      title: 'class.missing_at_us.refund',
      detail: 'class.missing_at_us.refund.detail',
      isRefund: true,
    } as const;
  }
  if (found === 'missing_at_us' && !isMoneyIn) {
    return { title: 'class.missing_at_us.out', detail: 'class.missing_at_us.out.detail', isRefund: true } as const;
  }
  if (found === 'missing_at_us' && ours) {
    return { title: 'class.missing_at_us', detail: 'class.missing_at_us.begun.detail', isRefund: false } as const;
  }
  // What our books have and the statement has not: money that went out where that makes the statement's account larger.
  if (found === 'missing_at_provider' && (refundId || amountXof > 0)) {
    return {
      title: 'class.missing_at_provider.refund',
      detail: 'class.missing_at_provider.refund.detail',
      isRefund: true,
    } as const;
  }
  if (found === 'reversal' && !ours) {
    return { title: 'class.reversal', detail: 'class.reversal.unclaimed.detail', isRefund: true } as const;
  }
  if (found === 'amount_diff' && beyondXof) {
    const detail = beyondXof > 0 ? 'class.amount_diff.more.detail' : 'class.amount_diff.less.detail';
    return { title: 'class.amount_diff', detail, isRefund: false } as const;
  }
  return { title: `class.${found}`, detail: `class.${found}.detail`, isRefund: false } as const;
}

/** The letter that does this, where there is one. */
export const letterOf = (action: Resolution): string | undefined => LETTERS[action];

/** Reads a key against the difference in hand. Enter does what is offered first, unless it presses something else. */
export function stepOf(key: string, place: KeyPlace, current: Discrepancy | undefined): KeyStep {
  // Escape must not throw away what was typed, and a letter in a field is a letter.
  if (key === 'Escape') return place === 'writing' ? { kind: 'none' } : { kind: 'cancel' };
  if (place === 'field' || place === 'writing') return { kind: 'none' };
  if (key === 'j' || key === 'ArrowDown') return { kind: 'move', by: 1 };
  if (key === 'k' || key === 'ArrowUp') return { kind: 'move', by: -1 };
  const actions = current ? offered(current) : [];
  const first = actions[0];
  if (key === 'Enter') return first && place !== 'control' ? { kind: 'act', action: first } : { kind: 'none' };
  const action = actions.find((one) => LETTERS[one] === key);
  return action ? { kind: 'act', action } : { kind: 'none' };
}

/** Which difference is in hand after a step, or after one was worked off. */
export const moved = (index: number, by: number, length: number): number =>
  length === 0 ? 0 : Math.min(Math.max(index + by, 0), length - 1);
