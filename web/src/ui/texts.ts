import { texts } from '~/lib/i18n/index.ts';
import en from './locales/en.json';
import fr from './locales/fr.json';

/** The words of the design system's own controls. */
export const t = texts(fr, en);
