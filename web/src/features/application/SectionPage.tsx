import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Fault } from '~/lib/forms/index.ts';
import { Button, ErrorSummary, Loaded, Page } from '~/ui/index.ts';
import { ConflictPanel } from './ConflictPanel.tsx';
import { SECTIONS, type Section, sectionOf } from './content-model.ts';
import type { Lookups } from './display.ts';
import type { DraftEditor } from './draft-editor.ts';
import { useDraft, useLookups } from './drafts.ts';
import { SaveNote } from './SaveNote.tsx';
import { t } from './texts.ts';
import { askedFaults } from './use-part.ts';

/** Reads what every part needs, then draws it. */
export function WithDraft(props: {
  id: string;
  title: string;
  children: (editor: DraftEditor, lookups: Lookups) => ComponentChildren;
}) {
  const draft = useDraft(props.id, false);
  const lookups = useLookups();
  return (
    <Loaded from={draft} title={props.title}>
      {(editor) => (
        <Loaded from={lookups} title={props.title}>
          {(names) => props.children(editor, names)}
        </Loaded>
      )}
    </Loaded>
  );
}

/** Where one goes after a part: the check, when one came from it, or else the next part. */
export function nextHref(id: string, section: Section, from: string | undefined): string {
  const base = `/app/demandes/${id}`;
  if (from === 'verifier') return `${base}/verifier`;
  const next = SECTIONS[SECTIONS.indexOf(section) + 1];
  return next ? `${base}/${next}` : `${base}/verifier`;
}

interface SectionFrameProps {
  editor: DraftEditor;
  lookups: Lookups;
  section: Section;
  title: string;
  faults: Fault[];
  round: number;
  /** Checks and saves; answers whether one may go on. */
  leave: () => Promise<boolean>;
  continueTo?: string;
  backTo?: string;
  children: ComponentChildren;
}

/** The frame of one part: what the agency asked, what is faulty, the questions, and the way on. */
export function SectionFrame(props: SectionFrameProps) {
  const { editor, section } = props;
  const { route, query } = useLocation();
  const [pending, setPending] = useState(false);
  const application = editor.application.value;
  const base = `/app/demandes/${application.id}`;
  const asked = askedFaults(editor).filter((fault) => sectionOf(fault.pointer) === section);

  const goOn = async (event: Event) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    const done = await props.leave().finally(() => setPending(false));
    if (done) route(props.continueTo ?? nextHref(application.id, section, query.retour));
  };
  const number = SECTIONS.indexOf(section) + 1;
  return (
    <Page
      title={props.title}
      caption={t('section.caption', { reference: application.reference, step: number, steps: SECTIONS.length })}
      back={{ href: props.backTo ?? base, label: props.backTo ? t('section.marchandises') : t('backToTasks') }}
    >
      <ConflictPanel editor={editor} lookups={props.lookups} />
      {asked.length > 0 && (
        <section class="banner banner-warning" aria-labelledby="asked-title">
          <h2 class="banner-title" id="asked-title">
            {t('asked.title')}
          </h2>
          <ul>
            {asked.map((fault) => (
              <li key={fault.pointer + fault.message}>{fault.message}</li>
            ))}
          </ul>
        </section>
      )}
      <ErrorSummary faults={props.faults} round={props.round} />
      <form onSubmit={(event) => void goOn(event)} noValidate>
        {props.children}
        <div class="row form-actions">
          <Button type="submit" pending={pending} pendingText={t('save.saving')}>
            {t('continue')}
          </Button>
          <a href={base}>{t('saveAndLeave')}</a>
        </div>
      </form>
      <SaveNote editor={editor} />
    </Page>
  );
}
