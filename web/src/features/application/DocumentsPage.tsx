import type { Application, StoredDocument } from '@api/types';
import { useState } from 'preact/hooks';
import { openDocument, startUpload } from '~/lib/api/files.ts';
import { getApplication, removeDocument } from '~/lib/api/index.ts';
import { fieldId } from '~/lib/forms/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import type { RouteParams } from '~/routes.ts';
import { Banner, FileSlot, problemText, Select } from '~/ui/index.ts';
import type { Lookups } from './display.ts';
import type { DraftEditor } from './draft-editor.ts';
import { SectionFrame, WithDraft } from './SectionPage.tsx';
import { t } from './texts.ts';
import { askedFaults } from './use-part.ts';

interface Slot {
  kind: string;
  name: string;
  required: boolean;
}

/** The papers to show: those required, those already there, and one more that the person asked for. */
export function slotsOf(application: Application, lookups: Lookups, more: string[]): Slot[] {
  const required = application.requiredDocuments.map((paper) => ({
    kind: paper.kind,
    name: say(paper.name),
    required: true,
  }));
  const kinds = new Set(required.map((slot) => slot.kind));
  const others = [...application.documents.map((document) => document.kind), ...more].filter(
    (kind) => !kinds.has(kind),
  );
  return [
    ...required,
    ...[...new Set(others)].map((kind) => ({ kind, name: kindName(lookups, kind), required: false })),
  ];
}

const kindName = (lookups: Lookups, kind: string): string =>
  say(lookups.reference.documentKinds.find((item) => item.code === kind)?.name) || kind;

function DocumentsForm({ editor, lookups }: { editor: DraftEditor; lookups: Lookups }) {
  const application = editor.application.value;
  const [more, setMore] = useState<string[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [checked, setChecked] = useState(0);
  const slots = slotsOf(application, lookups, more);
  const shown = new Set(slots.map((slot) => slot.kind));
  const others = lookups.reference.documentKinds.filter((kind) => !shown.has(kind.code));
  const missing = slots.filter(
    (slot) => slot.required && !application.documents.some((file) => file.kind === slot.kind),
  );
  const faults =
    checked > 0
      ? missing.map((slot) => ({
          pointer: `/documents/${slot.kind}`,
          message: t('documents.missing', { name: slot.name }),
        }))
      : [];
  const asked = askedFaults(editor);
  const errorAt = (kind: string) =>
    [...faults, ...asked].find((fault) => fault.pointer === `/documents/${kind}`)?.message;

  const reread = async () => editor.refresh(await getApplication(application.id));
  const remove = async (document: StoredDocument) => {
    setProblem(undefined);
    try {
      await removeDocument(document.id);
      await reread();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const leave = async () => {
    if (missing.length === 0) return true;
    setChecked(checked + 1);
    return false;
  };
  return (
    <SectionFrame
      editor={editor}
      lookups={lookups}
      section="documents"
      title={t('section.documents')}
      faults={faults}
      round={checked}
      leave={leave}
    >
      <p>{t('documents.intro')}</p>
      {problem && (
        <Banner tone="error" live>
          <p>{problemText(problem).detail ?? problemText(problem).title}</p>
        </Banner>
      )}
      {slots.map((slot) => (
        <FileSlot
          key={slot.kind}
          id={fieldId(`/documents/${slot.kind}`)}
          title={slot.name}
          required={slot.required}
          error={errorAt(slot.kind)}
          documents={application.documents.filter((file) => file.kind === slot.kind)}
          editable={application.allowedActions.includes('edit')}
          start={(file, onProgress) =>
            startUpload(`/applications/${application.id}/documents`, slot.kind, file, onProgress)
          }
          onAdded={() => void reread()}
          onRemove={remove}
          onView={(document) => void openDocument(document).catch((thrown: unknown) => setProblem(asProblem(thrown)))}
        />
      ))}
      {others.length > 0 && (
        <Select
          id="another-document"
          label={t('documents.another')}
          hint={t('documents.another.hint')}
          optional
          width="l"
          value=""
          placeholder={t('choose')}
          choices={others.map((kind) => ({ value: kind.code, label: say(kind.name) }))}
          onValue={(kind) => kind && setMore([...more, kind])}
        />
      )}
    </SectionFrame>
  );
}

export default function DocumentsPage({ id = '' }: RouteParams) {
  return (
    <WithDraft id={id} title={t('section.documents')}>
      {(editor, lookups) => <DocumentsForm editor={editor} lookups={lookups} />}
    </WithDraft>
  );
}
