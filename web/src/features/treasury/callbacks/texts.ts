import { texts } from '~/lib/i18n/index.ts';
import fr from './locales/fr.json';

export const t = texts(fr, () => import('./locales/en.json'));
