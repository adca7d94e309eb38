import type { ComponentChildren } from 'preact';

export interface Column<T> {
  title: string;
  cell: (row: T) => ComponentChildren;
  numeric?: boolean;
  /** The cell that names the row; it heads the card on a narrow screen. */
  head?: boolean;
  /** A column whose cells explain themselves, such as buttons: its title is only heard. */
  quiet?: boolean;
}

interface TableProps<T> {
  caption: string;
  captionHidden?: boolean;
  columns: Column<T>[];
  rows: T[];
  keyOf: (row: T) => string;
}

/** A table that becomes one card per row on a narrow screen. Its roles are said, since styles would take them away. */
export function Table<T>({ caption, captionHidden = true, columns, rows, keyOf }: TableProps<T>) {
  return (
    <table class="table">
      <caption class={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.title} scope="col" class={column.numeric ? 'numeric' : undefined}>
              {column.quiet ? <span class="visually-hidden">{column.title}</span> : column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) =>
              column.head ? (
                <th key={column.title} scope="row">
                  {column.cell(row)}
                </th>
              ) : (
                <td
                  key={column.title}
                  data-label={column.quiet ? undefined : column.title}
                  class={column.numeric ? 'numeric' : undefined}
                >
                  <div class="cell">{column.cell(row)}</div>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
