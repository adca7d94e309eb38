import { useState } from 'preact/hooks';
import { useForm } from '~/lib/forms/index.ts';
import { Button, type ButtonKind } from './Button.tsx';
import { ErrorSummary } from './ErrorSummary.tsx';
import { type Choice, Field, Select, TextArea } from './Field.tsx';
import { t } from './texts.ts';

/** A step that wants a reason, and says in its own words what it does. */
export interface ReasonedStep<A> {
  action: A;
  title: string;
  /** What follows from it, said before it is done. */
  detail: string;
  kind?: ButtonKind;
  /** Coded reasons to choose from, beside the sentence. */
  reasons?: Choice[];
  /** What must be typed to show that it is meant; for what cannot be undone. */
  typed?: string;
  /** No sentence is wanted. */
  bare?: boolean;
  run: (given: { reason: string; reasonCode: string }) => Promise<void>;
}

function Form<A>({ step }: { step: ReasonedStep<A> }) {
  const form = useForm({
    initial: { '/reasonCode': '', '/reason': '', '/typed': '' },
    validate: (values) => [
      ...(step.reasons && !values['/reasonCode'] ? [{ pointer: '/reasonCode', message: t('reason.choose') }] : []),
      ...(!step.bare && !values['/reason'].trim() ? [{ pointer: '/reason', message: t('reason.missing') }] : []),
      ...(step.typed && values['/typed'].trim().toUpperCase() !== step.typed.toUpperCase()
        ? [{ pointer: '/typed', message: t('reason.typed.wrong') }]
        : []),
    ],
    submit: (values) => step.run({ reason: values['/reason'].trim(), reasonCode: values['/reasonCode'] }),
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <p>{step.detail}</p>
      <ErrorSummary faults={form.faults} problem={form.problem} round={form.round} />
      {step.reasons && (
        <Select
          {...form.field('/reasonCode')}
          label={t('reason.code')}
          placeholder={t('reason.choose')}
          choices={step.reasons}
        />
      )}
      {!step.bare && <TextArea {...form.field('/reason')} label={t('reason')} rows={3} maxLength={500} />}
      {step.typed && <Field {...form.field('/typed')} label={t('reason.typed', { text: step.typed })} width="l" />}
      <Button type="submit" kind={step.kind ?? 'primary'} pending={form.pending} pendingText={t('reason.pending')}>
        {step.title}
      </Button>
    </form>
  );
}

/** Steps one may take with a record: one is open at a time, and nothing happens before its own button. */
export function ReasonedSteps<A extends string>({ title, steps }: { title: string; steps: ReasonedStep<A>[] }) {
  const [open, setOpen] = useState<A | null>(null);
  if (steps.length === 0) return null;
  const current = steps.find((step) => step.action === open);
  return (
    <section aria-labelledby="reasoned-steps" class="steps">
      <h2 id="reasoned-steps">{title}</h2>
      <div class="row">
        {steps.map((step) => (
          <button
            key={step.action}
            type="button"
            class={`button ${step.action === open ? 'button-primary' : 'button-secondary'}`}
            aria-expanded={step.action === open}
            aria-controls="reasoned-step"
            onClick={() => setOpen(step.action === open ? null : step.action)}
          >
            {step.title}
          </button>
        ))}
      </div>
      <div id="reasoned-step">{current && <Form key={current.action} step={current} />}</div>
    </section>
  );
}
