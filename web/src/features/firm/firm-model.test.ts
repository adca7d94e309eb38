import type { ProfileReference } from '@api/types';
import { describe, expect, it } from 'vitest';
import { firmFaults, firmInput, firmValues, missingPapers } from './firm-model.ts';

const text = (fr: string) => ({ fr, en: fr });
const COMPANY: ProfileReference = {
  code: 'company',
  name: text('Société'),
  hint: text(''),
  identifiers: [
    { kind: 'rccm', name: text('RCCM'), required: true },
    { kind: 'nif', name: text('NIF'), required: true },
  ],
  papers: [
    { kind: 'rccm_extract', name: text('Extrait'), required: true },
    { kind: 'photo', name: text('Photo'), required: false },
  ],
};
const PRODUCER: ProfileReference = {
  ...COMPANY,
  code: 'producer',
  identifiers: [{ kind: 'producer_card', name: text('Carte de producteur'), required: true }],
};

const filled = {
  ...firmValues(COMPANY, null),
  '/name': 'Sahel Export SARL',
  '/identifiers/rccm': 'MA.BKO.2019.B.1',
  '/identifiers/nif': '086123456A',
  '/address/street': 'Zone industrielle',
  '/address/city': 'Bamako',
  '/phone': '20 22 33 44',
};

describe('a firm', () => {
  it('never owes the identifiers of another profile', () => {
    const faults = firmFaults(PRODUCER, { ...firmValues(PRODUCER, null), '/name': 'Coopérative' });
    expect(faults.map((fault) => fault.pointer)).toEqual([
      '/identifiers/producer_card',
      '/address/street',
      '/address/city',
      '/phone',
    ]);
  });

  it('is sent as the service takes it and read back into the same form', () => {
    expect(firmFaults(COMPANY, filled)).toEqual([]);
    const input = firmInput(COMPANY, filled);
    expect(input).toEqual({
      profile: 'company',
      name: 'Sahel Export SARL',
      identifiers: { rccm: 'MA.BKO.2019.B.1', nif: '086123456A' },
      address: { street: 'Zone industrielle', city: 'Bamako', country: 'ML' },
      phone: '+22320223344',
    });
    expect(firmValues(COMPANY, input)).toEqual({ ...filled, '/phone': '+22320223344' });
  });

  it('lacks only the papers that are required', () => {
    expect(missingPapers(COMPANY, { documents: [] })).toEqual(['rccm_extract']);
  });
});
