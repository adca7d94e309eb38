import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** The last thing a screen reader should hear; drawn once by the shell in a polite live region. */
export const announcement = signal('');

/** Says something without moving the focus. The same text twice is said twice. */
export function announce(text: string): void {
  announcement.value = '';
  setTimeout(() => {
    announcement.value = text;
  }, 50);
}

/** Focus goes to the heading of a page one moved to, but stays put on the very first page. */
let firstPage = true;

/** Sets the document's title and moves the focus to the page's heading after a change of page. */
export function usePageFocus(title: string, heading: { current: HTMLElement | null }, ready = true): void {
  useEffect(() => {
    document.title = `${title} — Bɔyɔrɔ`;
  }, [title]);
  useEffect(() => {
    if (!ready) return;
    if (firstPage) {
      firstPage = false;
      return;
    }
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [ready, heading]);
}
