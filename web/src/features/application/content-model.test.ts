import type { Scheme } from '@api/types';
import { describe, expect, it } from 'vitest';
import {
  formatHs,
  GOODS,
  goodsTotals,
  hrefOf,
  INVOICE,
  orNull,
  parseHs,
  partFaults,
  readPart,
  sectionState,
  usualIn,
  writePart,
} from './content-model.ts';

const LINE = {
  hsCode: '080450',
  description: 'Mangues Kent',
  packageCount: 1200,
  packageKind: 'CT',
  marks: 'SIKASSO 1-1200',
  grossWeightG: 6_000_500,
  fobValueXof: 4_500_000,
  criterion: 'WP',
};

describe('a goods line', () => {
  it('is the same after a form', () => {
    expect(writePart(GOODS, '/goods/2', readPart(GOODS, '/goods/2', LINE))).toEqual(LINE);
  });

  it('is told what is missing and what cannot be read', () => {
    const values = { ...readPart(GOODS, '/goods/0', LINE), '/goods/0/grossWeightG': 'dix', '/goods/0/marks': ' ' };
    expect(partFaults(GOODS, '/goods/0', values).map((fault) => fault.pointer)).toEqual([
      '/goods/0/marks',
      '/goods/0/grossWeightG',
    ]);
    expect(writePart(GOODS, '/goods/0', values)).not.toHaveProperty('grossWeightG');
  });
});

describe('an invoice', () => {
  it('keeps its amount as decimals', () => {
    const values = readPart(INVOICE, '/invoice', { amount: '1250000.50' });
    expect(values['/invoice/amount']).toBe('1\u202f250\u202f000,50');
    expect(writePart(INVOICE, '/invoice', values)).toEqual({ amount: '1250000.50' });
  });

  it('is nothing when all its fields are empty', () => {
    expect(orNull(writePart(INVOICE, '/invoice', readPart(INVOICE, '/invoice', null)))).toBeNull();
  });
});

describe('faults', () => {
  it.each([
    ['/goods/1/hsCode', '/app/demandes/a/marchandises/1#f-goods-1-hsCode'],
    ['/goods', '/app/demandes/a/marchandises#f-goods'],
    ['/scheme', '/app/demandes/a/destination#f-scheme'],
    ['/documents/commercial_invoice', '/app/demandes/a/documents#f-documents-commercial-invoice'],
    ['/exporter/status', '/app/entreprise'],
    ['', '/app/demandes/a'],
  ])('at %j are corrected at %j', (pointer, href) => {
    expect(hrefOf('a', pointer)).toBe(href);
  });
});

describe('a part', () => {
  const content = { goods: [LINE], consignee: { name: 'Rungis' } };
  it('is to do, started, filled or to correct', () => {
    expect(sectionState('transport', content, 0, [{ pointer: '/transport/mode' }], [])).toBe('todo');
    expect(sectionState('destinataire', content, 0, [{ pointer: '/consignee/city' }], [])).toBe('started');
    expect(sectionState('marchandises', content, 0, [], [])).toBe('filled');
    expect(sectionState('marchandises', content, 0, [], [{ pointer: '/goods/0/marks' }])).toBe('fix');
  });

  it('without a required paper is filled even with no file', () => {
    expect(sectionState('documents', content, 0, [], [])).toBe('filled');
  });
});

describe('sums and codes', () => {
  it('adds what is there', () => {
    expect(goodsTotals([LINE, { packageCount: 1 }])).toEqual({
      packages: 1201,
      grossWeightG: 6_000_500,
      fobValueXof: 4_500_000,
    });
  });

  it('reads and prints goods codes', () => {
    expect(parseHs('0804.50')).toBe('080450');
    expect(parseHs('08045')).toBeNull();
    expect(formatHs('0102290000')).toBe('0102.29.00.00');
  });
});

describe('the usual criterion', () => {
  const scheme = (code: string, ...criteria: [string, string][]): Scheme => ({
    code,
    name: { fr: code, en: code },
    documentTitle: { fr: code, en: code },
    status: 'active',
    kind: 'certificate',
    singleProduct: false,
    criteria: criteria.map(([criterion, basis]) => ({ code: criterion, basis, label: { fr: '', en: '' } })),
    checklist: [],
    feeXof: null,
    destinations: null,
    confirmed: false,
    source: '',
  });
  const zle = scheme('ZLE', ['WP', 'wholly_obtained'], ['SP', 'process']);
  const uem = scheme('UEM', ['EO', 'wholly_obtained']);

  it('is told in the codes of the chosen scheme', () => {
    expect(usualIn(zle, [zle, uem], 'WP')).toBe('WP');
    expect(usualIn(uem, [zle, uem], 'WP')).toBe('EO');
    expect(usualIn(uem, [zle, uem], 'SP')).toBeUndefined();
    expect(usualIn(undefined, [zle, uem], 'WP')).toBeUndefined();
  });
});
