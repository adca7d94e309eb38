import type { Page } from '@api/types';
import { useLocation } from 'preact-iso';
import { type Loadable, useLoad } from '~/lib/load/index.ts';

/** The list's address narrowed by these filters. What is empty is left out; a list may have a query of its own. */
export function addressOf(list: string, filters: Record<string, string | null | undefined>): string {
  const [path = '', own] = list.split('?');
  const search = new URLSearchParams(own);
  for (const [name, value] of Object.entries(filters)) if (value?.trim()) search.set(name, value.trim());
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** A list that is read a page at a time and whose filters are in the address, so that a view can be kept and sent. */
export interface List<K extends string, T> {
  filters: Record<K, string>;
  /** Whether any filter is set. */
  narrowed: boolean;
  /** The list with these filters, from its start. */
  address(filters: Record<K, string>): string;
  /** The list without any filter. */
  whole: string;
  page: Loadable<Page<T>>;
  /** Back to the start of the list, unless this is it. */
  first: string | undefined;
  /** Further down the list, when there is more. */
  next: string | undefined;
}

/** Reads the page of the list at `whole` that the address asks for; `names` are its filters' names in the address. */
export function useList<K extends string, T>(
  whole: string,
  names: K[],
  read: (filters: Record<K, string>, cursor: string | null, signal: AbortSignal) => Promise<Page<T>>,
): List<K, T> {
  const { query } = useLocation();
  const filters = Object.fromEntries(names.map((name) => [name, query[name] ?? ''])) as Record<K, string>;
  const { suite = '' } = query;
  const here = addressOf(whole, filters);
  const page = useLoad((signal) => read(filters, suite || null, signal), [here, suite]);
  return {
    filters,
    narrowed: here !== whole,
    address: (given) => addressOf(whole, given),
    whole,
    page,
    first: suite ? here : undefined,
    next: page.data?.next ? addressOf(here, { suite: page.data.next }) : undefined,
  };
}
