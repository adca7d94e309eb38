import type { ApplicationStatus, ApplicationSummary } from '@api/types';
import { describe, expect, it } from 'vitest';
import { deskOf, lastSent } from './home-model.ts';

const item = (id: string, status: ApplicationStatus, updatedAt: string, submittedAt?: string): ApplicationSummary => ({
  id,
  reference: id,
  status,
  exporterId: 'e',
  exporterName: 'E',
  updatedAt,
  submittedAt,
  late: false,
});

const ITEMS = [
  item('d', 'draft', '2026-11-05'),
  item('p', 'awaiting_payment', '2026-11-04', '2026-11-04'),
  item('r', 'returned', '2026-11-02', '2026-10-30'),
  item('q', 'queued', '2026-11-03', '2026-11-03'),
  item('x', 'refused', '2026-11-06', '2026-11-06'),
];

describe('the desk', () => {
  it('puts first what the exporter has kept waiting longest', () => {
    const desk = deskOf(ITEMS);
    expect(desk.todo.map((entry) => entry.id)).toEqual(['r', 'p']);
    expect(desk.drafts.map((entry) => entry.id)).toEqual(['d']);
    expect(desk.others.map((entry) => entry.id)).toEqual(['q', 'x']);
  });

  it('offers the last good application as a model', () => {
    expect(lastSent(ITEMS)?.id).toBe('p');
    expect(lastSent([item('d', 'draft', '2026-11-05')])).toBeUndefined();
  });
});
