import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, test as journey, type Page } from '@playwright/test';

/** The password of every account of a demonstration. */
const PASSWORD = 'boyoro-demo-2026';
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

/** A journey whose browsers are closed behind it: their pages would go on following the news under the next one. */
export const test = journey.extend<{ closed: undefined }>({
  closed: [
    async ({ browser }, use) => {
      await use(undefined);
      for (const context of browser.contexts()) await context.close();
    },
    { auto: true },
  ],
});

/** Fails on anything axe finds wrong with the page as it stands. */
export async function accessible(page: Page): Promise<void> {
  await expect(page.locator('h1')).toBeVisible();
  // A page that still reads would be judged by its waiting words.
  await expect(page.locator('.state[role="status"]')).toHaveCount(0);
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const axe = (
      globalThis as unknown as {
        axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe;
    const { violations } = await axe.run();
    return violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`);
  });
  expect(found, page.url()).toEqual([]);
}

/** The narrowest phone, and a tablet held upright: between it and a desk, tables are at their tightest. */
const WIDTHS = [320, 768];

/** Fails when the page is wider than a phone or a tablet, whose reader would have to move it sideways. */
export async function narrow(page: Page): Promise<void> {
  const before = page.viewportSize();
  const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const outside = () =>
    [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => element.outerHTML.slice(0, 120));
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 640 });
    const excess = await page.evaluate(sideways);
    const culprits = excess > 0 ? await page.evaluate(outside) : [];
    expect(excess, `${page.url()} at ${width} px: ${culprits.join(' | ')}`).toBeLessThanOrEqual(0);
  }
  if (before) await page.setViewportSize(before);
}

/** Fills in the form of the sign-in page. */
export async function signIn(page: Page, login: string): Promise<void> {
  await page.getByLabel('Adresse e-mail ou numéro de téléphone').fill(login);
  await page.getByLabel('Mot de passe').fill(PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}

/** A browser of one's own in which this person is signed in. */
export async function signedIn(browser: Browser, login: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto('/app/connexion');
  await accessible(page);
  await signIn(page, login);
  await expect(page).not.toHaveURL(/connexion/);
  return page;
}

async function choose(page: Page, label: string, words: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).fill(words);
  await page.getByRole('listbox').getByRole('option').first().click();
}

async function goOn(page: Page): Promise<void> {
  await accessible(page);
  const before = page.url();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await expect(page).not.toHaveURL(before);
}

/** Begins an application; gives its id. */
export async function begin(page: Page): Promise<string> {
  await page.goto('/app/demandes/nouvelle');
  await accessible(page);
  await page.getByRole('button', { name: 'Commencer la demande' }).click();
  await page.waitForURL(/\/app\/demandes\/[0-9a-f-]{36}/);
  return /demandes\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
}

/** Fills the guided form for mangoes to Casablanca and sends it; gives the application's id. */
export async function apply(page: Page): Promise<string> {
  const id = await begin(page);
  const base = `/app/demandes/${id}`;

  await page.goto(`${base}/destination`);
  await choose(page, 'Pays de destination', 'Maroc');
  await page.getByRole('radio', { name: /ZLECAf/ }).check();
  await goOn(page);
  await page.goto(`${base}/destinataire`);
  await page.getByLabel('Nom du destinataire').fill('Fruits du Bouregreg');
  await page.getByLabel('Adresse').fill('12 rue du Port');
  await page.getByLabel('Ville').fill('Casablanca');
  await choose(page, 'Pays', 'Maroc');
  await goOn(page);
  await page.goto(`${base}/transport`);
  await page.getByRole('radio', { name: 'Route' }).check();
  await page.getByLabel('Lieu de départ').fill('Sikasso');
  await page.getByLabel('Lieu d’arrivée').fill('Casablanca');
  await goOn(page);
  await page.goto(`${base}/facture`);
  await page.getByLabel('Numéro de la facture').fill('F-2026-118');
  await page.getByLabel('Date de la facture').fill(new Date().toISOString().slice(0, 10));
  await page.getByLabel('Montant de la facture').fill('18400,00');
  await page.getByLabel('Monnaie').selectOption('EUR');
  await goOn(page);
  await page.goto(`${base}/marchandises/1`);
  await choose(page, 'Produit ou code SH', '080450');
  await page.getByLabel('Désignation').fill('Mangues fraîches, variété Kent');
  await page.getByLabel('Nombre de colis').fill('2400');
  await page.getByLabel('Nature des colis').selectOption('CT');
  await page.getByLabel('Marques et numéros').fill('Sans marque');
  await page.getByLabel('Poids brut').fill('12600');
  await page.getByLabel('Poids net').fill('12000');
  await page.getByLabel('Valeur FOB').fill('12069000');
  await page.getByRole('radio', { name: /Entièrement obtenu/ }).check();
  await goOn(page);
  await page.goto(`${base}/documents`);
  await accessible(page);
  for (const slot of await page.locator('section.file-slot input[type=file]').all()) {
    await slot.setInputFiles({ name: 'piece.pdf', mimeType: 'application/pdf', buffer: PDF });
  }
  await expect(page.locator('progress')).toHaveCount(0);
  await send(page, id);
  return id;
}

/** Checks the answers, signs the declaration, sends. */
export async function send(page: Page, id: string): Promise<void> {
  await page.goto(`/app/demandes/${id}/verifier`);
  await accessible(page);
  await page.getByLabel('Je signe cette déclaration').check();
  await page.getByRole('button', { name: /^(Envoyer|Renvoyer) la demande$/ }).click();
  await page.waitForURL(/confirmation/);
  await accessible(page);
}

/** Sends another application like this one, past the screens that another journey walks; gives its id. */
export async function another(page: Page, login: string, id: string): Promise<string> {
  const { request } = page;
  const session = await request.post('/api/v1/sessions', { data: { login, password: PASSWORD } });
  const headers = { authorization: `Bearer ${(await session.json()).accessToken}` };
  const read = async (address: string) => (await request.get(`/api/v1/${address}`, { headers })).json();
  const like = await read(`applications/${id}`);
  const begun = await request.post('/api/v1/applications', {
    headers: { ...headers, 'idempotency-key': crypto.randomUUID() },
    data: { copyOf: id },
  });
  const draft = await begun.json();
  const content = { ...like.content, invoice: { ...like.content.invoice, number: `F-${draft.reference}` } };
  const edited = await request.patch(`/api/v1/applications/${draft.id}`, {
    headers: { ...headers, 'if-match': `"${draft.version}"` },
    data: content,
  });
  expect(edited.status(), await edited.text()).toBe(200);
  for (const { kind } of like.documents) {
    const file = { name: 'piece.pdf', mimeType: 'application/pdf', buffer: PDF };
    await request.post(`/api/v1/applications/${draft.id}/documents`, { headers, multipart: { kind, file } });
  }
  const sent = await request.post(`/api/v1/applications/${draft.id}/submission`, {
    headers,
    data: { declarationAccepted: true },
  });
  expect(sent.status(), await sent.text()).toBe(200);
  return draft.id;
}

/** Chooses this operator and asks to pay, with a number where one is given. */
export async function startPaying(page: Page, id: string, operator: string, phone?: string): Promise<void> {
  await page.goto(`/app/demandes/${id}/paiement`);
  await page.getByRole('radio', { name: operator, exact: true }).check();
  if (phone) await page.getByLabel('Numéro du téléphone qui paie').fill(phone);
  await page.getByRole('button', { name: /^Payer/ }).click();
}

/** Asks to pay with this operator. */
export async function tryToPay(page: Page, id: string, operator: 'Orange Money' | 'Wave'): Promise<void> {
  await page.goto(`/app/demandes/${id}/paiement`);
  await page.getByRole('radio', { name: operator }).check();
  await accessible(page);
  await page.getByRole('button', { name: /^Payer/ }).click();
}

/** Pays on the operator's page and waits until the service says that it is paid. */
export async function pay(page: Page, id: string, operator: 'Orange Money' | 'Wave'): Promise<void> {
  await tryToPay(page, id, operator);
  const confirm = page.getByRole('button', { name: /Confirmer le paiement/ });
  await Promise.race([confirm.waitFor(), page.getByRole('link', { name: /Ouvrir/ }).click()]);
  await confirm.click();
  // Leaving before the operator answered would take the payer's word back.
  await expect(confirm).toHaveCount(0);
  await page.goto(`/app/demandes/${id}`);
  await expect(page.getByText('Votre demande est payée et attend son tour.')).toBeVisible({ timeout: 30_000 });
}

/** Takes the file. */
export async function open(page: Page, id: string): Promise<void> {
  await page.goto(`/agent/demandes/${id}`);
  await accessible(page);
  const take = page.getByRole('button', { name: 'Prendre ce dossier' });
  await take.click();
  await expect(page.getByRole('button', { name: 'Rendre à la file' })).toBeVisible();
}

/** Proposes the file with every check as it should be. */
export async function propose(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Proposer une décision' }).click();
  for (const ok of await page.getByRole('radio', { name: 'Conforme', exact: true }).all()) await ok.check();
  await page.getByLabel('Avis motivé').fill('Marchandise entièrement obtenue, pièces concordantes.');
  await accessible(page);
  await page.getByRole('button', { name: 'Envoyer à la signature' }).click();
  await expect(page.getByRole('button', { name: 'Proposer une décision' })).toHaveCount(0);
}

/** What an independent decoder reads from the first page of a PDF as it would be printed. */
export function qrOf(pdf: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'boyoro-qr-'));
  execFileSync('pdftoppm', ['-r', '200', '-png', '-f', '1', '-l', '1', pdf, join(folder, 'page')]);
  const [picture] = execFileSync('ls', [folder], { encoding: 'utf8' }).split('\n');
  return readQr(readFileSync(join(folder, picture ?? '')));
}

/** What an independent decoder reads from a picture. */
export function readQr(png: Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), 'boyoro-qr-')), 'picture.png');
  writeFileSync(path, png);
  return execFileSync('zbarimg', ['--quiet', '--raw', path], { encoding: 'utf8' }).trim();
}

/** The day so many days ago, as date fields write it. */
export const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

type Moved = [transaction: string, status: string, amount: string, takesBack?: string];

/** Moov's export as it comes: a preamble, dates after a tab, a total. Money that goes out names what it takes back. */
export function moovStatement(day: string, rows: Moved[]): Buffer {
  const [year, month, date] = day.split('-');
  const lines = rows.map(([transaction, status, amount, takesBack], n) => {
    const [paidIn, withdrawn, reason] = takesBack ? ['', amount, 'Reversal'] : [amount, '', 'Merchants Online Payment'];
    const at = `"\t${date}-${month}-${year} 00:00:${String(n + 10)}"`;
    return `${transaction};${at};;;${status};XOF;${paidIn};${withdrawn};;${reason};22970000000;${takesBack ?? ''}`;
  });
  const header =
    'Receipt No.;Completion Time;Initiation Time;Details;Transaction Status;Currency;Paid In;Withdrawn;Balance;Reason Type;Opposite Party;Linked Transaction ID';
  const whole = [
    'Organization Transactions;',
    ';',
    'Short Code: 801184;',
    header,
    ...lines,
    'Total;;;;;;9999;;;;;',
    '',
  ];
  return Buffer.from(whole.join('\r\n'), 'utf8');
}

/** Sends a statement in, to be read and shown. */
export async function uploadStatement(page: Page, bytes: Buffer): Promise<void> {
  await page.goto('/agent/releves');
  // The name lies about what it is; the bytes do not.
  await page.getByLabel(/Fichier du relevé/).setInputFiles({ name: 'moov.xls', mimeType: 'text/plain', buffer: bytes });
  await page.getByRole('button', { name: 'Lire le relevé' }).click();
  await page.waitForURL(/\/agent\/releves\/[0-9a-f-]{36}/);
}

/** Opens the claim of this transaction and approves it. */
export async function approveClaim(page: Page, transaction: string): Promise<void> {
  await page.goto('/agent/declarations');
  await page.getByRole('button', { name: new RegExp(transaction) }).click();
  await accessible(page);
  await page.getByRole('button', { name: 'Approuver' }).first().click();
  await page.locator('#reasoned-step').getByRole('button', { name: 'Approuver' }).click();
  await expect(page.getByRole('button', { name: new RegExp(transaction) })).toHaveCount(0);
}

/** Saves a picture of the page, and one of it on a phone, where somebody wants to look at them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.BOYORO_PICTURES;
  if (!folder) return;
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  await page.setViewportSize({ width: 320, height: 640 });
  await page.screenshot({ path: `${folder}/${name}-320.png`, fullPage: true });
  await page.setViewportSize({ width: 1280, height: 720 });
}
