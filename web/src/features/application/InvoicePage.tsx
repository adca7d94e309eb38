import type { Invoice } from '@api/types';
import type { RouteParams } from '~/routes.ts';
import { Field, Select } from '~/ui/index.ts';
import { INVOICE, orNull } from './content-model.ts';
import type { Lookups } from './display.ts';
import type { DraftEditor } from './draft-editor.ts';
import { SectionFrame, WithDraft } from './SectionPage.tsx';
import { t } from './texts.ts';
import { fieldOf, usePart } from './use-part.ts';

function InvoiceForm({ editor, lookups }: { editor: DraftEditor; lookups: Lookups }) {
  const form = usePart(editor, INVOICE, '/invoice', (part) => ({ invoice: orNull(part) as Invoice | null }));
  const codes = (list: string[]) => list.map((code) => ({ value: code, label: code }));
  return (
    <SectionFrame
      editor={editor}
      lookups={lookups}
      section="facture"
      title={t('section.facture')}
      faults={form.faults}
      round={form.round}
      leave={form.leave}
    >
      <p>{t('invoice.intro')}</p>
      <Field {...fieldOf(form, '/invoice/number')} label={t('invoice.number')} width="m" maxLength={60} />
      <Field {...fieldOf(form, '/invoice/date')} label={t('invoice.date')} type="date" width="s" />
      <div class="field-pair">
        <Field {...fieldOf(form, '/invoice/amount')} label={t('invoice.amount')} inputMode="decimal" />
        <Select
          {...fieldOf(form, '/invoice/currency')}
          label={t('invoice.currency')}
          choices={codes(lookups.reference.currencies)}
          placeholder={t('choose')}
        />
      </div>
      <Select
        {...fieldOf(form, '/invoice/incoterm')}
        label={t('invoice.incoterm')}
        hint={t('invoice.incoterm.hint')}
        optional
        width="s"
        choices={codes(lookups.reference.incoterms)}
        placeholder={t('none')}
      />
    </SectionFrame>
  );
}

export default function InvoicePage({ id = '' }: RouteParams) {
  return (
    <WithDraft id={id} title={t('section.facture')}>
      {(editor, lookups) => <InvoiceForm editor={editor} lookups={lookups} />}
    </WithDraft>
  );
}
