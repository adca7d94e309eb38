import type { Application, ContentChange, QueueCounts, Scheme } from '@api/types';
import type { CheckedItem, ReturnReasonInput } from '~/lib/api/staff.ts';
import type { Fault } from '~/lib/forms/index.ts';

/** The queues in the order of the tabs: what one does first comes first. */
export const QUEUES = [
  'mine',
  'to_examine',
  'to_sign',
  'awaiting_opinion',
  'waiting_exporter',
  'late',
  'decided',
] as const;
export type Queue = (typeof QUEUES)[number];

const LENGTHS: Record<Queue, keyof QueueCounts | null> = {
  mine: 'mine',
  to_examine: 'toExamine',
  to_sign: 'toSign',
  awaiting_opinion: 'awaitingOpinion',
  waiting_exporter: 'waitingExporter',
  late: 'late',
  decided: null,
};

/** How long a queue is, when it is counted. */
export function lengthOf(queue: Queue, lengths: QueueCounts | undefined): number | undefined {
  const member = LENGTHS[queue];
  return member && lengths ? lengths[member] : undefined;
}

export function isQueue(text: string | undefined): text is Queue {
  return QUEUES.some((queue) => queue === text);
}

/** Every place of a content that a remark can be tied to, in reading order. */
export function pointersOf(application: Application): string[] {
  const lines = (application.content.goods ?? []).flatMap((_, index) =>
    ['hsCode', 'description', 'packageCount', 'marks', 'grossWeightG', 'netWeightG', 'fobValueXof', 'criterion'].map(
      (name) => `/goods/${index}/${name}`,
    ),
  );
  return [
    '/destination',
    '/scheme',
    '/consignee/name',
    '/consignee/address',
    '/consignee/country',
    '/transport/mode',
    '/transport/from',
    '/transport/to',
    '/transport/documentNumber',
    '/invoice/number',
    '/invoice/date',
    '/invoice/amount',
    ...lines,
    '/documents',
  ];
}

/** A remark while it is written. */
export interface Remark extends ReturnReasonInput {
  key: number;
}

/** What is missing from the remarks before they can be sent. */
export function remarkFaults(remarks: Remark[], words: { none: string; code: string; message: string }): Fault[] {
  if (remarks.length === 0) return [{ pointer: '/reasons', message: words.none }];
  return remarks.flatMap((remark, index) => [
    ...(remark.code ? [] : [{ pointer: `/reasons/${index}/code`, message: words.code }]),
    ...(remark.message.trim() ? [] : [{ pointer: `/reasons/${index}/message`, message: words.message }]),
  ]);
}

/** An answer to one line of the checklist: not looked at, right, or not right. */
export type Verdict = '' | 'ok' | 'not_ok';

/** The checklist as it is sent: only what was answered. */
export function checklistOf(scheme: Scheme | undefined, verdicts: Record<string, Verdict>): CheckedItem[] {
  return (scheme?.checklist ?? []).flatMap((item) => {
    const verdict = verdicts[item.code];
    return verdict ? [{ code: item.code, ok: verdict === 'ok' }] : [];
  });
}

/** What stops a proposal: an unanswered line, or a favourable opinion over a line that failed. */
export function checklistFaults(
  scheme: Scheme | undefined,
  verdicts: Record<string, Verdict>,
  favourable: boolean,
  words: { unanswered: string; contradiction: string },
): Fault[] {
  return (scheme?.checklist ?? []).flatMap((item) => {
    const verdict = verdicts[item.code];
    if (!verdict) return [{ pointer: `/checklist/${item.code}`, message: words.unanswered }];
    if (favourable && verdict === 'not_ok')
      return [{ pointer: `/checklist/${item.code}`, message: words.contradiction }];
    return [];
  });
}

/** The changed places, each once, with the value before. A new line of goods is one change. */
export function changedAt(changes: ContentChange[], pointer: string): ContentChange | undefined {
  return changes.find((change) => change.pointer === pointer || pointer.startsWith(`${change.pointer}/`));
}
