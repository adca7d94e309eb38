import type { OperatorCode } from '@api/types';
import type { Discrepancy, Resolution } from '~/lib/api/treasury.ts';

export const OPERATORS: OperatorCode[] = [
  'orange_money',
  'wave',
  'pay_dunya',
  'mtn_momo',
  'gsma',
  'cinet_pay',
  'cash_desk',
  'merchant_code',
];

/** The address of an account's day. */
export const dayHref = (operator: string, day: string) => `/agent/journees/${operator}.${day}`;

/** The account and the day an address names. */
export function dayOf(id: string): { operator: string; day: string } {
  const dot = id.lastIndexOf('.');
  return { operator: id.slice(0, Math.max(dot, 0)), day: id.slice(dot + 1) };
}

/** What a key does in the queue. */
export type KeyStep = { kind: 'move'; by: 1 | -1 } | { kind: 'act'; action: Resolution } | { kind: 'none' };

const LETTERS: Partial<Record<Resolution, string>> = {
  proposal_accepted: 'a',
  fee_accepted: 'f',
  to_suspense: 's',
  adopted: 'd',
  explained: 'e',
};

/** The letter that does this, where there is one. */
export const letterOf = (action: Resolution): string | undefined => LETTERS[action];

/** Reads a key against the difference in hand. Enter does what is offered first. */
export function stepOf(key: string, current: Discrepancy | undefined): KeyStep {
  if (key === 'j' || key === 'ArrowDown') return { kind: 'move', by: 1 };
  if (key === 'k' || key === 'ArrowUp') return { kind: 'move', by: -1 };
  const first = current?.actions[0];
  if (key === 'Enter' && first) return { kind: 'act', action: first };
  const action = current?.actions.find((one) => LETTERS[one] === key);
  return action ? { kind: 'act', action } : { kind: 'none' };
}

/** Which difference is in hand after a step, or after one was worked off. */
export const moved = (index: number, by: number, length: number): number =>
  length === 0 ? 0 : Math.min(Math.max(index + by, 0), length - 1);
