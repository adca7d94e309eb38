import type { AttemptStatus, OperatorCode, Page } from '@api/types';
import { http } from '~/lib/net/client.ts';
import { type Upload, upload } from '~/lib/net/upload.ts';
import { freshToken } from '~/lib/session/index.ts';

const id = encodeURIComponent;

export type LineKind = 'payment' | 'refund' | 'reversal' | 'sweep' | 'fee' | 'other';
export type FindingClass =
  | 'matched'
  | 'amount_diff'
  | 'fee_diff'
  | 'missing_at_provider'
  | 'missing_at_us'
  | 'duplicate_at_provider'
  | 'reversal';
export type Resolution =
  | 'matched'
  | 'proposal_accepted'
  | 'explained'
  | 'to_suspense'
  | 'adopted'
  | 'fee_accepted'
  | 'claimed';
export type ClaimStatus = 'pending' | 'approved' | 'refused';

export interface StatedMovement {
  place: string;
  at: string;
  kind: LineKind;
  transactionId: string;
  amountXof: number;
  feeXof: number;
  reference?: string | null;
}

/** A statement as it came, and how far its import is. */
export interface Statement {
  id: string;
  operator: OperatorCode;
  fileName: string;
  sizeBytes: number;
  profile: string;
  profileName: string;
  profileConfirmed: boolean;
  source: 'file' | 'operator';
  status: 'read' | 'importing' | 'imported' | 'discarded';
  lineCount: number;
  doneCount: number;
  newCount: number;
  knownCount: number;
  sumsSkipped: number;
  notSettledSkipped: number;
  headersSkipped: number;
  from?: string | null;
  to?: string | null;
  inXof: number;
  outXof: number;
  feesXof: number;
  columns: { title: string; cell: string }[];
  first: StatedMovement[];
  faults: { cell: string; code: string; detail: string; content: string }[];
  uploadedAt: string;
  importedAt?: string | null;
}

/** A line of a statement, with its row as the file has it. */
export interface StatementLine extends StatedMovement {
  id: string;
  day: string;
  class?: FindingClass | null;
  raw: Record<string, unknown>;
}

export interface OurSide {
  attemptId: string;
  reference: string;
  orderReference: string;
  status: AttemptStatus;
  amountXof: number;
  at: string;
  transactionId?: string | null;
}

export interface Discrepancy {
  id: string;
  operator: OperatorCode;
  day: string;
  class: FindingClass;
  amountXof: number;
  status: 'open' | 'resolved';
  resolution?: Resolution | null;
  reason?: string | null;
  foundAt: string;
  line?: StatementLine | null;
  ours?: OurSide | null;
  proposals: OurSide[];
  actions: Resolution[];
}

export interface TreasuryToday {
  day: string;
  collected: { operator: OperatorCode; count: number; amountXof: number }[];
  unknown: { count: number; amountXof: number };
  unmatched: number;
  toRefund: { count: number; amountXof: number };
  claims: number;
}

export interface AccountDays {
  operator: OperatorCode;
  lastClosed?: string | null;
  open: string[];
}

export interface DayDifference {
  amountXof: number;
  standing: 'open' | 'explained' | 'timing';
  lines: StatementLine[];
  ours?: OurSide | null;
  class?: FindingClass | null;
  discrepancyId?: string | null;
  reason?: string | null;
}

export interface TreasuryDay {
  operator: OperatorCode;
  day: string;
  closed: boolean;
  closedAt?: string | null;
  openingXof: number;
  inXof: number;
  outXof: number;
  feesXof: number;
  sweptXof: number;
  closingXof: number;
  statedClosingXof?: number | null;
  lineCount: number;
  booksOpeningXof: number;
  booksInXof: number;
  booksOutXof: number;
  booksClosingXof: number;
  differences: DayDifference[];
  openCount: number;
  obstacles: { code: string; detail: string }[];
}

export interface PaymentClaim {
  id: string;
  orderId: string;
  orderReference: string;
  orderAmountXof: number;
  transactionId: string;
  amountXof: number;
  paidOn: string;
  status: ClaimStatus;
  message: string;
  reason?: string | null;
  createdAt: string;
  evidence?: 'found' | 'not_found' | 'other_amount' | 'used' | null;
  line?: StatementLine | null;
}

export interface TreasuryDeposit {
  id: string;
  operator: OperatorCode;
  slip: string;
  depositedOn: string;
  amountXof: number;
  sweeps: StatementLine[];
}

export const getToday = () => http.get<TreasuryToday>('/treasury/today');
export const getAccountDays = () => http.get<{ items: AccountDays[] }>('/treasury/days').then((answer) => answer.items);
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
export const listStatements = () => http.get<Page<Statement>>('/statements');
export const importStatement = (statement: string) =>
  http.post<Statement>(`/statements/${id(statement)}/import`, { body: {} });
export const discardStatement = (statement: string) =>
  http.post<Statement>(`/statements/${id(statement)}/discard`, { body: {} });

export const listOpenDiscrepancies = () =>
  http.get<Page<Discrepancy>>('/reconciliation/discrepancies', { query: { status: 'open', limit: 100 } });
export const resolveDiscrepancy = (
  discrepancy: string,
  body: { action: Resolution; attemptId?: string; reason?: string },
) => http.post<Discrepancy>(`/reconciliation/discrepancies/${id(discrepancy)}/resolution`, { body });

export const listDeposits = () =>
  http.get<{ deposits: TreasuryDeposit[]; underWay: StatementLine[] }>('/reconciliation/deposits');
export const recordDeposit = (body: {
  operator: OperatorCode;
  slip: string;
  depositedOn: string;
  amountXof: number;
  sweeps: string[];
}) => http.post<TreasuryDeposit>('/reconciliation/deposits', { body });

export const listPendingClaims = () =>
  http.get<Page<PaymentClaim>>('/payment-claims', { query: { status: 'pending', limit: 100 } });
export const approveClaim = (claim: string) =>
  http.post<PaymentClaim>(`/payment-claims/${id(claim)}/approval`, { body: {} });
export const refuseClaim = (claim: string, reason: string) =>
  http.post<PaymentClaim>(`/payment-claims/${id(claim)}/refusal`, { body: { reason } });

// ── The payer's side

export const getClaims = (order: string) =>
  http.get<{ items: PaymentClaim[] }>(`/fee-orders/${id(order)}/claims`).then((answer) => answer.items);
export const createClaim = (
  order: string,
  body: { transactionId: string; amountXof: number; paidOn: string },
  intent: string,
) => http.post<PaymentClaim>(`/fee-orders/${id(order)}/claims`, { body, idempotencyKey: intent });
