import type { ApplicationStatus, HistoryEvent } from '@api/types';
import { formatDateTime } from '~/lib/dates/index.ts';
import { applicationStatus, personName } from '~/lib/labels/index.ts';
import type { Moment } from '~/ui/index.ts';
import { t } from './texts.ts';

type Key = Parameters<typeof t>[0];

/** What an action on the file or its fee is called. An action we have no words for is told by the state it led to. */
const ACTIONS: Record<string, Key> = {
  start: 'event.create',
  edit: 'event.edit',
  submit: 'event.submit',
  demand_fee: 'event.demand_fee',
  queue: 'event.queue',
  claim: 'event.claim',
  release: 'event.release',
  return: 'event.return',
  request_opinion: 'event.request_opinion',
  give_opinion: 'event.give_opinion',
  propose: 'event.propose',
  reconsider: 'event.reconsider',
  approve: 'event.approve',
  refuse: 'event.refuse',
  withdraw: 'event.withdraw',
  lapse: 'event.lapse',
  payment_reversed: 'event.payment_reversed',
  add_document: 'event.attach',
  remove_document: 'event.detach',
};

/** A sentence for one event of an application. */
export function eventTitle(event: HistoryEvent): string {
  if (event.action === 'queue' && event.from === 'awaiting_payment') return t('event.pay');
  if (event.action === 'submit' && event.from === 'returned') return t('event.resubmit');
  const key = ACTIONS[event.action];
  if (key) return t(key);
  if (event.to && event.record.kind === 'application') return applicationStatus(event.to as ApplicationStatus);
  return event.action;
}

/** An application's history, newest first, with runs of savings told once. */
export function momentsOf(events: HistoryEvent[]): Moment[] {
  const last = events.length - 1;
  const ascending = (events[0]?.at ?? '') <= (events[last]?.at ?? '');
  // Events of one moment keep their own order, so the list is turned round before it is sorted.
  const newestFirst = (ascending ? [...events].reverse() : [...events]).sort((a, b) => b.at.localeCompare(a.at));
  const kept = newestFirst.filter(
    (event, index) => event.action !== 'edit' || newestFirst[index - 1]?.action !== 'edit',
  );
  return kept.map((event) => ({
    id: event.id,
    title: eventTitle(event),
    when: formatDateTime(event.at),
    instant: event.at,
    who: event.actor ? personName(event.actor) : t('event.service'),
    children: event.reason ?? undefined,
  }));
}
