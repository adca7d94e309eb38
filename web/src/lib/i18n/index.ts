import type { Language, Text } from '@api/types';
import { signal } from '@preact/signals';

const STORAGE_KEY = 'boyoro.language';

function initialLanguage(): Language {
  try {
    const kept = localStorage.getItem(STORAGE_KEY);
    if (kept === 'fr' || kept === 'en') return kept;
  } catch {
    // Storage may be forbidden by the browser; the default language serves then.
  }
  return 'fr';
}

/** The language of every screen. Components that read it through a translator draw themselves again when it changes. */
export const language = signal<Language>(initialLanguage());

/** English catalogues that are fetched only for those who read English. */
const waiting = new Set<() => Promise<void>>();
const fetching = new Set<Promise<void>>();
/** Changes when a catalogue arrived after something was drawn without it. */
const arrivals = signal(0);

function fetchEnglish(): void {
  for (const load of waiting) {
    waiting.delete(load);
    const loading: Promise<void> = load()
      // The French text stands in until the network is back.
      .catch(() => void waiting.add(load))
      .finally(() => fetching.delete(loading));
    fetching.add(loading);
  }
}

/** Waits for the catalogues of the chosen language, so that a page is not drawn in French first. */
export async function textsReady(): Promise<void> {
  if (language.peek() === 'en') fetchEnglish();
  await Promise.all(fetching);
}

/** Changes the language, keeps the choice on this device and tells assistive technology about it. */
export function setLanguage(next: Language): void {
  if (next === 'en') fetchEnglish();
  language.value = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(STORAGE_KEY, next);
  } catch {
    // The choice then lasts as long as the page.
  }
}

export type Params = Record<string, string | number>;
export type Translate<K extends string> = (key: K, params?: Params) => string;

/**
 * Fills `{name}` with its parameter. A text with ` | ` has a singular and a plural, chosen by the parameter `n`
 * after the language's own rule (French says « 0 demande », English "0 applications").
 */
export function format(text: string, params: Params | undefined, lang: Language): string {
  let chosen = text;
  if (params && typeof params.n === 'number' && text.includes(' | ')) {
    const [one = '', other = ''] = text.split(' | ');
    chosen = new Intl.PluralRules(lang).select(params.n) === 'one' ? one : other;
  }
  if (!params) return chosen;
  return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(lang).format(value) : value;
  });
}

type English<F> = Record<keyof F & string, string>;

/**
 * Makes a feature's translator from its two catalogues. The English one may be given as what fetches it, so that
 * French readers never pay for it. The compiler refuses an English catalogue that lacks a key of the French one;
 * `scripts/check-i18n.mjs` checks the rest.
 */
export function texts<const F extends Record<string, string>>(
  fr: F,
  en: English<F> | (() => Promise<{ default: English<F> }>),
): Translate<keyof F & string> {
  const french: English<F> = fr;
  let english = typeof en === 'function' ? undefined : en;
  if (typeof en === 'function') {
    waiting.add(async () => {
      english = (await en()).default;
      arrivals.value += 1;
    });
    if (language.peek() === 'en') fetchEnglish();
  }
  return (key, params) => {
    const wanted = language.value;
    // What is drawn without its catalogue is drawn again when one arrives.
    const arrived = arrivals.value > 0 || english !== undefined;
    return wanted === 'en' && arrived && english
      ? format(english[key], params, 'en')
      : format(french[key], params, 'fr');
  };
}

/** The text of reference data in the reader's language. */
export function say(text: Text | null | undefined): string {
  return text ? text[language.value] || text.fr : '';
}

/** A country's name in the reader's language, from the browser's own list; its code when the browser has none. */
export function countryOf(code: string): string {
  try {
    return new Intl.DisplayNames([language.value], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
