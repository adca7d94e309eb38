import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { type Column, Table } from '../Table.tsx';
import { t } from './texts.ts';

interface ChartFigureProps<T> {
  title: string;
  /** What the figures say, in one sentence, for everybody. */
  lead?: string;
  csvHref?: string;
  columns: Column<T>[];
  rows: T[];
  keyOf: (row: T) => string;
  children: ComponentChildren;
}

/**
 * A chart with the table behind it. The table is always in the page, so that those who do not see the drawing read the figures
 * without having to find a switch; the switch only decides which of the two is looked at.
 */
export function ChartFigure<T>({ title, lead, csvHref, columns, rows, keyOf, children }: ChartFigureProps<T>) {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  return (
    <figure class="chart-figure" data-view={view}>
      <figcaption>
        <h2>{title}</h2>
        {lead && <p class="muted">{lead}</p>}
      </figcaption>
      <fieldset class="chart-switch">
        <legend class="visually-hidden">{`${t('view')} – ${title}`}</legend>
        {(['chart', 'table'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={view === one} onClick={() => setView(one)}>
            {t(one)}
          </button>
        ))}
      </fieldset>
      <div class="chart-drawing" hidden={view === 'table'}>
        {children}
      </div>
      <div class={view === 'table' ? 'chart-table' : 'chart-table visually-hidden'}>
        <Table caption={title} columns={columns} rows={rows} keyOf={keyOf} />
      </div>
      {csvHref && (
        <p class="chart-links">
          <a href={csvHref} download="" data-native="">
            {t('csv')}
            <span class="visually-hidden"> – {title}</span>
          </a>
        </p>
      )}
    </figure>
  );
}
