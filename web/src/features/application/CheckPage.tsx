import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { getFaults, submitApplication } from '~/lib/api/index.ts';
import type { Fault } from '~/lib/forms/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import type { RouteParams } from '~/routes.ts';
import { Banner, Button, Checkbox, ErrorSummary, Page } from '~/ui/index.ts';
import { CheckedContent } from './CheckedContent.tsx';
import { ConflictPanel } from './ConflictPanel.tsx';
import { hrefOf, sectionOf } from './content-model.ts';
import { type Lookups, labelAt } from './display.ts';
import type { DraftEditor } from './draft-editor.ts';
import { SaveNote } from './SaveNote.tsx';
import { WithDraft } from './SectionPage.tsx';
import { t } from './texts.ts';

const DECLARATION = 'declaration';

/** The fault with its field's name: here it stands far from its field. */
const named = ({ pointer, message }: Fault): Fault => ({
  pointer,
  message: sectionOf(pointer) ? t('fault', { field: labelAt(pointer), fault: message }) : message,
});

function Check({ editor, lookups }: { editor: DraftEditor; lookups: Lookups }) {
  const { route } = useLocation();
  const application = editor.application.value;
  const known = useLoad(() => getFaults(application.id), [application.id, application.version]);
  const [refused, setRefused] = useState<Fault[] | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const [accepted, setAccepted] = useState(false);
  const [unaccepted, setUnaccepted] = useState(false);
  const [pending, setPending] = useState(false);
  const [round, setRound] = useState(0);
  const again = application.status === 'returned';

  const foreseen = (known.data ?? []).map((fault) => ({ pointer: fault.pointer, message: fault.detail }));
  const faults = refused ?? foreseen;
  const refuse = (found: Fault[], answered?: Problem) => {
    setRefused(found);
    setProblem(answered);
    setRound((before) => before + 1);
  };
  const submit = async () => {
    if (!(await editor.flush()))
      return refuse([], editor.state.value.kind === 'refused' ? editor.state.value.problem : undefined);
    try {
      editor.refresh(await submitApplication(application.id));
      route(`/app/demandes/${application.id}/confirmation`);
    } catch (thrown) {
      const answered = asProblem(thrown);
      const found = answered.errors.map((error) => ({ pointer: error.pointer, message: error.detail }));
      refuse(found, found.length > 0 ? undefined : answered);
    }
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (pending) return;
    setUnaccepted(!accepted);
    if (!accepted) {
      setRound((before) => before + 1);
      return;
    }
    setPending(true);
    void submit().finally(() => setPending(false));
  };
  const shown = faults.map(named);
  if (unaccepted && !accepted) shown.push({ pointer: DECLARATION, message: t('declaration.missing') });
  return (
    <Page
      title={t('section.verifier')}
      caption={application.reference}
      back={{ href: `/app/demandes/${application.id}`, label: t('backToTasks') }}
    >
      <Banner tone="warning">
        <p>
          <strong>{t(again ? 'check.notSentAgain' : 'check.notSent')}</strong>
        </p>
      </Banner>
      <ConflictPanel editor={editor} lookups={lookups} />
      <ErrorSummary
        faults={shown}
        problem={problem}
        round={round}
        hrefOf={(fault) => (fault.pointer === DECLARATION ? '#declaration' : hrefOf(application.id, fault.pointer))}
      />
      <CheckedContent editor={editor} lookups={lookups} editable faults={faults} />
      <form class="card" onSubmit={onSubmit} noValidate>
        <h2>{t('declaration.title')}</h2>
        <p>{t('declaration.text')}</p>
        <Checkbox
          id="declaration"
          label={t('declaration.accept')}
          checked={accepted}
          onChecked={setAccepted}
          error={unaccepted && !accepted ? t('declaration.missing') : undefined}
        />
        <p>
          {again || application.feeOrder
            ? t('check.noSecondFee')
            : typeof application.feeXof === 'number' && t('check.price', { amount: formatXof(application.feeXof) })}
        </p>
        <Button type="submit" pending={pending} pendingText={t('check.pending')}>
          {t(again ? 'check.submitAgain' : 'check.submit')}
        </Button>
      </form>
      <SaveNote editor={editor} />
    </Page>
  );
}

export default function CheckPage({ id = '' }: RouteParams) {
  return (
    <WithDraft id={id} title={t('section.verifier')}>
      {(editor, lookups) => <Check editor={editor} lookups={lookups} />}
    </WithDraft>
  );
}
