import { texts } from '~/lib/i18n/index.ts';
import fr from './locales/fr.json';

/** The few words that every page needs from its first moment. Kept apart, so that a page need not bring those of all controls. */
export const t = texts(fr, () => import('./locales/en.json'));
