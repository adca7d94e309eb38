import type { HistoryEvent } from '@api/types';
import { describe, expect, it } from 'vitest';
import { momentsOf } from './history.ts';

const event = (id: string, action: string, at: string, from?: string, to?: string): HistoryEvent => ({
  id,
  at,
  actor: null,
  action,
  from,
  to,
  record: { kind: 'application', id: 'a', label: 'D26' },
});

describe('the history', () => {
  const events = [
    event('1', 'start', '2026-11-21T10:00:00Z'),
    event('2', 'edit', '2026-11-21T10:01:00Z'),
    event('3', 'edit', '2026-11-21T10:02:00Z'),
    event('4', 'submit', '2026-11-21T10:03:00Z', 'draft', 'submitted'),
    event('5', 'demand_fee', '2026-11-21T10:03:00Z', 'submitted', 'awaiting_payment'),
    event('6', 'queue', '2026-11-21T10:05:00Z', 'awaiting_payment', 'queued'),
  ];

  it('is newest first, also within one moment, and tells a run of savings once', () => {
    expect(momentsOf(events).map((moment) => moment.id)).toEqual(['6', '5', '4', '3', '1']);
    expect(momentsOf([...events].reverse()).map((moment) => moment.id)).toEqual(['6', '5', '4', '3', '1']);
  });

  it('says what an action meant where it happened', () => {
    expect(momentsOf(events)[0]?.title).toBe('Paiement confirmé');
    expect(momentsOf([event('7', 'submit', '2026-11-22T10:00:00Z', 'returned', 'queued')])[0]?.title).toBe(
      'Demande renvoyée',
    );
  });

  it('falls back to the state reached', () => {
    expect(momentsOf([event('8', 'something', '2026-11-22T10:00:00Z', 'queued', 'in_review')])[0]?.title).toBe(
      'En cours d’examen',
    );
  });
});
