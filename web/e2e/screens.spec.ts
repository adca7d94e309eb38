import { type Browser, expect, type Page } from '@playwright/test';
import { ROUTES } from '../src/routes.ts';
import { accessible, apply, begin, narrow, picture, signedIn, signIn, test, tryToPay } from './steps.ts';

const EXPORTER = 'fruits@demo.ml';
const EXAMINER = 'instructeur@demo.ml';
const TREASURER = 'regisseur@demo.ml';
const ADMINISTRATOR = 'administrateur@demo.ml';

/** The records whose pages are opened. */
interface Made {
  draft: string;
  sent: string;
  attempt: string;
  certificate: string;
  firm: string;
  statement: string;
  day: string;
}

/** Who opens each page of the application, nobody meaning a stranger, and of which record. */
const SCREENS: Record<string, [who: string | null, of?: keyof Made]> = {
  '/app/connexion': [null],
  '/app/inscription': [null],
  '/app/compte': [EXPORTER],
  '/app/demandes': [EXPORTER],
  '/app/demandes/nouvelle': [EXPORTER],
  '/app/demandes/:id': [EXPORTER, 'draft'],
  '/app/demandes/:id/destination': [EXPORTER, 'draft'],
  '/app/demandes/:id/destinataire': [EXPORTER, 'draft'],
  '/app/demandes/:id/transport': [EXPORTER, 'draft'],
  '/app/demandes/:id/facture': [EXPORTER, 'draft'],
  '/app/demandes/:id/marchandises': [EXPORTER, 'draft'],
  '/app/demandes/:id/marchandises/:line': [EXPORTER, 'draft'],
  '/app/demandes/:id/documents': [EXPORTER, 'draft'],
  '/app/demandes/:id/verifier': [EXPORTER, 'draft'],
  '/app/demandes/:id/confirmation': [EXPORTER, 'sent'],
  '/app/demandes/:id/retrait': [EXPORTER, 'sent'],
  '/app/demandes/:id/paiement': [EXPORTER, 'sent'],
  '/app/demandes/:id/code-marchand': [EXPORTER, 'sent'],
  '/app/paiement/:id': [EXPORTER, 'attempt'],
  '/app/certificats': [EXPORTER],
  '/app/certificats/:number': [EXPORTER, 'certificate'],
  '/app/entreprise': [EXPORTER],
  '/app/entreprise/inscription': [EXPORTER],
  '/app/entreprise/modifier': [EXPORTER],
  '/app/entreprise/equipe': [EXPORTER],
  '/app': [EXPORTER],
  '/agent': [EXAMINER],
  '/agent/exportateurs': [EXAMINER],
  '/agent/exportateurs/:id': [EXAMINER, 'firm'],
  '/agent/certificats': ['douane@demo.ml'],
  '/agent/certificats/:number': ['douane@demo.ml', 'certificate'],
  '/agent/paiements': [TREASURER],
  '/agent/remboursements': [TREASURER],
  '/agent/quittances': [TREASURER],
  '/agent/caisse': [TREASURER],
  '/agent/recettes': [TREASURER],
  '/agent/livre': [TREASURER],
  '/agent/regie': [TREASURER],
  '/agent/releves': [TREASURER],
  '/agent/releves/:id': [TREASURER, 'statement'],
  '/agent/ecarts': [TREASURER],
  '/agent/journees/:id': [TREASURER, 'day'],
  '/agent/declarations': [TREASURER],
  '/agent/notifications': [TREASURER],
  '/agent/versements': [TREASURER],
  '/pilotage': ['directeur@demo.ml'],
  '/audit': ['auditeur@demo.ml'],
  '/admin': [ADMINISTRATOR],
  '/admin/regles': [ADMINISTRATOR],
  '/agent/demandes/:id': [EXAMINER, 'sent'],
};

/** What no route names: lists narrowed, with nothing in them, a page that is not there and one that is not for everyone. */
const BESIDES: [string, string][] = [
  [EXPORTER, '/app/demandes?q=introuvable'],
  [EXPORTER, '/app/rien'],
  [EXPORTER, '/admin'],
  [EXAMINER, '/agent?file=late'],
  [EXAMINER, '/agent?file=mine'],
  [EXAMINER, '/agent/certificats'],
  [TREASURER, '/agent/notifications?etat=examinees'],
];

const PUBLIC = [
  '/',
  '/statistiques',
  '/verifier',
  '/aide',
  '/mentions-legales',
  '/accessibilite',
  '/developpeurs/api',
  '/rien',
];

test('every page of the application is among the screens', () => {
  expect(Object.keys(SCREENS).sort()).toEqual(ROUTES.map((route) => route.path).sort());
});

