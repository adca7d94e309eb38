import { useEffect, useRef } from 'preact/hooks';
import { type Fault, fieldId } from '~/lib/forms/index.ts';
import type { Problem } from '~/lib/net/problem.ts';
import { problemText } from './ErrorState.tsx';
import { t } from './texts.ts';

interface ErrorSummaryProps {
  faults: Fault[];
  problem?: Problem | undefined;
  /** Changes at each refused submission: the summary then takes the focus again. */
  round: number;
  /** Where a fault's field is, when it is not on this page. */
  hrefOf?: (fault: Fault) => string;
}

/** Says above the form everything that stops it, with a link to each field. */
export function ErrorSummary({ faults, problem, round, hrefOf }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  const shown = faults.length > 0 || problem !== undefined;
  useEffect(() => {
    if (shown && round > 0) box.current?.focus();
  }, [shown, round]);
  if (!shown) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} ref={box} aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">{t('error.heading')}</h2>
      {problem && <ProblemLines problem={problem} />}
      {faults.length > 0 && (
        <ul>
          {faults.map((fault) => (
            <li key={`${fault.pointer} ${fault.message}`}>
              <FaultLink fault={fault} href={hrefOf?.(fault)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function ProblemLines({ problem }: { problem: Problem }) {
  const text = problemText(problem);
  return (
    <>
      <p>
        <strong>{text.title}</strong>
      </p>
      {text.detail && text.detail !== text.title && <p>{text.detail}</p>}
    </>
  );
}

function FaultLink({ fault, href }: { fault: Fault; href: string | undefined }) {
  if (href) return <a href={href}>{fault.message}</a>;
  const id = fieldId(fault.pointer);
  return (
    <a
      href={`#${id}`}
      onClick={(event) => {
        const field = document.getElementById(id);
        if (!field) return;
        event.preventDefault();
        field.focus();
        field.closest('.field')?.scrollIntoView({ block: 'start' });
      }}
    >
      {fault.message}
    </a>
  );
}
