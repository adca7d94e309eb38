import type { Scheme } from '@api/types';
import { describe, expect, it } from 'vitest';
import { changedAt, checklistFaults, checklistOf, lengthOf, remarkFaults } from './review-model.ts';

const words = { unanswered: 'répondre', contradiction: 'contredit' };
const scheme = {
  checklist: [
    { code: 'invoice', label: { fr: 'Facture', en: 'Invoice' } },
    { code: 'origin', label: { fr: 'Origine', en: 'Origin' } },
  ],
} as unknown as Scheme;

describe('the checklist', () => {
  it('wants an answer to every line', () => {
    const faults = checklistFaults(scheme, { invoice: 'ok' }, true, words);
    expect(faults).toEqual([{ pointer: '/checklist/origin', message: 'répondre' }]);
  });

  it('lets nobody propose favourably over a failed line', () => {
    const verdicts = { invoice: 'ok', origin: 'not_ok' } as const;
    expect(checklistFaults(scheme, verdicts, true, words)).toHaveLength(1);
    expect(checklistFaults(scheme, verdicts, false, words)).toHaveLength(0);
    expect(checklistOf(scheme, verdicts)).toEqual([
      { code: 'invoice', ok: true },
      { code: 'origin', ok: false },
    ]);
  });
});

describe('remarks to the exporter', () => {
  const said = { none: 'aucun', code: 'motif', message: 'texte' };
  it('need a reason and a sentence each', () => {
    expect(remarkFaults([], said)).toEqual([{ pointer: '/reasons', message: 'aucun' }]);
    const remark = { key: 1, pointer: '/goods/0/marks', code: '', message: ' ' };
    expect(remarkFaults([remark], said).map((fault) => fault.pointer)).toEqual([
      '/reasons/0/code',
      '/reasons/0/message',
    ]);
  });
});

describe('queues and changes', () => {
  it('counts only what the service counts', () => {
    const lengths = { toExamine: 4, mine: 1, waitingExporter: 0, awaitingOpinion: 0, toSign: 2, late: 3 };
    expect(lengthOf('to_sign', lengths)).toBe(2);
    expect(lengthOf('decided', lengths)).toBeUndefined();
  });

  it('finds a change of a whole line from any of its fields', () => {
    const changes = [{ pointer: '/goods/1', before: null, after: {} }];
    expect(changedAt(changes, '/goods/1/marks')).toBe(changes[0]);
    expect(changedAt(changes, '/goods/10/marks')).toBeUndefined();
  });
});
