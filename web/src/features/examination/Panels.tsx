import type { Application, Reference, Scheme } from '@api/types';
import { useState } from 'preact/hooks';
import { approve, giveOpinion, propose, reconsider, refuse, requestOpinion } from '~/lib/api/staff.ts';
import { fieldId, useForm } from '~/lib/forms/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { Banner, Button, ErrorSummary, Field, Radios, Select, TextArea } from '~/ui/index.ts';
import { checklistFaults, checklistOf, type Verdict } from './review-model.ts';
import { t } from './texts.ts';

interface PanelProps {
  application: Application;
  onDone: (application: Application) => void;
}

/** What the fields that must be filled in are called. */
const LABELS = {
  '/opinion': 'propose.opinion',
  '/body': 'ask.body',
  '/question': 'ask.question',
  '/text': 'answer.text',
  '/favourable': 'answer.conclusion',
  '/comment': 'reconsider.comment',
  '/reasons/0/code': 'refuse.reason',
  '/reasons/0/message': 'refuse.message',
} as const;

const required = (text: string, pointer: keyof typeof LABELS) =>
  text.trim() ? [] : [{ pointer, message: t('required', { field: t(LABELS[pointer]) }) }];

/** The scheme's checklist, an opinion, and whether it is favourable: what the signatory will read. */
export function ProposePanel({ application, scheme, onDone }: PanelProps & { scheme: Scheme | undefined }) {
  const [verdicts, setVerdicts] = useState<Record<string, Verdict>>({});
  const form = useForm({
    initial: { '/opinion': '', '/favourable': 'yes' },
    validate: (values) => [
      ...checklistFaults(scheme, verdicts, values['/favourable'] === 'yes', {
        unanswered: t('propose.unanswered'),
        contradiction: t('propose.contradiction'),
      }),
      ...required(values['/opinion'], '/opinion'),
    ],
    submit: async (values) => {
      const favourable = values['/favourable'] === 'yes';
      const body = { opinion: values['/opinion'].trim(), checklist: checklistOf(scheme, verdicts), favourable };
      onDone(await propose(application.id, body));
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <h3>{t('propose.checklist')}</h3>
      <div class="checklist">
        {(scheme?.checklist ?? []).map((item) => (
          <Radios
            key={item.code}
            id={fieldId(`/checklist/${item.code}`)}
            label={say(item.label)}
            value={verdicts[item.code] ?? ''}
            onValue={(verdict) => setVerdicts((before) => ({ ...before, [item.code]: verdict as Verdict }))}
            choices={[
              { value: 'ok', label: t('propose.ok') },
              { value: 'not_ok', label: t('propose.notOk') },
            ]}
            error={form.faultAt(`/checklist/${item.code}`)}
          />
        ))}
      </div>
      <TextArea {...form.field('/opinion')} label={t('propose.opinion')} rows={4} maxLength={1000} />
      <Radios
        {...form.field('/favourable')}
        label={t('propose.conclusion')}
        choices={[
          { value: 'yes', label: t('propose.favourable') },
          { value: 'no', label: t('propose.unfavourable'), hint: t('propose.unfavourable.hint') },
        ]}
      />
      <Button type="submit" pending={form.pending} pendingText={t('pending')}>
        {t('propose.send')}
      </Button>
    </form>
  );
}

/** Asks another body; the file waits for its answer. */
export function AskPanel({ application, onDone }: PanelProps) {
  const form = useForm({
    initial: { '/body': '', '/question': '' },
    validate: (values) => [...required(values['/body'], '/body'), ...required(values['/question'], '/question')],
    submit: async (values) => {
      const body = { body: values['/body'].trim(), question: values['/question'].trim() };
      onDone(await requestOpinion(application.id, body));
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Field {...form.field('/body')} label={t('ask.body')} hint={t('ask.body.hint')} maxLength={120} />
      <TextArea {...form.field('/question')} label={t('ask.question')} rows={3} maxLength={1000} />
      <Button type="submit" pending={form.pending} pendingText={t('pending')}>
        {t('ask.send')}
      </Button>
    </form>
  );
}

/** Writes down what the other body answered. */
export function AnswerPanel({ application, onDone }: PanelProps) {
  const form = useForm({
    initial: { '/text': '', '/favourable': '' },
    validate: (values) => [...required(values['/text'], '/text'), ...required(values['/favourable'], '/favourable')],
    submit: async (values) => {
      const body = { text: values['/text'].trim(), favourable: values['/favourable'] === 'yes' };
      onDone(await giveOpinion(application.id, body));
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <TextArea {...form.field('/text')} label={t('answer.text')} rows={3} maxLength={1000} />
      <Radios
        {...form.field('/favourable')}
        label={t('answer.conclusion')}
        choices={[
          { value: 'yes', label: t('answer.favourable') },
          { value: 'no', label: t('answer.unfavourable') },
        ]}
      />
      <Button type="submit" pending={form.pending} pendingText={t('pending')}>
        {t('answer.send')}
      </Button>
    </form>
  );
}

/** The last step: what is signed is said once more, because it cannot be taken back. */
export function ApprovePanel({ application, onDone }: PanelProps) {
  const form = useForm({
    initial: {},
    validate: () => [],
    submit: async () => onDone((await approve(application.id)).application),
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Banner tone="warning" title={t('approve.title')}>
        <p>{t('approve.detail', { reference: application.reference, exporter: application.exporter.name })}</p>
      </Banner>
      <Button type="submit" pending={form.pending} pendingText={t('approve.pending')}>
        {t('approve.send')}
      </Button>
    </form>
  );
}

/** Back to the examiner, with a word. */
export function ReconsiderPanel({ application, onDone }: PanelProps) {
  const form = useForm({
    initial: { '/comment': '' },
    validate: (values) => required(values['/comment'], '/comment'),
    submit: async (values) => onDone(await reconsider(application.id, values['/comment'].trim())),
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <TextArea {...form.field('/comment')} label={t('reconsider.comment')} rows={3} maxLength={1000} />
      <Button type="submit" pending={form.pending} pendingText={t('pending')}>
        {t('reconsider.send')}
      </Button>
    </form>
  );
}

/** A refusal with its reason; the exporter reads it as it is written here. */
export function RefusePanel({ application, reference, onDone }: PanelProps & { reference: Reference }) {
  const form = useForm({
    initial: { '/reasons/0/code': '', '/reasons/0/message': '' },
    validate: (values) => [
      ...required(values['/reasons/0/code'], '/reasons/0/code'),
      ...required(values['/reasons/0/message'], '/reasons/0/message'),
    ],
    submit: async (values) => {
      const reason = { code: values['/reasons/0/code'], message: values['/reasons/0/message'].trim() };
      onDone(await refuse(application.id, [reason]));
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      <Select
        {...form.field('/reasons/0/code')}
        label={t('refuse.reason')}
        placeholder={t('choose')}
        choices={reference.refusalReasons.map((reason) => ({ value: reason.code, label: say(reason.name) }))}
      />
      <TextArea
        {...form.field('/reasons/0/message')}
        label={t('refuse.message')}
        hint={t('refuse.message.hint')}
        rows={4}
        maxLength={1000}
      />
      <Button type="submit" kind="danger" pending={form.pending} pendingText={t('pending')}>
        {t('refuse.send')}
      </Button>
    </form>
  );
}
