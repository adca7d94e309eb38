export interface Step {
  title: string;
  hint?: string | undefined;
  state: 'done' | 'current' | 'next';
}

/** How far a record has come on its way. */
export function Stepper({
  label,
  steps,
  words,
}: {
  label: string;
  steps: Step[];
  words: { done: string; current: string; next: string };
}) {
  return (
    <ol class="stepper" aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.title}
          class={`step step-${step.state}`}
          aria-current={step.state === 'current' ? 'step' : undefined}
        >
          <span class="step-title">{step.title}</span>
          <span class="visually-hidden"> ({words[step.state]})</span>
          {step.hint && <span class="step-hint">{step.hint}</span>}
        </li>
      ))}
    </ol>
  );
}
