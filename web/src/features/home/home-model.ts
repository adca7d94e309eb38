import type { ApplicationSummary } from '@api/types';

export interface Desk {
  /** What waits for the exporter: to pay or to correct, the oldest first. */
  todo: ApplicationSummary[];
  drafts: ApplicationSummary[];
  /** What the agency has, and what was decided lately. */
  others: ApplicationSummary[];
}

/** Sorts a firm's applications by who has to act. */
export function deskOf(items: ApplicationSummary[], recent = 5): Desk {
  const waiting = ['awaiting_payment', 'returned'];
  return {
    todo: items.filter((item) => waiting.includes(item.status)).sort((a, b) => a.updatedAt.localeCompare(b.updatedAt)),
    drafts: items.filter((item) => item.status === 'draft'),
    others: items.filter((item) => !waiting.includes(item.status) && item.status !== 'draft').slice(0, recent),
  };
}

/** The application to start the next one from: the last one that was sent and not refused. */
export function lastSent(items: ApplicationSummary[]): ApplicationSummary | undefined {
  return items
    .filter((item) => item.submittedAt && !['refused', 'withdrawn', 'lapsed'].includes(item.status))
    .sort((a, b) => (b.submittedAt ?? '').localeCompare(a.submittedAt ?? ''))[0];
}
