import { texts } from '~/lib/i18n/index.ts';
import fr from './locales/fr.json';

export const t = texts(fr, () => import('./locales/en.json'));

/** Says a word of the log when there is a text for it; a word without one is shown as it is stored. */
export function wordOf(key: string, stored: string): string {
  return key in fr ? t(key as keyof typeof fr) : stored;
}
