import { expect, type Page } from '@playwright/test';
import { accessible, apply, dayBefore, narrow, picture, signedIn, test } from './steps.ts';

/** The reference of an application's fee order, as its payer reads it. */
async function orderOf(exporter: Page, application: string): Promise<string> {
  await exporter.goto(`/app/demandes/${application}/paiement`);
  return (await exporter.getByText(/^OR-/).first().textContent()) ?? '';
}

test('cash is taken, receipted, and given back when two people agree', async ({ browser }) => {
  test.setTimeout(180_000);
  const [exporter, treasurer, director] = [
    await signedIn(browser, 'fruits@demo.ml'),
    await signedIn(browser, 'regisseur@demo.ml'),
    await signedIn(browser, 'directeur@demo.ml'),
  ];
  const application = await apply(exporter);
  const order = await orderOf(exporter, application);

  await treasurer.goto(`/agent/caisse?q=${order}`);
  await treasurer.getByRole('button', { name: `Encaisser ${order}` }).click();
  await accessible(treasurer);
  const owed = await treasurer
    .getByRole('dialog')
    .getByText(/F\s?CFA$/)
    .first()
    .textContent();
  await treasurer.getByLabel('Somme comptée').fill('1');
  const confirm = treasurer.getByRole('dialog').getByRole('button', { name: /^Encaisser / });
  await confirm.click();
  await expect(treasurer.getByRole('dialog').locator('.field-error')).toBeVisible();
  await picture(treasurer, 'cash-desk');
  await treasurer.getByLabel('Somme comptée').fill((owed ?? '').replace(/\D/g, ''));
  await confirm.click();
  const printed = treasurer.waitForEvent('download');
  await treasurer.getByRole('button', { name: /Imprimer la quittance Q-/ }).click();
  expect((await printed).suggestedFilename()).toMatch(/^Q-.*\.pdf$/);

  await exporter.goto(`/app/demandes/${application}/paiement`);
  const quittance = exporter.waitForEvent('download');
  await exporter.getByRole('button', { name: /Quittance Q-/ }).click();
  await quittance;
  await accessible(exporter);
  await narrow(exporter);
  await picture(exporter, 'receipts');

  await exporter.goto(`/app/demandes/${application}/retrait`);
  await exporter.getByRole('button', { name: /retirer la demande/ }).click();
  await expect(exporter).toHaveURL(new RegExp(`/app/demandes/${application}$`));

  await treasurer.goto('/agent/remboursements');
  await treasurer.getByText('Rembourser un paiement').click();
  await treasurer.getByLabel('Ordre de recette').fill(order);
  await treasurer.getByLabel('Pourquoi rendre').fill('Demande retirée avant tout examen.');
  await treasurer.getByRole('button', { name: 'Demander le remboursement' }).click();
  await expect(treasurer.getByRole('dialog').getByText('Vous avez demandé ce remboursement')).toBeVisible();
  await accessible(treasurer);
  await narrow(treasurer);
  await picture(treasurer, 'refund-asked');

  await director.goto('/agent/remboursements?statut=asked');
  await director.getByRole('button', { name: `Traiter le remboursement de ${order}` }).click();
  await expect(director.getByRole('dialog').getByText('Vous avez demandé ce remboursement')).toHaveCount(0);
  await director.getByRole('button', { name: 'Approuver' }).first().click();
  await director.locator('#reasoned-step').getByRole('button', { name: 'Approuver' }).click();
  await expect(director.getByRole('dialog').getByText('À exécuter')).toBeVisible();

  await treasurer.goto('/agent/remboursements?statut=approved');
  await treasurer.getByRole('button', { name: `Traiter le remboursement de ${order}` }).click();
  await treasurer.getByRole('button', { name: 'Noter un remboursement fait à la main' }).first().click();
  await treasurer.locator('#reasoned-step').getByRole('textbox').fill('CAISSE-0001');
  await treasurer.locator('#reasoned-step').getByRole('button').click();
  await expect(treasurer.getByRole('dialog').getByText('Remboursé', { exact: true })).toBeVisible();

  await treasurer.goto(`/agent/quittances?q=${order}`);
  await expect(treasurer.getByText(/Annulée par Q-/)).toBeVisible();
  for (const page of ['quittances', 'recettes', 'livre', 'caisse', 'remboursements']) {
    await treasurer.goto(`/agent/${page}`);
    await accessible(treasurer);
    await narrow(treasurer);
    await picture(treasurer, page);
  }
  // An address that names no day says so, and leaves the way to one.
  await treasurer.goto('/agent/recettes?jour=hier');
  await expect(treasurer.getByText('Cette adresse ne désigne aucun jour')).toBeVisible();
  await accessible(treasurer);
  await treasurer.getByLabel('Jour', { exact: true }).fill(dayBefore(0));
  await treasurer.getByRole('button', { name: 'Afficher' }).click();
  await expect(treasurer.getByText('Total des recettes')).toBeVisible();
});
