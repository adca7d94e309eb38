import type { Content, FieldFault, GoodsItem, Scheme } from '@api/types';
import type { Fault } from '~/lib/forms/index.ts';
import { valueAt } from '~/lib/forms/index.ts';
import { formatCount, formatDecimal, kgText, parseCount, parseDecimal, parseKg, parseXof } from '~/lib/money/index.ts';
import { t } from './texts.ts';

/** The parts of an application, in the order they are filled, by the last part of their address. */
export const SECTIONS = ['destination', 'destinataire', 'transport', 'facture', 'marchandises', 'documents'] as const;
export type Section = (typeof SECTIONS)[number];

export type Kind = 'text' | 'date' | 'decimal' | 'kg' | 'xof' | 'count' | 'choice' | 'country' | 'product';

export interface FieldSpec {
  /** The member's name within its part. */
  name: string;
  label: Parameters<typeof t>[0];
  kind: Kind;
  required?: boolean;
}

/** The members of the simple parts, in reading order. What is required here is what a form cannot do without. */
export const CONSIGNEE: FieldSpec[] = [
  { name: 'name', label: 'consignee.name', kind: 'text', required: true },
  { name: 'address', label: 'consignee.address', kind: 'text', required: true },
  { name: 'city', label: 'consignee.city', kind: 'text', required: true },
  { name: 'country', label: 'consignee.country', kind: 'country', required: true },
  { name: 'registration', label: 'consignee.registration', kind: 'text' },
];

export const TRANSPORT: FieldSpec[] = [
  { name: 'mode', label: 'transport.mode', kind: 'choice', required: true },
  { name: 'from', label: 'transport.from', kind: 'text', required: true },
  { name: 'to', label: 'transport.to', kind: 'text', required: true },
  { name: 'departureDate', label: 'transport.departureDate', kind: 'date' },
  { name: 'means', label: 'transport.means', kind: 'text' },
  { name: 'documentNumber', label: 'transport.documentNumber', kind: 'text' },
  { name: 'container', label: 'transport.container', kind: 'text' },
  { name: 'seals', label: 'transport.seals', kind: 'text' },
];

export const INVOICE: FieldSpec[] = [
  { name: 'number', label: 'invoice.number', kind: 'text', required: true },
  { name: 'date', label: 'invoice.date', kind: 'date', required: true },
  { name: 'amount', label: 'invoice.amount', kind: 'decimal', required: true },
  { name: 'currency', label: 'invoice.currency', kind: 'choice', required: true },
  { name: 'incoterm', label: 'invoice.incoterm', kind: 'choice' },
];

export const GOODS: FieldSpec[] = [
  { name: 'hsCode', label: 'goods.hsCode', kind: 'product', required: true },
  { name: 'description', label: 'goods.description', kind: 'text', required: true },
  { name: 'packageCount', label: 'goods.packageCount', kind: 'count', required: true },
  { name: 'packageKind', label: 'goods.packageKind', kind: 'choice', required: true },
  { name: 'marks', label: 'goods.marks', kind: 'text', required: true },
  { name: 'grossWeightG', label: 'goods.grossWeightG', kind: 'kg', required: true },
  { name: 'netWeightG', label: 'goods.netWeightG', kind: 'kg' },
  { name: 'supplementaryQuantity', label: 'goods.supplementaryQuantity', kind: 'text' },
  { name: 'fobValueXof', label: 'goods.fobValueXof', kind: 'xof', required: true },
  { name: 'criterion', label: 'goods.criterion', kind: 'choice', required: true },
  { name: 'criterionDetail', label: 'goods.criterionDetail', kind: 'text' },
  { name: 'producer', label: 'goods.producer', kind: 'text' },
];

/** What one sees in a field for a value of the content. */
export function readField(kind: Kind, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (kind === 'kg' && typeof value === 'number') return kgText(value);
  if (kind === 'decimal' && typeof value === 'string') return formatDecimal(value);
  if ((kind === 'xof' || kind === 'count') && typeof value === 'number') return formatCount(value);
  return String(value);
}

/** The content's value of what was typed: `null` when nothing was, `undefined` when it cannot be read. */
export function writeField(kind: Kind, typed: string): string | number | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  switch (kind) {
    case 'kg':
      return parseKg(text) ?? undefined;
    case 'xof':
      return parseXof(text) ?? undefined;
    case 'count':
      return parseCount(text) ?? undefined;
    case 'decimal':
      return parseDecimal(text) ?? undefined;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
    default:
      return text;
  }
}

/** The values of a form from a part of the content, keyed by their pointers under `prefix`. */
export function readPart(specs: FieldSpec[], prefix: string, part: unknown): Record<string, string> {
  return Object.fromEntries(
    specs.map((spec) => [`${prefix}/${spec.name}`, readField(spec.kind, valueAt(part, `/${spec.name}`))]),
  );
}

/** The part of the content that a form stands for; what is empty or cannot be read yet is left out. */
export function writePart(specs: FieldSpec[], prefix: string, values: Record<string, string>): Record<string, unknown> {
  const part: Record<string, unknown> = {};
  for (const spec of specs) {
    const value = writeField(spec.kind, values[`${prefix}/${spec.name}`] ?? '');
    if (value !== null && value !== undefined) part[spec.name] = value;
  }
  return part;
}

