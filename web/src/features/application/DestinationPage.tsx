import type { Scheme } from '@api/types';
import { fieldId } from '~/lib/forms/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import type { RouteParams } from '~/routes.ts';
import { type Choice, Combobox, filterOptions, Radios } from '~/ui/index.ts';
import type { FieldSpec } from './content-model.ts';
import { countryName, type Lookups } from './display.ts';
import type { DraftEditor } from './draft-editor.ts';
import { SectionFrame, WithDraft } from './SectionPage.tsx';
import { t } from './texts.ts';
import { usePart } from './use-part.ts';

const SPECS: FieldSpec[] = [
  { name: 'destination', label: 'destination.country', kind: 'country', required: true },
  { name: 'scheme', label: 'destination.scheme', kind: 'choice', required: true },
];

/** The schemes a country belongs to, those that issue certificates now first. */
export function schemesFor(schemes: Scheme[], country: string): Scheme[] {
  return schemes
    .filter((scheme) => scheme.status !== 'disabled')
    .filter((scheme) => scheme.destinations === null || scheme.destinations.includes(country));
}

function schemeChoice(scheme: Scheme): Choice {
  const price = scheme.feeXof === null ? t('price.none') : formatXof(scheme.feeXof);
  const suspended = scheme.status === 'suspended' ? say(scheme.statusNote) || t('scheme.suspended') : '';
  const validity = scheme.validityMonths ? t('scheme.validity', { n: scheme.validityMonths }) : '';
  const single = scheme.singleProduct ? t('scheme.single') : '';
  return {
    value: scheme.code,
    label: say(scheme.name),
    hint: [suspended, t('scheme.price', { price }), validity, single].filter(Boolean).join(' · '),
    disabled: scheme.status !== 'active',
  };
}

function DestinationForm({ editor, lookups }: { editor: DraftEditor; lookups: Lookups }) {
  const form = usePart(editor, SPECS, '', (part) => ({
    destination: (part.destination as string | undefined) ?? null,
    scheme: (part.scheme as string | undefined) ?? null,
  }));
  const country = form.values['/destination'] ?? '';
  const offered = schemesFor(lookups.schemes, country);
  const countries = lookups.reference.countries.map((item) => ({ value: item.code, label: say(item.name) }));
  const chooseCountry = (code: string) => {
    const still = schemesFor(lookups.schemes, code).filter((scheme) => scheme.status === 'active');
    const kept = still.some((scheme) => scheme.code === form.values['/scheme']);
    const only = still.length === 1 ? (still[0]?.code ?? '') : '';
    form.setSome({ '/destination': code, '/scheme': kept ? (form.values['/scheme'] ?? '') : only });
  };
  return (
    <SectionFrame
      editor={editor}
      lookups={lookups}
      section="destination"
      title={t('section.destination')}
      faults={form.faults}
      round={form.round}
      leave={() => form.leave()}
    >
      <Combobox
        id={fieldId('/destination')}
        label={t('destination.country')}
        hint={t('destination.country.hint')}
        error={form.faultAt('/destination')}
        chosen={country ? { value: country, label: countryName(lookups, country) } : null}
        onChoose={(option) => chooseCountry(option?.value ?? '')}
        search={(typed) => filterOptions(countries, typed)}
        minLength={1}
      />
      {country && (
        <Radios
          id={fieldId('/scheme')}
          label={t('destination.scheme')}
          hint={t('destination.scheme.hint')}
          error={form.faultAt('/scheme')}
          value={form.values['/scheme'] ?? ''}
          onValue={(code) => form.set('/scheme', code)}
          choices={offered.map(schemeChoice)}
        />
      )}
    </SectionFrame>
  );
}

export default function DestinationPage({ id = '' }: RouteParams) {
  return (
    <WithDraft id={id} title={t('section.destination')}>
      {(editor, lookups) => <DestinationForm editor={editor} lookups={lookups} />}
    </WithDraft>
  );
}
