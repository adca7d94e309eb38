import type { Exporter, ExporterInput, ProfileReference } from '@api/types';
import { normalPhone } from '~/features/account/account-model.ts';
import type { Fault } from '~/lib/forms/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { t } from './texts.ts';

/** A form's values for a firm, by the pointers of the request. Identifiers depend on the applicant's profile. */
export function firmValues(profile: ProfileReference, firm: ExporterInput | null): Record<string, string> {
  const identifiers = profile.identifiers.map(
    ({ kind }) => [`/identifiers/${kind}`, firm?.identifiers[kind] ?? ''] as const,
  );
  return {
    '/name': firm?.name ?? '',
    '/tradeName': firm?.tradeName ?? '',
    ...Object.fromEntries(identifiers),
    '/address/street': firm?.address.street ?? '',
    '/address/city': firm?.address.city ?? '',
    '/address/region': firm?.address.region ?? '',
    '/phone': firm?.phone ?? '',
    '/email': firm?.email ?? '',
  };
}

/** Everything that is missing or cannot be right, at its field. */
export function firmFaults(profile: ProfileReference, values: Record<string, string>): Fault[] {
  const faults: Fault[] = [];
  const need = (pointer: string, label: string) => {
    if (!values[pointer]?.trim()) faults.push({ pointer, message: t('missing', { field: label }) });
  };
  need('/name', t('name'));
  for (const identifier of profile.identifiers) {
    if (identifier.required) need(`/identifiers/${identifier.kind}`, say(identifier.name));
  }
  need('/address/street', t('street'));
  need('/address/city', t('city'));
  need('/phone', t('phone'));
  if (values['/phone']?.trim() && normalPhone(values['/phone']) === null) {
    faults.push({ pointer: '/phone', message: t('phone.bad') });
  }
  if (values['/email']?.trim() && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(values['/email'].trim())) {
    faults.push({ pointer: '/email', message: t('email.bad') });
  }
  return faults;
}

/** The request for a firm; empty answers are left out. The firm is in Mali: others cannot be certified here. */
export function firmInput(profile: ProfileReference, values: Record<string, string>): ExporterInput {
  const text = (pointer: string) => values[pointer]?.trim() ?? '';
  const identifiers = profile.identifiers
    .map(({ kind }) => [kind, text(`/identifiers/${kind}`)] as const)
    .filter(([, value]) => value !== '');
  return {
    profile: profile.code,
    name: text('/name'),
    ...(text('/tradeName') ? { tradeName: text('/tradeName') } : {}),
    identifiers: Object.fromEntries(identifiers),
    address: {
      street: text('/address/street'),
      city: text('/address/city'),
      ...(text('/address/region') ? { region: text('/address/region') } : {}),
      country: 'ML',
    },
    phone: normalPhone(text('/phone')) ?? text('/phone'),
    ...(text('/email') ? { email: text('/email') } : {}),
  };
}

/** The required papers that a firm has not sent yet. */
export function missingPapers(profile: ProfileReference, firm: Pick<Exporter, 'documents'>): string[] {
  const present = new Set(firm.documents.map((document) => document.kind));
  return profile.papers.filter((paper) => paper.required && !present.has(paper.kind)).map((paper) => paper.kind);
}
