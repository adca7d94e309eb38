import { act, cleanup, render, waitFor } from '@testing-library/preact';
import { LocationProvider, useLocation } from 'preact-iso';
import { afterEach, expect, it, vi } from 'vitest';
import { addressOf, type List, useList } from './index.ts';

it('leaves out of the address what is empty, and keeps what the list has of its own', () => {
  expect(addressOf('/agent/certificats', { q: ' ', statut: '', suite: null })).toBe('/agent/certificats');
  expect(addressOf('/agent/certificats', { q: ' noix & karité ', statut: 'issued' })).toBe(
    '/agent/certificats?q=noix+%26+karit%C3%A9&statut=issued',
  );
  expect(addressOf('/agent?file=late', { q: 'mangue' })).toBe('/agent?file=late&q=mangue');
});

afterEach(cleanup);

it('reads what the address asks for, and again when it changes', async () => {
  history.replaceState(null, '', '/agent/certificats?q=mangue&suite=c2&autre=1');
  const read = vi.fn(async () => ({ items: ['ML-1'], next: 'c3' }));
  let list = {} as List<'q' | 'statut', string>;
  let go = (_: string) => {};
  function Reader() {
    go = useLocation().route;
    list = useList('/agent/certificats', ['q', 'statut'], read);
    return null;
  }
  render(<Reader />, { wrapper: LocationProvider });
  await waitFor(() => expect(list.next).toBe('/agent/certificats?q=mangue&suite=c3'));
  expect(read).toHaveBeenLastCalledWith({ q: 'mangue', statut: '' }, 'c2', expect.anything());
  expect(list.first).toBe('/agent/certificats?q=mangue');
  expect(list.narrowed).toBe(true);

  await act(async () => go(list.whole));
  expect(read).toHaveBeenLastCalledWith({ q: '', statut: '' }, null, expect.anything());
  expect([list.narrowed, list.first]).toEqual([false, undefined]);
});
