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

/** What the elements of a table are, said by name. */
const ROLES = {
  table: 'table',
  group: 'rowgroup',
  row: 'row',
  columnHeader: 'columnheader',
  rowHeader: 'rowheader',
  cell: 'cell',
} as const;

/**
 * A table that becomes one card per row on a narrow screen. Its roles are said, since the styles of the cards would take them
 * away from the elements.
 */
export function Table<T>({ caption, captionHidden = true, columns, rows, keyOf }: TableProps<T>) {
  return (
    <table class="table" role={ROLES.table}>
      <caption class={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
      <thead role={ROLES.group}>
        <tr role={ROLES.row}>
          {columns.map((column) => (
            <th key={column.title} scope="col" role={ROLES.columnHeader} class={column.numeric ? 'numeric' : undefined}>
              {column.quiet ? <span class="visually-hidden">{column.title}</span> : column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role={ROLES.group}>
        {rows.map((row) => (
          <tr key={keyOf(row)} role={ROLES.row}>
            {columns.map((column) =>
              column.head ? (
                <th key={column.title} scope="row" role={ROLES.rowHeader}>
                  {column.cell(row)}
                </th>
              ) : (
                <td
                  key={column.title}
                  role={ROLES.cell}
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
