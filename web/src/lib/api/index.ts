import type {
  Account,
  Application,
  ApplicationSummary,
  Attempt,
  Certificate,
  CertificateSummary,
  Content,
  Exporter,
  ExporterInput,
  FeeOrder,
  FieldFault,
  HistoryEvent,
  MemberInput,
  Operator,
  OperatorCode,
  Page,
  Product,
  Reference,
  Scheme,
  WalletCode,
} from '@api/types';
import { http, type Query, send } from '~/lib/net/client.ts';

const id = encodeURIComponent;

// ── Reference data. It changes a few times a year, so one read serves the whole visit.

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return () => {
    kept ??= read().catch((thrown: unknown) => {
      kept = undefined;
      throw thrown;
    });
    return kept;
  };
}

export const getReference = once(() => http.get<Reference>('/reference'));
export const getSchemes = once(() => http.get<{ items: Scheme[] }>('/schemes').then((answer) => answer.items));
export const findProducts = (q: string, signal?: AbortSignal) =>
  http.get<{ items: Product[] }>('/products', { query: { q, limit: 12 }, signal }).then((answer) => answer.items);

// ── Exporters

export const createExporter = (input: ExporterInput, idempotencyKey: string) =>
  http.post<Exporter>('/exporters', { body: input, idempotencyKey });
export const getExporter = (exporter: string) => http.get<Exporter>(`/exporters/${id(exporter)}`);
export const editExporter = (exporter: string, input: Partial<ExporterInput>, version: number) =>
  http.patch<Exporter>(`/exporters/${id(exporter)}`, { body: input, version });
export const getMembers = (exporter: string) => http.get<Page<Account>>(`/exporters/${id(exporter)}/members`);
export const addMember = (exporter: string, body: MemberInput) =>
  http.post<Account>(`/exporters/${id(exporter)}/members`, { body });
export const getExporterTimeline = (exporter: string) =>
  http.get<{ items: HistoryEvent[] }>(`/exporters/${id(exporter)}/timeline`).then((answer) => answer.items);

// ── Applications

export interface ApplicationQuery extends Query {
  queue?: string;
  status?: string;
  scheme?: string;
  q?: string;
  cursor?: string | null;
  limit?: number;
}

export const createApplication = (start: { copyOf?: string; replaces?: string }, idempotencyKey: string) =>
  http.post<Application>('/applications', { body: start, idempotencyKey });
export const listApplications = (query: ApplicationQuery, signal?: AbortSignal) =>
  http.get<Page<ApplicationSummary>>('/applications', { query, signal });
export const getApplication = (application: string) => http.get<Application>(`/applications/${id(application)}`);
export const editApplication = (application: string, content: Content, version: number) =>
  http.patch<Application>(`/applications/${id(application)}`, { body: content, version });
export const getFaults = (application: string) =>
  http.get<{ items: FieldFault[] }>(`/applications/${id(application)}/faults`).then((answer) => answer.items);
export const submitApplication = (application: string) =>
  http.post<Application>(`/applications/${id(application)}/submission`, { body: { declarationAccepted: true } });
export const withdrawApplication = (application: string, reason: string) =>
  http.post<Application>(`/applications/${id(application)}/withdrawal`, { body: reason ? { reason } : {} });
export const getApplicationTimeline = (application: string) =>
  http.get<{ items: HistoryEvent[] }>(`/applications/${id(application)}/timeline`).then((answer) => answer.items);

// ── Documents

export const removeDocument = (document: string) => http.delete<void>(`/documents/${id(document)}`);

/** Fetches a protected file with the session and answers a blob of it. */
export async function fetchFile(template: string): Promise<Blob> {
  return (await send('GET', template)).blob();
}
export const documentContent = (document: string) => fetchFile(`/documents/${id(document)}/content`);

// ── Payment

export const getOperators = () => http.get<{ items: Operator[] }>('/operators').then((answer) => answer.items);
export const getFeeOrder = (order: string) => http.get<FeeOrder>(`/fee-orders/${id(order)}`);
/** How somebody wants to pay. The number is sent once and not kept as it is. */
export interface NewAttempt {
  operator: OperatorCode;
  phone?: string;
  wallet?: WalletCode;
}
export const startAttempt = (order: string, body: NewAttempt, idempotencyKey: string) =>
  http.post<Attempt>(`/fee-orders/${id(order)}/attempts`, { body, idempotencyKey });
export const getAttempt = (attempt: string, signal?: AbortSignal) =>
  http.get<Attempt>(`/payment-attempts/${id(attempt)}`, { signal });
export const recheckAttempt = (attempt: string) => http.post<Attempt>(`/payment-attempts/${id(attempt)}/recheck`);

// ── Certificates

export const listCertificates = (query: Query, signal?: AbortSignal) =>
  http.get<Page<CertificateSummary>>('/certificates', { query, signal });
export const getCertificate = (number: string) => http.get<Certificate>(`/certificates/${id(number)}`);
export const certificateDocument = (number: string) => fetchFile(`/certificates/${id(number)}/document`);
export const getCertificateTimeline = (number: string) =>
  http.get<{ items: HistoryEvent[] }>(`/certificates/${id(number)}/timeline`).then((answer) => answer.items);
