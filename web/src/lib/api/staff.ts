import type {
  Account,
  AccountInput,
  Application,
  Certificate,
  ContentChange,
  EventCheck,
  Exporter,
  Fee,
  HistoryEvent,
  ListedAttempt,
  ManagedAccount,
  Measure,
  OperatorCode,
  OperatorProfile,
  Page,
  QueueCounts,
  SteeringStatistics,
} from '@api/types';
import { http, type Query } from '~/lib/net/client.ts';

const id = encodeURIComponent;
const of = (application: string) => `/applications/${id(application)}`;

// ── Queues and files held

export const getQueues = () => http.get<QueueCounts>('/queues');
/** The oldest file that is free; nothing when the queue is empty. */
export const takeNext = (queue: 'to_examine' | 'to_sign') =>
  http.post<Application | undefined>('/claims', { body: { queue } });
export const claim = (application: string, takeOver: boolean) =>
  http.post<Application>(`${of(application)}/claim`, { body: { takeOver } });
export const release = (application: string) => http.delete<Application>(`${of(application)}/claim`);
export const getChanges = (application: string) =>
  http.get<{ items: ContentChange[] }>(`${of(application)}/changes`).then((answer) => answer.items);

// ── The examiner's steps

export interface ReturnReasonInput {
  pointer: string;
  code: string;
  message: string;
}
export interface CheckedItem {
  code: string;
  ok: boolean;
  note?: string;
}

export const returnToExporter = (application: string, reasons: ReturnReasonInput[], comment: string) =>
  http.post<Application>(`${of(application)}/return`, { body: comment ? { reasons, comment } : { reasons } });
export const requestOpinion = (application: string, body: { body: string; question: string }) =>
  http.post<Application>(`${of(application)}/opinion-request`, { body });
export const giveOpinion = (application: string, body: { text: string; favourable: boolean }) =>
  http.post<Application>(`${of(application)}/opinion`, { body });
export const propose = (
  application: string,
  body: { opinion: string; checklist: CheckedItem[]; favourable: boolean },
) => http.post<Application>(`${of(application)}/proposal`, { body });

// ── The signatory's

export const reconsider = (application: string, comment: string) =>
  http.post<Application>(`${of(application)}/reconsideration`, { body: { comment } });
export const approve = (application: string) =>
  http.post<{ application: Application; certificateNumber?: string | null }>(`${of(application)}/approval`, {
    body: {},
  });
export const refuse = (application: string, reasons: { code: string; message: string }[]) =>
  http.post<Application>(`${of(application)}/refusal`, { body: { reasons } });

// ── Certificates

export const changeCertificate = (
  number: string,
  change: 'revocation' | 'suspension' | 'reinstatement' | 'cancellation',
  body: { reason: string; reasonCode?: string },
) => http.post<Certificate>(`/certificates/${id(number)}/${change}`, { body });
export const endorseCertificate = (number: string, body: { declarationNumber: string; office: string; date: string }) =>
  http.post<Certificate>(`/certificates/${id(number)}/endorsement`, { body });

// ── Exporters

export const listExporters = (query: Query, signal?: AbortSignal) =>
  http.get<Page<Exporter>>('/exporters', { query, signal });
export const changeExporter = (
  exporter: string,
  change: 'verification' | 'suspension' | 'reinstatement' | 'rejection',
  body: { reason?: string; note?: string },
) => http.post<Exporter>(`/exporters/${id(exporter)}/${change}`, { body });

// ── Payments

export const listAttempts = (query: Query, signal?: AbortSignal) =>
  http.get<Page<ListedAttempt>>('/payment-attempts', { query, signal });

// ── Steering and audit

export const getSteering = (query: Query, signal?: AbortSignal) =>
  http.get<SteeringStatistics>('/statistics/steering', { query, signal });
export const listEvents = (query: Query, signal?: AbortSignal) =>
  http.get<Page<HistoryEvent>>('/events', { query, signal });
export const checkEvents = () => http.post<EventCheck>('/event-checks');

// ── Administration

export const listAccounts = (query: Query, signal?: AbortSignal) =>
  http.get<Page<ManagedAccount>>('/accounts', { query, signal });
export const addAccount = (body: AccountInput, idempotencyKey: string) =>
  http.post<Account>('/accounts', { body, idempotencyKey });
export const changeAccount = (account: string, change: 'suspension' | 'reinstatement', reason: string) =>
  http.post<ManagedAccount>(`/accounts/${id(account)}/${change}`, { body: { reason } });
export const resetPassword = (account: string, newPassword: string) =>
  http.put<void>(`/accounts/${id(account)}/password`, { body: { newPassword } });
export const listFees = () => http.get<{ items: Fee[] }>('/fees').then((answer) => answer.items);
export const addFee = (body: Fee) => http.post<Fee>('/fees', { body });
export const listMeasures = () => http.get<{ items: Measure[] }>('/measures').then((answer) => answer.items);
export const addMeasure = (body: Omit<Measure, 'id'>) => http.post<Measure>('/measures', { body });
export const endMeasure = (measure: string, body: { to: string; reason: string }) =>
  http.post<Measure>(`/measures/${id(measure)}/end`, { body });
export const listOperatorProfiles = () =>
  http.get<{ items: OperatorProfile[] }>('/operator-profiles').then((answer) => answer.items);
export const changeOperator = (operator: OperatorCode, body: { enabled: boolean; validFrom: string; source: string }) =>
  http.post<unknown>(`/operators/${id(operator)}/periods`, { body });
export const changeScheme = (
  scheme: string,
  body: { status: string; validFrom: string; source: string; note?: { fr: string; en: string } },
) => http.post<unknown>(`/schemes/${id(scheme)}/status`, { body });