/** Does the errands that the pages of records need. */
async function make(exporter: Page, examiner: Page, treasurer: Page): Promise<Made> {
  const draft = await begin(exporter);
  const sent = await apply(exporter);
  await tryToPay(exporter, sent, 'Wave');
  // The operator's page is on its way; another navigation would collide with it.
  await exporter.waitForURL(/\/pay\//);
  await exporter.goto(`/app/demandes/${sent}/paiement`);
  const underWay = await exporter.getByRole('link', { name: 'Reprendre ce paiement' }).getAttribute('href');
  const attempt = underWay?.split('/').at(-1) ?? '';
  await exporter.goto('/app/certificats');
  const certificate = (await exporter.getByRole('link', { name: /^ML-/ }).first().textContent()) ?? '';
  await examiner.goto('/agent/exportateurs');
  const firm = await examiner.getByRole('rowheader').getByRole('link').first().getAttribute('href');
  await treasurer.goto('/agent/releves');
  const row = 'Horodatage;Identifiant de transaction;Montant\n2026-11-02 10:00:00;T_screen;1500\n';
  await treasurer
    .getByLabel(/Fichier du relevé/)
    .setInputFiles({ name: 'wave.csv', mimeType: 'text/csv', buffer: Buffer.from(row) });
  await treasurer.getByRole('button', { name: 'Lire le relevé' }).click();
  await treasurer.waitForURL(/\/agent\/releves\/[0-9a-f-]{36}/);
  const statement = treasurer.url().split('/').at(-1) ?? '';
  const day = 'wave.2026-11-02';
  return { draft, sent, attempt, certificate, firm: firm?.split('/').at(-1) ?? '', statement, day };
}

/** The addresses that this person opens. */
function addressesOf(person: string | null, made: Made): string[] {
  const own = Object.entries(SCREENS).flatMap(([path, [who, of]]) =>
    who === person ? [path.replace(':line', '1').replace(/:(id|number)/, of ? made[of] : '')] : [],
  );
  return [...own, ...BESIDES.flatMap(([who, address]) => (who === person ? [address] : []))];
}

/** Tries these addresses in both languages, the desk's width and a phone's, and leaves the person reading French. */
async function tryAll(page: Page, addresses: string[]): Promise<void> {
  for (const other of ['English', 'Français']) {
    for (const address of addresses) {
      await page.goto(address);
      await accessible(page);
      await expect(page.locator('.state-error'), address).toHaveCount(0);
      await narrow(page);
    }
    await page.getByRole('button', { name: other }).click();
  }
}

async function opened(browser: Browser, person: string | null): Promise<Page> {
  return person ? signedIn(browser, person) : (await browser.newContext()).newPage();
}

test('no screen has anything for axe to find or moves sideways on a phone, in either language', async ({ browser }) => {
  test.setTimeout(420_000);
  const made = await make(
    await opened(browser, EXPORTER),
    await opened(browser, EXAMINER),
    await opened(browser, TREASURER),
  );
  for (const person of new Set(Object.values(SCREENS).map(([who]) => who))) {
    const page = await opened(browser, person);
    await tryAll(page, addressesOf(person, made));
    await page.context().close();
  }
});

test('no public page has anything for axe to find or moves sideways on a phone', async ({ page }) => {
  for (const path of PUBLIC) {
    await page.goto(path);
    await accessible(page);
    await narrow(page);
  }
});

test('a narrowed list is kept in the address, and going back undoes it', async ({ browser }) => {
  const customs = await signedIn(browser, 'douane@demo.ml');
  await customs.goto('/agent/certificats');
  const rows = customs.getByRole('link', { name: /^ML-/ });
  await expect(rows.first()).toBeVisible();
  await customs.getByLabel('Chercher').fill('introuvable');
  await customs.getByLabel('Chercher').press('Enter');
  await expect(customs).toHaveURL('/agent/certificats?q=introuvable');
  await expect(customs.getByText('Aucun certificat ne correspond')).toBeVisible();
  await expect(customs.getByLabel('Chercher')).toBeFocused();
  await customs.goBack();
  await expect(rows.first()).toBeVisible();
  await expect(customs.getByLabel('Chercher')).toHaveValue('');
  await customs.getByRole('link', { name: 'Suite' }).click();
  await expect(customs.getByRole('link', { name: 'Début de la liste' })).toBeVisible();
});

test('a stranger who opens a desk signs in and comes back to it', async ({ page }) => {
  await page.goto('/agent?file=late');
  await expect(page).toHaveURL(`/app/connexion?suite=${encodeURIComponent('/agent?file=late')}`);
  await signIn(page, EXAMINER);
  await expect(page).toHaveURL('/agent?file=late');
  await expect(page.getByRole('link', { name: /^En retard/ })).toHaveAttribute('aria-current', 'page');
  await expect(page).toHaveURL('/agent?file=late');
});

test('a page opened while the service gives no answer waits for it, and nobody is signed out', async ({ browser }) => {
  const exporter = await signedIn(browser, EXPORTER);
  await exporter.route('**/sessions/refresh', (route) => route.fulfill({ status: 503, body: '' }));
  await exporter.goto('/app/certificats');
  await expect(exporter.getByRole('heading', { name: 'Le service ne répond pas encore' })).toBeVisible();
  await accessible(exporter);
  await narrow(exporter);
  await picture(exporter, 'unreachable');
  await exporter.unroute('**/sessions/refresh');
  await expect(exporter.getByRole('link', { name: /^ML-/ }).first()).toBeVisible();
});
