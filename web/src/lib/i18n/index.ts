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

/** Changes the language, keeps the choice on this device and tells assistive technology about it. */
export function setLanguage(next: Language): void {
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

/**
 * Makes a feature's translator from its two catalogues. The compiler refuses an English catalogue that lacks a key
 * of the French one; `scripts/check-i18n.mjs` checks the rest.
 */
export function texts<const F extends Record<string, string>>(
  fr: F,
  en: Record<keyof F & string, string>,
): Translate<keyof F & string> {
  return (key, params) => {
    const lang = language.value;
    return format((lang === 'fr' ? fr : en)[key], params, lang);
  };
}

/** The text of reference data in the reader's language. */
export function say(text: Text | null | undefined): string {
  return text ? text[language.value] || text.fr : '';
}
