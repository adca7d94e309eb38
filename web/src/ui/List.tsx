import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { List } from '~/lib/list/index.ts';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';
import { type Choice, Field, Select } from './Field.tsx';
import { Loaded } from './Loading.tsx';
import { Pagination } from './Pagination.tsx';
import { type Column, Table } from './Table.tsx';
import { t } from './texts.ts';

/** One thing to narrow a list by: words to look for, a day, or a value of a few. */
export interface Filter<K extends string> {
  /** Its name in the address. */
  name: K;
  label: string;
  by: 'words' | 'day' | Choice[];
  /** What the list shows without it, where that is not everything. */
  all?: string;
}

/** A filter's choices, each called by its name. */
export const choices = <V extends string>(values: readonly V[], nameOf: (value: V) => string): Choice[] =>
  values.map((value) => ({ value, label: nameOf(value) }));

/** The filters of a list. Nothing is read before the person asks for it: a link may be slow. */
export function Filters<K extends string, T>({ list, filters }: { list: List<K, T>; filters: Filter<K>[] }) {
  const { route } = useLocation();
  const [given, setGiven] = useState(list.filters);
  const here = list.address(list.filters);
  // Going back puts the fields back too, without taking the focus from where it is.
  useEffect(() => setGiven(list.filters), [here]);
  return (
    <form
      class="filters"
      aria-label={t('filters.label')}
      onSubmit={(event) => {
        event.preventDefault();
        route(list.address(given));
      }}
    >
      {filters.map(({ name, label, by, all }) => {
        const field = {
          id: name,
          label,
          value: given[name],
          onValue: (value: string) => setGiven((before) => ({ ...before, [name]: value })),
        };
        if (by === 'words') return <Field key={name} {...field} type="search" />;
        if (by === 'day') return <Field key={name} {...field} type="date" />;
        return <Select key={name} {...field} placeholder={all ?? t('filters.all')} choices={by} />;
      })}
      <Button type="submit" kind="secondary">
        {t('filters.show')}
      </Button>
    </form>
  );
}

interface ListTableProps<T> {
  list: List<string, T>;
  caption: string;
  columns: Column<T>[];
  keyOf: (row: T) => string;
  /** What is said when nothing matches the filters, and the way back to everything. */
  noMatch: string;
  clear?: string;
  /** What is said when there is nothing at all yet. */
  empty?: { title: string; detail: string };
}

/** One page of a list, the ways on and back, or why there is nothing. */
export function ListTable<T>({ list, noMatch, clear, empty, ...table }: ListTableProps<T>) {
  return (
    <Loaded from={list.page}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={(!list.narrowed && empty?.title) || noMatch}>
            {list.narrowed ? <a href={list.whole}>{clear}</a> : empty && <p>{empty.detail}</p>}
          </EmptyState>
        ) : (
          <>
            <Table {...table} rows={items} />
            <Pagination firstHref={list.first} nextHref={list.next} />
          </>
        )
      }
    </Loaded>
  );
}
