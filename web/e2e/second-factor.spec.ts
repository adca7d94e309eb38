import { createHmac } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { accessible, narrow, picture, readQr, signedIn, signIn, test } from './steps.ts';

const AUDITOR = 'auditeur@demo.ml';
const CODE = 'Code à six chiffres';

const STEP_MS = 30_000;

/** The step of thirty seconds that it is now, with enough of it left to use its code. */
async function beginningOfStep(): Promise<number> {
  const left = () => STEP_MS - (Date.now() % STEP_MS);
  await expect.poll(left, { timeout: STEP_MS }).toBeGreaterThan(10_000);
  return Math.floor(Date.now() / STEP_MS);
}

/** What an authenticator app shows for this secret in this step (RFC 6238). */
function codeOf(secret: string, at: number): string {
  const bits = [...secret].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'));
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(at));
  const tag = createHmac('sha1', key).update(step).digest();
  const word = tag.readUInt32BE((tag.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(word % 1_000_000).padStart(6, '0');
}

async function signInWithCode(page: Page, code: string): Promise<void> {
  await page.goto('/app/connexion');
  await signIn(page, AUDITOR);
  await page.getByLabel(CODE).fill(code);
  await accessible(page);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}

test('a member of staff sets up the security code, signs in with it and takes it off', async ({ browser }) => {
  const page = await signedIn(browser, AUDITOR);
  await page.goto('/app/compte');
  await page.getByRole('button', { name: 'Activer le code de sécurité' }).click();
  const symbol = page.getByRole('img', { name: /Code QR/ });
  await expect(symbol).toBeVisible();
  await accessible(page);
  await narrow(page);
  await picture(page, 'second-factor');
  const address = readQr(await symbol.screenshot());
  const secret = new URL(address).searchParams.get('secret') ?? '';
  await expect(page.getByText(secret.match(/.{4}/g)?.join(' ') ?? 'no secret')).toBeVisible();

  const confirm = page.getByRole('button', { name: 'Confirmer le code' });
  await confirm.click();
  await expect(page.getByText('Écrivez le code à six chiffres.').first()).toBeVisible();
  await page.getByLabel(CODE).fill('000000');
  await confirm.click();
  await expect(page.locator('.field-error')).toBeVisible();
  await accessible(page);
  // The steps beside the present one are good as well, each once: one for each thing that is done here.
  const now = await beginningOfStep();
  await page.getByLabel(CODE).fill(codeOf(secret, now - 1));
  await confirm.click();
  await expect(page.getByText('Le code de sécurité est activé. Il vous sera demandé')).toBeVisible();
  await accessible(page);

  const elsewhere = await (await browser.newContext()).newPage();
  await signInWithCode(elsewhere, '000000');
  await expect(elsewhere.getByRole('alert')).toBeVisible();
  await elsewhere.getByLabel(CODE).fill(codeOf(secret, now));
  await elsewhere.getByRole('button', { name: 'Se connecter' }).click();
  await expect(elsewhere).not.toHaveURL(/connexion/);

  await elsewhere.goto('/app/compte');
  await elsewhere.getByText('Changer de téléphone ou retirer le code').click();
  await accessible(elsewhere);
  await narrow(elsewhere);
  const off = elsewhere.getByRole('button', { name: 'Retirer le code de sécurité' });
  await elsewhere.locator('details').getByLabel('Mot de passe actuel').fill('autre chose');
  await elsewhere.getByLabel(CODE).fill('000000');
  await off.click();
  await expect(elsewhere.locator('.field-error')).toHaveText([/mot de passe n'est pas le bon/, /Attendez le suivant/]);
  await picture(elsewhere, 'second-factor-off');
  await elsewhere.locator('details').getByLabel('Mot de passe actuel').fill('boyoro-demo-2026');
  await elsewhere.getByLabel(CODE).fill(codeOf(secret, now + 1));
  await off.click();
  await expect(elsewhere.getByText('Le code de sécurité est retiré.')).toBeVisible();
  await expect(elsewhere.getByRole('button', { name: 'Activer le code de sécurité' })).toBeVisible();
});

test('whoever must have a security code sees nothing else before it is on', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  // The agency's own service demands it; the demonstration, whose passwords everybody knows, is told to.
  await page.route(/\/api\/v1\/sessions(\/refresh)?$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), secondFactorDemanded: true } });
  });
  await page.goto('/app/connexion');
  await signIn(page, AUDITOR);
  await expect(page.getByText('Activez le code de sécurité pour commencer')).toBeVisible();
  await accessible(page);
  await expect(page.getByRole('navigation', { name: 'Menu principal' })).toHaveCount(0);
  await page.goto('/audit');
  await expect(page).toHaveURL('/app/compte');
  await expect(page.getByText('Activez le code de sécurité pour commencer')).toBeVisible();
  await narrow(page);
  await picture(page, 'second-factor-demanded');
});
