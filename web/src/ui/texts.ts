import { texts } from '~/lib/i18n/index.ts';
import fr from './locales/fr.json';

/** The words of the design system's own controls. */
export const t = texts(fr, () => import('./locales/en.json'));
