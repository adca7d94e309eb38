import { texts } from '~/lib/i18n/index.ts';
import en from './locales/en.json';
import fr from './locales/fr.json';

/** The few words that every page needs from its first moment. Kept apart, so that a page need not bring those of all controls. */
export const t = texts(fr, en);
