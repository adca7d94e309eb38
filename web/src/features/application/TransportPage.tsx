import type { Transport } from '@api/types';
import { say } from '~/lib/i18n/index.ts';
import type { RouteParams } from '~/routes.ts';
import { Field, Radios, TextArea } from '~/ui/index.ts';
import { type FieldSpec, orNull, TRANSPORT } from './content-model.ts';
import type { Lookups } from './display.ts';
import type { DraftEditor } from './draft-editor.ts';
import { SectionFrame, WithDraft } from './SectionPage.tsx';
import { t } from './texts.ts';
import { fieldOf, usePart } from './use-part.ts';

const REMARKS: FieldSpec[] = [{ name: 'remarks', label: 'remarks', kind: 'text' }];

function TransportForm({ editor, lookups }: { editor: DraftEditor; lookups: Lookups }) {
  const form = usePart(editor, TRANSPORT, '/transport', (part) => ({ transport: orNull(part) as Transport | null }));
  const remarks = usePart(editor, REMARKS, '', (part) => ({ remarks: (part.remarks as string | undefined) ?? null }));
  const modes = lookups.reference.transportModes.map((mode) => ({ value: mode.code, label: say(mode.name) }));
  return (
    <SectionFrame
      editor={editor}
      lookups={lookups}
      section="transport"
      title={t('section.transport')}
      faults={form.faults}
      round={form.round}
      leave={form.leave}
    >
      <Radios {...fieldOf(form, '/transport/mode')} label={t('transport.mode')} choices={modes} />
      <div class="field-pair">
        <Field
          {...fieldOf(form, '/transport/from')}
          label={t('transport.from')}
          hint={t('transport.from.hint')}
          maxLength={100}
        />
        <Field
          {...fieldOf(form, '/transport/to')}
          label={t('transport.to')}
          hint={t('transport.to.hint')}
          maxLength={100}
        />
      </div>
      <Field
        {...fieldOf(form, '/transport/departureDate')}
        label={t('transport.departureDate')}
        type="date"
        optional
        width="s"
      />
      <Field
        {...fieldOf(form, '/transport/means')}
        label={t('transport.means')}
        hint={t('transport.means.hint')}
        optional
        width="l"
        maxLength={100}
      />
      <Field
        {...fieldOf(form, '/transport/documentNumber')}
        label={t('transport.documentNumber')}
        hint={t('transport.documentNumber.hint')}
        optional
        width="l"
        maxLength={60}
      />
      <div class="field-pair">
        <Field {...fieldOf(form, '/transport/container')} label={t('transport.container')} optional maxLength={100} />
        <Field {...fieldOf(form, '/transport/seals')} label={t('transport.seals')} optional maxLength={100} />
      </div>
      <TextArea
        {...fieldOf(remarks, '/remarks')}
        label={t('remarks')}
        hint={t('remarks.hint')}
        optional
        rows={3}
        maxLength={1000}
      />
    </SectionFrame>
  );
}

export default function TransportPage({ id = '' }: RouteParams) {
  return (
    <WithDraft id={id} title={t('section.transport')}>
      {(editor, lookups) => <TransportForm editor={editor} lookups={lookups} />}
    </WithDraft>
  );
}
