import type { Application, ContentChange, QueueLengths } from '@api/types';
import { http } from '~/lib/net/client.ts';

const id = encodeURIComponent;
const of = (application: string) => `/applications/${id(application)}`;

// ── Queues and files held

export const getQueues = () => http.get<QueueLengths>('/queues');
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
