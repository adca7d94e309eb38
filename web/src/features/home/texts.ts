import { texts } from '~/lib/i18n/index.ts';
import en from './locales/en.json';
import fr from './locales/fr.json';

export const t = texts(fr, en);
