import type { ComponentType } from 'preact';
import { WelcomePage } from '../welcome/WelcomePage.tsx';

export interface SitePage {
  path: string;
  /** Its name among the descriptions that the build writes into the page's head. */
  key: 'home' | 'statistics' | 'help' | 'legal' | 'accessibility';
  load: () => Promise<{ default: ComponentType }>;
  /** Its first drawing depends on the day: the one made by the build is replaced, not completed. */
  dated?: boolean;
}

/** Every page of the public site that this program draws. The verification pages are the service's own. */
export const PAGES: SitePage[] = [
  // Most people come here first, often on a slow link: this page needs no second request.
  { path: '/', key: 'home', load: async () => ({ default: WelcomePage }) },
  { path: '/statistiques', key: 'statistics', load: () => import('../statistics/StatisticsPage.tsx'), dated: true },
  { path: '/aide', key: 'help', load: () => import('../papers/HelpPage.tsx') },
  { path: '/mentions-legales', key: 'legal', load: () => import('../papers/LegalPage.tsx') },
  { path: '/accessibilite', key: 'accessibility', load: () => import('../papers/AccessibilityPage.tsx') },
];

const MISSING: SitePage = { path: '', key: 'home', load: () => import('../papers/MissingPage.tsx') };

/** The page at an address, with or without a slash at its end. */
export function pageAt(address: string): SitePage {
  const path = address.replace(/\/+$/, '') || '/';
  return PAGES.find((one) => one.path === path) ?? MISSING;
}
