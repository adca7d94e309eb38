import type { Coded, Content, GoodsItem, Reference, Scheme } from '@api/types';
import { formatDate } from '~/lib/dates/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { formatCount, formatDecimal, formatKg, formatXof } from '~/lib/money/index.ts';
import { CONSIGNEE, type FieldSpec, formatHs, GOODS, INVOICE, TRANSPORT } from './content-model.ts';
import { t } from './texts.ts';

/** What turns codes into names. */
export interface Lookups {
  reference: Reference;
  schemes: Scheme[];
}

const nameIn = (list: Coded[], code: string): string => say(list.find((item) => item.code === code)?.name) || code;

export const countryName = (lookups: Lookups, code: string | null | undefined): string =>
  code ? nameIn(lookups.reference.countries, code) : '';

export const schemeName = (lookups: Lookups, code: string | null | undefined): string =>
  code ? nameIn(lookups.schemes, code) : '';

export const schemeOf = (lookups: Lookups, content: Content): Scheme | undefined =>
  lookups.schemes.find((scheme) => scheme.code === content.scheme);

const SPECS: Record<string, FieldSpec[]> = {
  consignee: CONSIGNEE,
  transport: TRANSPORT,
  invoice: INVOICE,
  goods: GOODS,
};

function specAt(pointer: string): { spec: FieldSpec | undefined; line: number | null } {
  const parts = pointer.split('/').slice(1);
  const line = parts[0] === 'goods' && parts[1] !== undefined ? Number(parts[1]) : null;
  const name = line === null ? parts[1] : parts[2];
  return { spec: SPECS[parts[0] ?? '']?.find((spec) => spec.name === name), line };
}

/** What a person calls the place a pointer names: « Ligne 2 : marques ». */
export function labelAt(pointer: string): string {
  const { spec, line } = specAt(pointer);
  if (spec && line !== null) return t('goods.lineField', { line: line + 1, field: t(spec.label) });
  if (spec) return t(spec.label);
  if (line !== null) return t('goods.line', { line: line + 1 });
  const first = pointer.split('/')[1];
  if (first === 'goods') return t('section.marchandises');
  if (first === 'destination') return t('destination.country');
  if (first === 'scheme') return t('destination.scheme');
  if (first === 'remarks') return t('remarks');
  return first === 'documents' ? t('section.documents') : t('application');
}

function choiceName(spec: FieldSpec, value: string, lookups: Lookups, scheme: Scheme | undefined): string {
  const { reference } = lookups;
  if (spec.name === 'mode') return nameIn(reference.transportModes, value);
  if (spec.name === 'packageKind') return nameIn(reference.packageKinds, value);
  if (spec.name === 'criterion') {
    const criterion = scheme?.criteria.find((item) => item.code === value);
    return criterion ? `${value} — ${say(criterion.label)}` : value;
  }
  return value;
}

/** A value of the content as it is shown where it is checked. */
export function showValue(pointer: string, value: unknown, lookups: Lookups, content: Content): string {
  if (value === null || value === undefined || value === '') return '';
  if (pointer === '/destination') return countryName(lookups, String(value));
  if (pointer === '/scheme') return schemeName(lookups, String(value));
  const { spec } = specAt(pointer);
  if (Array.isArray(value)) return t('goods.count', { n: value.length });
  if (!spec) return typeof value === 'object' ? Object.values(value).join(', ') : String(value);
  if (spec.kind === 'kg' && typeof value === 'number') return formatKg(value);
  if (spec.kind === 'xof' && typeof value === 'number') return formatXof(value);
  if (spec.kind === 'count' && typeof value === 'number') return formatCount(value);
  const text = String(value);
  if (spec.kind === 'date') return formatDate(text);
  if (spec.kind === 'country') return countryName(lookups, text);
  if (spec.kind === 'product') return formatHs(text);
  if (spec.kind === 'decimal') return `${formatDecimal(text)} ${content.invoice?.currency ?? ''}`.trim();
  return spec.kind === 'choice' ? choiceName(spec, text, lookups, schemeOf(lookups, content)) : text;
}

/** One line of goods in a few words. */
export function goodsTitle(item: GoodsItem): string {
  const code = item.hsCode ? formatHs(item.hsCode) : '';
  return [code, item.description].filter(Boolean).join(' · ') || t('goods.unnamed');
}
