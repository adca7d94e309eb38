import type { OperatorCode, Page } from '@api/types';
import type { Wire } from '@api/wire';
import { http, type Query } from '~/lib/net/client.ts';
import { type Upload, upload } from '~/lib/net/upload.ts';
import { freshToken } from '~/lib/session/index.ts';

const id = encodeURIComponent;

export type LineKind = Wire<'LineKind'>;
export type FindingClass = Wire<'FindingClass'>;
export type Resolution = Wire<'Resolution'>;
export type StatedMovement = Wire<'StatedMovement'>;
/** A statement as it came, and how far its import is. */
export type Statement = Wire<'Statement'>;
export type StatementLine = Wire<'StatementLine'>;
/** Our side of a difference. */
export type OurSide = Wire<'ReconciledAttempt'>;
export type Discrepancy = Wire<'Discrepancy'>;
export type TreasuryToday = Wire<'TreasuryToday'>;
export type AccountDays = Wire<'AccountDaysView'>;
export type DayDifference = Wire<'DayDifference'>;
export type TreasuryDay = Wire<'TreasuryDay'>;
export type PaymentClaim = Wire<'PaymentClaim'>;
export type TreasuryDeposit = Wire<'TreasuryDeposit'>;
/** What an operator announced that fits none of our payments. */
export type UnmatchedCallback = Wire<'UnmatchedCallback'>;
export type TreasuryAlert = Wire<'TreasuryAlert'>;
/** Money that a statement told and that pays nothing. */
export type MoneySetAside = Wire<'MoneySetAside'>;

export const getToday = () => http.get<TreasuryToday>('/treasury/today');
export const getAccountDays = () =>
  http.get<Wire<'Items_AccountDaysView'>>('/treasury/days').then((answer) => answer.items);
export const getDay = (operator: string, day: string) =>
  http.get<TreasuryDay>(`/treasury/days/${id(operator)}/${id(day)}`);
export const closeDay = (operator: string, day: string) =>
  http.post<TreasuryDay>(`/treasury/days/${id(operator)}/${id(day)}/closing`, { body: {} });

/** Sends a statement in; what it holds comes back before anything of it counts. */
export async function uploadStatement(
  file: File,
  operator: string,
  onProgress: (sent: number, total: number) => void,
): Promise<Upload<Statement>> {
  const form = new FormData();
  if (operator) form.set('operator', operator);
  form.set('file', file, file.name);
  return upload<Statement>('/statements', form, await freshToken(), onProgress);
}
export const requestStatement = (operator: OperatorCode, day: string) =>
  http.post<Statement>('/statement-requests', { body: { operator, day } });
export const getStatement = (statement: string) => http.get<Statement>(`/statements/${id(statement)}`);
export const listStatements = (query: Query, signal?: AbortSignal) =>
  http.get<Page<Statement>>('/statements', { query, signal });
export const importStatement = (statement: string) =>
  http.post<Statement>(`/statements/${id(statement)}/import`, { body: {} });
export const discardStatement = (statement: string) =>
  http.post<Statement>(`/statements/${id(statement)}/discard`, { body: {} });

export const listOpenDiscrepancies = () =>
  http.get<Page<Discrepancy>>('/reconciliation/discrepancies', { query: { status: 'open', limit: 100 } });
export const resolveDiscrepancy = (discrepancy: string, body: Wire<'DiscrepancyDecision'>) =>
  http.post<Discrepancy>(`/reconciliation/discrepancies/${id(discrepancy)}/resolution`, { body });

export const listMoneySetAside = () =>
  http.get<Wire<'Items_MoneySetAside'>>('/treasury/set-aside').then((answer) => answer.items);

export const listDeposits = () => http.get<Wire<'Deposits'>>('/reconciliation/deposits');
export const recordDeposit = (body: Wire<'NewTreasuryDeposit'>) =>
  http.post<TreasuryDeposit>('/reconciliation/deposits', { body });

export const listPendingClaims = () =>
  http.get<Page<PaymentClaim>>('/payment-claims', { query: { status: 'pending', limit: 100 } });
export const approveClaim = (claim: string) =>
  http.post<PaymentClaim>(`/payment-claims/${id(claim)}/approval`, { body: {} });
export const refuseClaim = (claim: string, reason: string) =>
  http.post<PaymentClaim>(`/payment-claims/${id(claim)}/refusal`, { body: { reason } });

export const listCallbacks = (query: Query, signal?: AbortSignal) =>
  http.get<Page<UnmatchedCallback>>('/unmatched-callbacks', { query, signal });
export const reviewCallback = (callback: string, reason: string) =>
  http.post<UnmatchedCallback>(`/unmatched-callbacks/${id(callback)}/review`, { body: { reason } });

// ── The payer's side

export const getClaims = (order: string) =>
  http.get<Wire<'Items_PaymentClaim'>>(`/fee-orders/${id(order)}/claims`).then((answer) => answer.items);
export const createClaim = (order: string, body: Wire<'NewPaymentClaim'>, intent: string) =>
  http.post<PaymentClaim>(`/fee-orders/${id(order)}/claims`, { body, idempotencyKey: intent });
