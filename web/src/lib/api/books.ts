import type { FeeOrder, Page } from '@api/types';
import type { Wire } from '@api/wire';
import { http, type Query, send } from '~/lib/net/client.ts';
import { fetchFile } from './index.ts';

const id = encodeURIComponent;

export type RefundStatus = Wire<'RefundStatus'>;
export type Refund = Wire<'Refund'>;
export type Quittance = Wire<'Quittance'>;
export type ListedFeeOrder = Wire<'ListedFeeOrder'>;
export type Receipt = Wire<'Receipt'>;
export type ReceiptSum = Wire<'ReceiptSum'>;
export type ReceiptsDay = Wire<'ReceiptsDay'>;
export type LedgerBalance = Wire<'LedgerBalance'>;

// ── Refunds

export const listRefunds = (query: Query, signal?: AbortSignal) =>
  http.get<Page<Refund>>('/refunds', { query, signal });
export const askRefund = (body: Wire<'NewRefund'>, idempotencyKey: string) =>
  http.post<Refund>('/refunds', { body, idempotencyKey });

/** The steps of a refund, and the address of each. */
const REFUND_STEPS = {
  ask: 'request',
  approve: 'approval',
  refuse: 'refusal',
  return: 'return',
  send: 'execution',
  finish: 'execution',
} as const;

export type RefundAction = keyof typeof REFUND_STEPS;

/** What the caller may do now with a refund. */
export const refundActions = (refund: Refund): RefundAction[] =>
  refund.allowedActions.filter((action): action is RefundAction => action in REFUND_STEPS);

/** Takes a step with a refund; `words` is what that step wants to be told, if anything. */
export function stepRefund(refund: string, action: RefundAction, words: string): Promise<Refund> {
  const bodies: Record<RefundAction, unknown> = {
    ask: { note: words },
    approve: {},
    refuse: { reason: words },
    return: { reason: words },
    send: {},
    finish: { operatorReference: words },
  };
  return http.post<Refund>(`/refunds/${id(refund)}/${REFUND_STEPS[action]}`, { body: bodies[action] });
}

// ── Receipts

export const listQuittances = (query: Query, signal?: AbortSignal) =>
  http.get<Page<Quittance>>('/quittances', { query, signal });
export const orderQuittances = (order: string) =>
  http.get<Wire<'Items_Quittance'>>(`/fee-orders/${id(order)}/quittances`).then((answer) => answer.items);
/** Printing is noted: the second print says that it is a duplicate. */
export const printQuittance = async (number: string): Promise<Blob> =>
  (await send('POST', `/quittances/${id(number)}/prints`, { body: {} })).blob();
export const cancelQuittance = (number: string, body: Wire<'QuittanceCancellation'>) =>
  http.post<Quittance>(`/quittances/${id(number)}/cancellation`, { body });
export const acknowledgement = (order: string) => fetchFile(`/fee-orders/${id(order)}/acknowledgement.pdf`);

// ── The cash desk

export const listFeeOrders = (query: Query, signal?: AbortSignal) =>
  http.get<Page<ListedFeeOrder>>('/fee-orders', { query, signal });
export const takeCash = (body: Wire<'CashPayment'>, idempotencyKey: string) =>
  http.post<FeeOrder>('/cash-payments', { body, idempotencyKey });

// ── The books

export const getReceipts = (day: string, signal?: AbortSignal) =>
  http.get<ReceiptsDay>(`/receipts/${id(day)}`, { signal });
export type DayPaper = 'journal.pdf' | 'journal.csv' | 'deposit-slip.pdf' | 'deposit-slip.csv';
export const dayPaper = (day: string, paper: DayPaper) => fetchFile(`/receipts/${id(day)}/${paper}`);
export const getBalances = () =>
  http.get<Wire<'Items_LedgerBalance'>>('/ledger/balances').then((answer) => answer.items);
export const exportLedger = async (format: 'beancount' | 'csv', span: { from: string; to: string }): Promise<Blob> =>
  (await send('GET', `/ledger.${format}`, { query: span })).blob();
