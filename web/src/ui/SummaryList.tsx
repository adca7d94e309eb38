import type { ComponentChildren } from 'preact';
import { t } from './texts.ts';

export interface SummaryRow {
  key: string;
  value: ComponentChildren;
  /** Where the value is changed, if it can be. */
  href?: string | undefined;
  error?: string | undefined;
}

/** Questions and answers, each with its way back. */
export function SummaryList({ rows }: { rows: SummaryRow[] }) {
  return (
    <dl class="summary">
      {rows.map((row) => (
        <div class={`summary-row${row.error ? ' summary-faulty' : ''}`} key={row.key}>
          <dt>{row.key}</dt>
          <dd>
            {row.error && <p class="field-error">{row.error}</p>}
            {row.value === '' || row.value === null || row.value === undefined ? (
              <span class="muted">—</span>
            ) : (
              row.value
            )}
          </dd>
          {row.href && (
            <dd class="summary-action">
              <a href={row.href}>
                {t('summary.change')}
                <span class="visually-hidden"> : {row.key}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
