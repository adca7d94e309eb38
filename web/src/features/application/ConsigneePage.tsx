import type { Consignee } from '@api/types';
import { say } from '~/lib/i18n/index.ts';
import type { RouteParams } from '~/routes.ts';
import { Combobox, Field, filterOptions, TextArea } from '~/ui/index.ts';
import { CONSIGNEE, orNull } from './content-model.ts';
import { countryName, type Lookups } from './display.ts';
import type { DraftEditor } from './draft-editor.ts';
import { SectionFrame, WithDraft } from './SectionPage.tsx';
import { t } from './texts.ts';
import { fieldOf, usePart } from './use-part.ts';

function ConsigneeForm({ editor, lookups }: { editor: DraftEditor; lookups: Lookups }) {
  const form = usePart(editor, CONSIGNEE, '/consignee', (part) => ({ consignee: orNull(part) as Consignee | null }));
  const country = form.values['/consignee/country'] ?? '';
  const countries = lookups.reference.countries.map((item) => ({ value: item.code, label: say(item.name) }));
  return (
    <SectionFrame
      editor={editor}
      lookups={lookups}
      section="destinataire"
      title={t('section.destinataire')}
      faults={form.faults}
      round={form.round}
      leave={form.leave}
    >
      <Field
        {...fieldOf(form, '/consignee/name')}
        label={t('consignee.name')}
        hint={t('consignee.name.hint')}
        maxLength={200}
      />
      <TextArea {...fieldOf(form, '/consignee/address')} label={t('consignee.address')} rows={3} maxLength={300} />
      <Field {...fieldOf(form, '/consignee/city')} label={t('consignee.city')} width="l" maxLength={100} />
      <Combobox
        {...fieldOf(form, '/consignee/country')}
        label={t('consignee.country')}
        chosen={country ? { value: country, label: countryName(lookups, country) } : null}
        onChoose={(option) => form.set('/consignee/country', option?.value ?? '')}
        search={(typed) => filterOptions(countries, typed)}
        minLength={1}
      />
      <Field
        {...fieldOf(form, '/consignee/registration')}
        label={t('consignee.registration')}
        hint={t('consignee.registration.hint')}
        optional
        width="l"
        maxLength={60}
      />
    </SectionFrame>
  );
}

export default function ConsigneePage({ id = '' }: RouteParams) {
  return (
    <WithDraft id={id} title={t('section.destinataire')}>
      {(editor, lookups) => <ConsigneeForm editor={editor} lookups={lookups} />}
    </WithDraft>
  );
}
