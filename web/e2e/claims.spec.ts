import { expect } from '@playwright/test';
import {
  accessible,
  apply,
  approveClaim,
  dayBefore,
  moovStatement,
  narrow,
  signedIn,
  test,
  uploadStatement,
} from './steps.ts';

test('a payer who only has the SMS of a merchant-code payment declares it and is done', async ({ browser }) => {
  test.setTimeout(150_000);
  const transaction = `MP${Date.now()}.A1`;
  const payer = await signedIn(browser, 'jigiya@demo.ml');
  const application = await apply(payer);
  await payer.goto(`/app/demandes/${application}/paiement`);
  await payer.getByRole('link', { name: /code marchand/ }).click();

  const declare = payer.getByRole('button', { name: 'Déclarer ce paiement' });
  await declare.click();
  await expect(payer.getByRole('alert')).toContainText('Écrivez le numéro de la transaction.');
  await accessible(payer);

  // The connection is lost under the first try. The second one goes by the same key, so that nothing is declared twice.
  const keys: (string | undefined)[] = [];
  await payer.route('**/claims', (route) => {
    const request = route.request();
    if (request.method() !== 'POST') return route.continue();
    keys.push(request.headers()['idempotency-key']);
    return keys.length === 1 ? route.abort('connectionreset') : route.continue();
  });
  await payer.getByLabel('Numéro de la transaction').fill(` ${transaction.toLowerCase()} `);
  await declare.click();
  await expect(payer.getByRole('alert')).toBeVisible();
  await accessible(payer);
  await declare.click();
  await expect(payer.getByText('En vérification')).toBeVisible();
  expect(keys[0]).toBeTruthy();
  expect(keys).toEqual([keys[0], keys[0]]);
  await expect(payer.getByText(transaction)).toBeVisible();
  await expect(declare).toHaveCount(0);
  await narrow(payer);

  const treasurer = await signedIn(browser, 'regisseur@demo.ml');
  await treasurer.goto('/agent/declarations');
  await treasurer.getByRole('button', { name: new RegExp(transaction) }).click();
  await expect(treasurer.locator('.case').getByText('Pas encore trouvé')).toBeVisible();
  await expect(treasurer.getByRole('button', { name: 'Approuver' })).toHaveCount(0);
  await uploadStatement(treasurer, moovStatement(dayBefore(0), [[transaction, 'Completed', '1,500.00']]));
  await treasurer.getByRole('button', { name: 'Importer 1 mouvement' }).click();
  await expect(treasurer.getByText('Relevé importé : 1 mouvement nouveau')).toBeVisible();

  const director = await signedIn(browser, 'directeur@demo.ml');
  await approveClaim(director, transaction);

  // The payer's page says so by itself; the application goes on and the quittance is there.
  await expect(payer.getByText('Votre paiement est confirmé par le relevé.')).toBeVisible();
  await accessible(payer);
  await payer.getByRole('link', { name: 'Suivre la demande' }).click();
  await expect(payer.getByText('Votre demande est payée et attend son tour.')).toBeVisible();
  await payer.goto(`/app/demandes/${application}/paiement`);
  await expect(payer.getByRole('button', { name: /Quittance Q-/ })).toBeVisible();
});