/** The part as the content holds it: nothing at all once every field is empty. */
export function orNull<T extends Record<string, unknown>>(part: T): T | null {
  return Object.keys(part).length > 0 ? part : null;
}

const UNREADABLE: Partial<Record<Kind, Parameters<typeof t>[0]>> = {
  kg: 'bad.kg',
  xof: 'bad.xof',
  count: 'bad.count',
  decimal: 'bad.decimal',
  date: 'bad.date',
};

/** What is missing or cannot be read, at the form's fields. The service says the rest. */
export function partFaults(specs: FieldSpec[], prefix: string, values: Record<string, string>): Fault[] {
  const faults: Fault[] = [];
  for (const spec of specs) {
    const pointer = `${prefix}/${spec.name}`;
    const value = writeField(spec.kind, values[pointer] ?? '');
    if (value === undefined) faults.push({ pointer, message: t(UNREADABLE[spec.kind] ?? 'bad.text') });
    else if (value === null && spec.required) faults.push({ pointer, message: t('missing', { field: t(spec.label) }) });
  }
  return faults;
}

/** The part of the form that a pointer belongs to. */
export function sectionOf(pointer: string): Section | null {
  const first = pointer.split('/')[1] ?? '';
  const sections: Record<string, Section> = {
    scheme: 'destination',
    destination: 'destination',
    consignee: 'destinataire',
    transport: 'transport',
    remarks: 'transport',
    invoice: 'facture',
    goods: 'marchandises',
    documents: 'documents',
  };
  return sections[first] ?? null;
}

/** Where a fault is corrected: the page of its part, at its field. */
export function hrefOf(application: string, pointer: string): string {
  const base = `/app/demandes/${application}`;
  if (pointer.startsWith('/exporter')) return '/app/entreprise';
  const section = sectionOf(pointer);
  if (!section) return base;
  const anchor = `#f${pointer.replace(/[^A-Za-z0-9]+/g, '-')}`;
  const line = /^\/goods\/(\d+)/.exec(pointer)?.[1];
  return line === undefined ? `${base}/${section}${anchor}` : `${base}/marchandises/${line}${anchor}`;
}

/** How far a part is, from the content and from what submission would still refuse. */
export function sectionState(
  section: Section,
  content: Content,
  documents: number,
  faults: Pick<FieldFault, 'pointer'>[],
  asked: Pick<FieldFault, 'pointer'>[],
): 'todo' | 'started' | 'filled' | 'fix' {
  if (asked.some((reason) => sectionOf(reason.pointer) === section)) return 'fix';
  const empty: Record<Section, boolean> = {
    destination: !content.destination && !content.scheme,
    destinataire: !content.consignee || Object.keys(content.consignee).length === 0,
    transport: !content.transport || Object.keys(content.transport).length === 0,
    facture: !content.invoice || Object.keys(content.invoice).length === 0,
    marchandises: !content.goods || content.goods.length === 0,
    documents: documents === 0,
  };
  const faulty = faults.some((fault) => sectionOf(fault.pointer) === section);
  if (!faulty) return empty[section] && section !== 'documents' ? 'todo' : 'filled';
  return empty[section] ? 'todo' : 'started';
}

export interface GoodsTotals {
  packages: number;
  grossWeightG: number;
  fobValueXof: number;
}

/** The sums of all goods lines, as far as they are filled. */
export function goodsTotals(goods: GoodsItem[]): GoodsTotals {
  return goods.reduce<GoodsTotals>(
    (sum, item) => ({
      packages: sum.packages + (item.packageCount ?? 0),
      grossWeightG: sum.grossWeightG + (item.grossWeightG ?? 0),
      fobValueXof: sum.fobValueXof + (item.fobValueXof ?? 0),
    }),
    { packages: 0, grossWeightG: 0, fobValueXof: 0 },
  );
}

/** A goods code as it is printed: `0804.50`, `0102.29.00.00`. */
export function formatHs(code: string): string {
  return code.length < 6 ? code : (code.match(/^\d{4}|\d{2}/g) ?? [code]).join('.');
}

/** A goods code as typed, with its points and spaces, or `null` when it is not one of 6, 8 or 10 digits. */
export function parseHs(typed: string): string | null {
  const digits = typed.replace(/[.\s]/g, '');
  return /^(\d{6}|\d{8}|\d{10})$/.test(digits) ? digits : null;
}

/**
 * The criterion that a product usually meets, in the codes of the chosen scheme. Each scheme prints its own code for
 * the same reason, so the code is translated by what it rests on.
 */
export function usualIn(
  scheme: Scheme | undefined,
  schemes: Scheme[],
  usual: string | null | undefined,
): string | undefined {
  if (!scheme || !usual) return undefined;
  if (scheme.criteria.some((criterion) => criterion.code === usual)) return usual;
  const basis = schemes.flatMap((other) => other.criteria).find((criterion) => criterion.code === usual)?.basis;
  return basis ? scheme.criteria.find((criterion) => criterion.basis === basis)?.code : undefined;
}
