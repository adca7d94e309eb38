import { expect, test } from '@playwright/test';
import {
  accessible,
  apply,
  approveClaim,
  dayBefore,
  moovStatement,
  narrow,
  signedIn,
  uploadStatement,
} from './steps.ts';

const yesterday = dayBefore(1);

test('the treasurer goes from a messy statement to a closed day, and a claim is paid on the way', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const claimed = `CLAIM-${Date.now()}`;
  const stray = `STRAY-${Date.now()}`;

  const exporter = await signedIn(browser, 'fruits@demo.ml');
  const application = await apply(exporter);
  await exporter.goto(`/app/demandes/${application}/paiement`);
  await exporter.getByRole('link', { name: /code marchand/ }).click();
  await accessible(exporter);
  await exporter.getByLabel('Numéro de la transaction').fill(` ${claimed.toLowerCase()} `);
  await exporter.getByLabel('Date du paiement').fill(yesterday);
  await exporter.getByRole('button', { name: 'Déclarer ce paiement' }).click();
  await expect(exporter.getByText("n'a pas encore été trouvé")).toBeVisible();
  await accessible(exporter);
  await narrow(exporter);

  const treasurer = await signedIn(browser, 'regisseur@demo.ml');
  await treasurer.goto('/agent/regie');
  await accessible(treasurer);

  // Half a franc is nobody's: its cell is told, and nothing can be imported.
  await uploadStatement(treasurer, moovStatement(yesterday, [[claimed, 'Completed', '1500,5']]));
  await expect(treasurer.getByRole('rowheader', { name: 'G5' })).toBeVisible();
  await expect(treasurer.getByRole('button', { name: /Importer/ })).toHaveCount(0);
  await accessible(treasurer);
  await narrow(treasurer);
  await treasurer.getByRole('button', { name: 'Écarter ce relevé' }).click();
  await expect(treasurer.getByText('écarté sans être importé')).toBeVisible();

  await uploadStatement(
    treasurer,
    moovStatement(yesterday, [
      [claimed, 'Completed', '1,500.00'],
      ['NEVER', 'Expired', '1500'],
      [stray, 'Completed', '700'],
    ]),
  );
  await expect(treasurer.getByText('1 opération non aboutie')).toBeVisible();
  await accessible(treasurer);
  await treasurer.getByRole('button', { name: 'Importer 2 mouvements' }).click();
  await expect(treasurer.getByText('Relevé importé : 2 mouvements nouveaux')).toBeVisible();

  // Who brought the statement in does not also approve what rests on it.
  const director = await signedIn(browser, 'directeur@demo.ml');
  await approveClaim(director, claimed);
  await exporter.goto(`/app/demandes/${application}/code-marchand`);
  await expect(exporter.getByText('Votre paiement est confirmé par le relevé.')).toBeVisible();

  // The queue by keyboard: to the stray payment, into suspense.
  await treasurer.goto('/agent/ecarts');
  await expect(treasurer.locator('.queue-item').first()).toBeVisible();
  await accessible(treasurer);
  const places = await treasurer.locator('.queue-item').count();
  // Keys mean nothing outside the queue.
  await treasurer.getByRole('heading', { level: 1 }).focus();
  const first = await treasurer.locator('.queue-item[aria-current]').textContent();
  await treasurer.keyboard.press('j');
  await treasurer.keyboard.press('s');
  expect(await treasurer.locator('.queue-item[aria-current]').textContent()).toBe(first);
  await expect(treasurer.locator('.step-form')).toHaveCount(0);
  await treasurer.locator('.queue-item[aria-current]').focus();
  for (let place = 1; place < places; place += 1) {
    if (await treasurer.locator('.case').getByText(stray).isVisible()) break;
    await treasurer.keyboard.press('j');
    await expect(treasurer.locator('.queue-item').nth(place)).toBeFocused();
  }
  await expect(treasurer.locator('.case').getByText(stray)).toBeVisible();
  // Nor while one writes.
  await treasurer.keyboard.press('e');
  await treasurer.keyboard.type('sjk');
  await expect(treasurer.getByLabel('Motif')).toHaveValue('sjk');
  await treasurer.keyboard.press('Escape');
  await expect(treasurer.getByLabel('Motif')).toHaveValue('sjk');
  await treasurer.getByLabel('Motif').fill('');
  await treasurer.keyboard.press('Escape');
  await expect(treasurer.locator('.queue-item[aria-current]')).toBeFocused();
  await treasurer.keyboard.press('s');
  await expect(treasurer.getByRole('button', { name: 'Confirmer : Mettre en attente' })).toBeFocused();
  await accessible(treasurer);
  await narrow(treasurer);
  await treasurer.keyboard.press('Enter');
  await expect(treasurer.locator('.case').getByText(stray)).toHaveCount(0);
  // The focus is on what is in hand next, or on the word that nothing is.
  await expect(treasurer.locator('.case h2:focus, .state-title:focus')).toBeVisible();

  await treasurer.goto(`/agent/journees/merchant_code.${yesterday}`);
  await accessible(treasurer);
  await narrow(treasurer);
  await treasurer.getByRole('button', { name: 'Arrêter la journée' }).click();
  await accessible(treasurer);
  await treasurer.getByRole('button', { name: 'Arrêter définitivement' }).click();
  await expect(treasurer.getByText(/Journée arrêtée sur un solde de 2\s200\sFCFA/)).toBeVisible();
  await treasurer.reload();
  await expect(treasurer.getByRole('button', { name: 'Arrêter la journée' })).toHaveCount(0);
});

test('who may only read the reconciliation is offered none of its steps', async ({ browser }) => {
  const auditor = await signedIn(browser, 'auditeur@demo.ml');
  for (const page of ['releves', 'ecarts', 'declarations', 'versements', `journees/merchant_code.${yesterday}`]) {
    await auditor.goto(`/agent/${page}`);
    await accessible(auditor);
    await expect(auditor.locator('main').getByRole('button')).toHaveCount(await auditor.locator('.queue-item').count());
    await expect(auditor.locator('main form')).toHaveCount(0);
  }
});
