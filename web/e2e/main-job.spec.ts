import { expect } from '@playwright/test';
import { accessible, apply, open, pay, propose, qrOf, send, signedIn, test } from './steps.ts';

const EXPORTER = 'jigiya@demo.ml';

test('the whole job: apply, pay, return, sign, download, verify, count', async ({ browser }) => {
  test.setTimeout(240_000);
  const exporter = await signedIn(browser, EXPORTER);
  const id = await apply(exporter);
  await pay(exporter, id, 'Orange Money');

  const examiner = await signedIn(browser, 'instructeur@demo.ml');
  await open(examiner, id);
  await examiner.getByRole('button', { name: 'Retourner à l’exportateur' }).click();
  await examiner.getByLabel('Champ concerné').selectOption({ label: 'Tout le dossier' });
  await examiner.getByLabel('Motif').selectOption({ index: 1 });
  await examiner.getByLabel('Ce que l’exportateur doit faire').fill('Joignez la facture définitive.');
  await accessible(examiner);
  await examiner.getByRole('button', { name: 'Retourner le dossier' }).click();
  await examiner.waitForURL(/\/agent(\?|$)/);

  await exporter.goto(`/app/demandes/${id}`);
  await expect(exporter.getByText('Joignez la facture définitive.').first()).toBeVisible();
  await accessible(exporter);
  await send(exporter, id);

  await open(examiner, id);
  await propose(examiner);

  const director = await signedIn(browser, 'directeur@demo.ml');
  await director.goto('/pilotage');
  const today = director.locator('[data-figure="today.issued"]');
  await expect(today).toBeVisible();
  const before = Number(await today.textContent());
  await accessible(director);

  const signatory = await signedIn(browser, 'signataire@demo.ml');
  await open(signatory, id);
  await signatory.getByRole('button', { name: 'Signer et sceller', exact: true }).click();
  await signatory.getByRole('button', { name: 'Signer et sceller le certificat' }).click();
  await expect(signatory.getByRole('link', { name: /Voir le certificat/ })).toBeVisible();
  await expect(today).toHaveText(String(before + 1));

  await exporter.goto('/app/certificats');
  await accessible(exporter);
  await exporter
    .getByRole('link', { name: /^ML-ZLE-/ })
    .first()
    .click();
  await accessible(exporter);
  const [download] = await Promise.all([
    exporter.waitForEvent('download'),
    exporter.getByRole('button', { name: /Télécharger le certificat/ }).click(),
  ]);
  const read = qrOf(await download.path());
  expect(read).toMatch(/^HTTPS?:\/\/.+\/V\/ML-ZLE-\d{4}-\d{6}-.#\d+$/);
  const [path = '', digits = ''] = read.replace(/^HTTPS?:\/\/[^/]+/, '').split('#');

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`${path}#${digits}`);
  await expect(stranger.locator('[data-verdict="authentic"]')).toBeVisible();
  await expect(stranger.locator('#signature-check')).toContainText('Signature authentique');
  await accessible(stranger);
  const wrong = `${digits.slice(0, 40)}${(Number(digits[40]) + 1) % 10}${digits.slice(41)}`;
  await stranger.goto('about:blank');
  await stranger.goto(`${path}#${wrong}`);
  await expect(stranger.locator('#signature-check')).toContainText('Code falsifié');

  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(path);
  await expect(plain.locator('[data-verdict="authentic"]')).toContainText(/authentique/i);
});

test('an exporter pays with Wave', async ({ browser }) => {
  test.setTimeout(180_000);
  const exporter = await signedIn(browser, EXPORTER);
  const id = await apply(exporter);
  // Left open meanwhile, on another screen: it says by itself that it is paid.
  const beside = await exporter.context().newPage();
  await beside.goto(`/app/demandes/${id}`);
  await expect(beside.getByRole('link', { name: 'Payer maintenant' })).toBeVisible();
  await pay(exporter, id, 'Wave');
  await expect(beside.getByText('Votre demande est payée et attend son tour.')).toBeVisible();
  await expect(beside.getByRole('link', { name: 'Payer maintenant' })).toHaveCount(0);
});
