import type { FeeOrder, FeeOrderStatus, OperatorCode, Page } from '@api/types';
import { http, type Query, send } from '~/lib/net/client.ts';
import { fetchFile } from './index.ts';

const id = encodeURIComponent;

export type RefundStatus = 'due' | 'asked' | 'approved' | 'sent' | 'done' | 'refused';
export type RefundReason = 'overpayment' | 'application_ended' | 'wrong_money';
export type RefundAction = 'ask' | 'approve' | 'refuse' | 'send' | 'return' | 'finish';

export interface Refund {
  id: string;
  status: RefundStatus;
  reason: RefundReason;
  amountXof: number;
  attemptId: string;
  orderReference: string;
  exporterName: string;
  operator: OperatorCode;
  transactionId?: string | null;
  createdAt: string;
  note?: string | null;
  askedBy?: string | null;
  askedAt?: string | null;
  decidedBy?: string | null;
  decidedAt?: string | null;
  decisionNote?: string | null;
  executedBy?: string | null;
  executedAt?: string | null;
  operatorReference?: string | null;
  trouble?: string | null;
  allowedActions: RefundAction[];
}

export interface Quittance {
  number: string;
  kind: 'quittance' | 'counter';
  amountXof: number;
  amountInWords: string;
  payer: string;
  orderId: string;
  orderReference: string;
  operator: OperatorCode;
  transactionId: string;
  revenueCode: string;
  paidAt: string;
  issuedAt: string;
  prints: number;
  cancels?: string | null;
  reason?: string | null;
  cancelledBy?: string | null;
}

export interface ListedFeeOrder {
  id: string;
  reference: string;
  applicationReference: string;
  exporterName: string;
  amountXof: number;
  status: FeeOrderStatus;
  createdAt: string;
}

export interface Receipt {
  at: string;
  kind: string;
  quittance?: string | null;
  orderReference: string;
  payer: string;
  operator?: OperatorCode | null;
  transactionId: string;
  revenueCode: string;
  amountXof: number;
}

export interface ReceiptSum {
  code: string;
  count: number;
  amountXof: number;
}

export interface ReceiptsDay {
  day: string;
  slip: string;
  receipts: Receipt[];
  others: Receipt[];
  byLine: ReceiptSum[];
  byOperator: ReceiptSum[];
  count: number;
  amountXof: number;
  quittances: number;
  firstQuittance?: string | null;
  lastQuittance?: string | null;
  cancelled: string[];
}

export interface LedgerBalance {
  account: string;
  debitXof: number;
  creditXof: number;
}

// ── Refunds

export const listRefunds = (query: Query, signal?: AbortSignal) =>
  http.get<Page<Refund>>('/refunds', { query, signal });
export const askRefund = (body: { attemptId: string; note: string }, idempotencyKey: string) =>
  http.post<Refund>('/refunds', { body, idempotencyKey });

const REFUND_STEPS = {
  ask: 'request',
  approve: 'approval',
  refuse: 'refusal',
  return: 'return',
  send: 'execution',
  finish: 'execution',
} as const satisfies Record<RefundAction, string>;

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
  http.get<{ items: Quittance[] }>(`/fee-orders/${id(order)}/quittances`).then((answer) => answer.items);
/** Printing is noted: the second print says that it is a duplicate. */
export const printQuittance = async (number: string): Promise<Blob> =>
  (await send('POST', `/quittances/${id(number)}/prints`, { body: {} })).blob();
export const cancelQuittance = (number: string, body: { reason: string; replace: boolean }) =>
  http.post<Quittance>(`/quittances/${id(number)}/cancellation`, { body });
export const acknowledgement = (order: string) => fetchFile(`/fee-orders/${id(order)}/acknowledgement.pdf`);

// ── The cash desk

export const listFeeOrders = (query: Query, signal?: AbortSignal) =>
  http.get<Page<ListedFeeOrder>>('/fee-orders', { query, signal });
export const takeCash = (body: { feeOrderId: string; receivedXof: number }, idempotencyKey: string) =>
  http.post<FeeOrder>('/cash-payments', { body, idempotencyKey });

// ── The books

export const getReceipts = (day: string, signal?: AbortSignal) =>
  http.get<ReceiptsDay>(`/receipts/${id(day)}`, { signal });
export type DayPaper = 'journal.pdf' | 'journal.csv' | 'deposit-slip.pdf' | 'deposit-slip.csv';
export const dayPaper = (day: string, paper: DayPaper) => fetchFile(`/receipts/${id(day)}/${paper}`);
export const getBalances = () =>
  http.get<{ items: LedgerBalance[] }>('/ledger/balances').then((answer) => answer.items);
export const exportLedger = async (format: 'beancount' | 'csv', span: { from: string; to: string }): Promise<Blob> =>
  (await send('GET', `/ledger.${format}`, { query: span })).blob();
