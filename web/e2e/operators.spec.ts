import { expect, type Page } from '@playwright/test';
import { accessible, another, apply, narrow, signedIn, startPaying, test } from './steps.ts';

const EXPORTER = 'jigiya@demo.ml';
const OPERATORS = process.env.BOYORO_OPERATORS_URL ?? 'http://127.0.0.1:8090';

/** What the payer does on the telephone that the request came to. */
async function onTelephone(page: Page, operator: string, answer: 'Confirmer le paiement' | 'Refuser'): Promise<void> {
  // The request is on its way as soon as the page says so, and not before.
  await expect(page.getByText(/sur le téléphone qui finit par/)).toBeVisible();
  const telephone = await page.context().newPage();
  await telephone.goto(`${OPERATORS}/phone`);
  await telephone
    .getByRole('link', { name: new RegExp(operator) })
    .first()
    .click();
  await telephone.getByRole('button', { name: new RegExp(answer) }).click();
  await expect(telephone.getByRole('button')).toHaveCount(0);
  await telephone.close();
}

async function paid(page: Page, id: string): Promise<void> {
  await expect(page.getByText('Paiement reçu').first()).toBeVisible({ timeout: 30_000 });
  await accessible(page);
  await page.getByRole('link', { name: 'Suivre la demande' }).click();
  await expect(page).toHaveURL(new RegExp(id));
  await expect(page.getByText('Votre demande est payée et attend son tour.')).toBeVisible();
}

test('an exporter pays with every operator, on a page or on a telephone', async ({ browser }) => {
  test.setTimeout(240_000);
  const page = await signedIn(browser, EXPORTER);
  const id = await apply(page);

  // A request on a telephone that is refused there, told in plain words, and paid with the next operator.
  await startPaying(page, id, 'MTN MoMo');
  await expect(page.getByText('Indiquez le numéro du téléphone qui paie.').first()).toBeVisible();
  await accessible(page);
  await narrow(page);
  await page.getByLabel('Numéro du téléphone qui paie').fill('70 12');
  await page.getByRole('button', { name: /^Payer/ }).click();
  await expect(page.locator('.field-error')).toBeVisible();
  await page.getByLabel('Numéro du téléphone qui paie').fill('70 12 34 56');
  await page.getByRole('button', { name: /^Payer/ }).click();
  await expect(page.getByText(/sur le téléphone qui finit par 56/)).toBeVisible();
  await expect(page.getByRole('timer')).toBeVisible();
  await accessible(page);
  await narrow(page);
  // The browser is closed and opened again elsewhere: the address is all the page needs.
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await expect(page.getByText(/sur le téléphone qui finit par 56/)).toBeVisible();
  await page.goto(`/app/demandes/${id}/paiement`);
  await expect(page.getByText('Un paiement MTN MoMo est en cours')).toBeVisible();
  await page.getByRole('link', { name: 'Reprendre ce paiement' }).click();
  await onTelephone(page, 'MTN MoMo', 'Refuser');
  await page.getByRole('button', { name: 'J’ai payé, vérifier' }).click();
  await expect(page.getByText('Le paiement n’a pas abouti')).toBeVisible({ timeout: 30_000 });
  await accessible(page);
  await startPaying(page, id, 'MTN MoMo', '70 12 34 56');
  await onTelephone(page, 'MTN MoMo', 'Confirmer le paiement');
  await paid(page, id);

  const mobile = await another(page, EXPORTER, id);
  await startPaying(page, mobile, 'Mobile Money', '76 00 00 21');
  await onTelephone(page, 'Mobile Money', 'Confirmer le paiement');
  await paid(page, mobile);

  const wallet = await another(page, EXPORTER, id);
  await startPaying(page, wallet, 'PayDunya');
  await expect(page.getByText('Choisissez comment vous payez.').first()).toBeVisible();
  await page.getByRole('radio', { name: /Moov Money/ }).check();
  await page.getByLabel('Numéro du téléphone qui paie').fill('66 12 34 78');
  await accessible(page);
  await narrow(page);
  await page.getByRole('button', { name: /^Payer/ }).click();
  await expect(page.getByText(/sur le téléphone qui finit par 78/)).toBeVisible();
  await onTelephone(page, 'PayDunya', 'Confirmer le paiement');
  await paid(page, wallet);

  for (const operator of ['PayDunya', 'CinetPay']) {
    const order = await another(page, EXPORTER, id);
    await page.goto(`/app/demandes/${order}/paiement`);
    await page.getByRole('radio', { name: operator }).check();
    if (operator === 'PayDunya') await page.getByRole('radio', { name: /Sur la page/ }).check();
    await page.getByRole('button', { name: /^Payer/ }).click();
    const confirm = page.getByRole('button', { name: /Confirmer le paiement/ });
    // The page leads to the operator by itself.
    await confirm.waitFor();
    await confirm.click();
    await page.waitForURL(/\/app\/paiement\//);
    await paid(page, order);
  }
});
