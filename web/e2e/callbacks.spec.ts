import { createHmac } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { accessible, narrow, signedIn, test } from './steps.ts';

/** Posts to the address of the simulated Wave account as whoever knows this secret. */
async function fromWave(page: Page, event: object, secret: string): Promise<number> {
  const body = JSON.stringify(event);
  const time = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`${time}${body}`).digest('hex');
  const answer = await page.request.post('/payment-callbacks/wave/simulated-wave-address', {
    headers: { 'content-type': 'application/json', 'wave-signature': `t=${time},v1=${signature}` },
    data: body,
  });
  return answer.status();
}

test('the treasurer is told of a refused callback and looks into one that fits no payment', async ({ browser }) => {
  const transaction = `T-${Date.now()}`;
  const treasurer = await signedIn(browser, 'regisseur@demo.ml');
  const data = { id: transaction, amount: '2500', currency: 'XOF', sender_mobile: '+22370123456' };
  const event = { id: `EV_${transaction}`, type: 'merchant.payment_received', data };
  expect(await fromWave(treasurer, event, 'another account’s')).toBe(401);
  expect(await fromWave(treasurer, event, 'wave_ml_WHS_simulated')).toBe(200);

  await treasurer.goto('/agent/regie');
  await expect(treasurer.getByText(/Wave : .* refusées?, (son|leur) secret n’est pas le nôtre/)).toBeVisible();
  await accessible(treasurer);
  await narrow(treasurer);
  await treasurer.getByRole('link', { name: /^\d+ notifications?$/ }).click();

  const row = treasurer.getByRole('row', { name: new RegExp(transaction) });
  await expect(row).toContainText('2 500 FCFA');
  await accessible(treasurer);
  await narrow(treasurer);
  await row.getByRole('button', { name: /^Examiner/ }).click();
  const dialog = treasurer.getByRole('dialog');
  await expect(dialog).toContainText('Attendez le relevé.');
  await expect(treasurer.locator('body')).not.toContainText('70123456');
  await dialog.getByRole('button', { name: 'Marquer comme examinée' }).click();
  const finish = dialog.locator('#reasoned-step').getByRole('button', { name: 'Marquer comme examinée' });
  await finish.click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await accessible(treasurer);
  await narrow(treasurer);
  await dialog.getByLabel('Motif').fill('Guichet de la foire, confirmé par Wave.');
  await finish.click();
  await expect(dialog).toHaveCount(0);
  await expect(row).toHaveCount(0);

  await treasurer.getByLabel('État').selectOption({ label: 'Examinées' });
  await treasurer.getByRole('button', { name: 'Afficher' }).click();
  await row.getByRole('button', { name: /^Voir/ }).click();
  await expect(dialog).toContainText('Guichet de la foire, confirmé par Wave.');
  await accessible(treasurer);
});
