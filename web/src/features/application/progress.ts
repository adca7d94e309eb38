import type { Application, ApplicationStatus } from '@api/types';

export const STAGES = ['sent', 'paid', 'examined', 'signed'] as const;
export type Stage = (typeof STAGES)[number];

const REACHED: Record<ApplicationStatus, number> = {
  draft: 0,
  submitted: 1,
  awaiting_payment: 1,
  queued: 2,
  in_review: 2,
  awaiting_opinion: 2,
  returned: 2,
  proposed: 3,
  approved: 4,
  refused: 2,
  withdrawn: 0,
  lapsed: 0,
};

/** The stages behind and ahead. A decision other than approval ends the road, so nothing is "current" then. */
export function stagesOf(
  application: Pick<Application, 'status'>,
): { stage: Stage; state: 'done' | 'current' | 'next' }[] {
  const reached = REACHED[application.status];
  const ended = ['refused', 'withdrawn', 'lapsed'].includes(application.status);
  return STAGES.map((stage, index) => ({
    stage,
    state: index < reached ? 'done' : index === reached && !ended ? 'current' : 'next',
  }));
}
