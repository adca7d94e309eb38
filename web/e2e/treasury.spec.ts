import { expect } from '@playwright/test';
import {
  accessible,
  apply,
  approveClaim,
  dayBefore,
  moovStatement,
  narrow,
  picture,
  signedIn,
  test,
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

test('money that pays nothing goes back when two people agree, and who brought it in approves nothing', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const today = dayBefore(0);
  const [claimed, stray, sent] = [`CLAIM-${Date.now()}`, `NOBODY-${Date.now()}`, `BACK-${Date.now()}`];

  const exporter = await signedIn(browser, 'fruits@demo.ml');
  const application = await apply(exporter);
  await exporter.goto(`/app/demandes/${application}/code-marchand`);
  await exporter.getByLabel('Numéro de la transaction').fill(claimed);
  await exporter.getByLabel('Date du paiement').fill(today);
  await exporter.getByRole('button', { name: 'Déclarer ce paiement' }).click();
  await expect(exporter.getByText("n'a pas encore été trouvé")).toBeVisible();

  const treasurer = await signedIn(browser, 'regisseur@demo.ml');
  const rows: [string, string, string][] = [
    [claimed, 'Completed', '1500'],
    [stray, 'Completed', '900'],
  ];
  await uploadStatement(treasurer, moovStatement(today, rows));
  await treasurer.getByRole('button', { name: 'Importer 2 mouvements' }).click();
  await expect(treasurer.getByText('Relevé importé : 2 mouvements nouveaux')).toBeVisible();

  // The page says why somebody else has to approve, before the service refuses.
  await treasurer.goto('/agent/declarations');
  await treasurer.getByRole('button', { name: new RegExp(claimed) }).click();
  await expect(treasurer.getByText('Une autre personne doit décider')).toBeVisible();
  await expect(treasurer.getByRole('button', { name: 'Approuver' })).toHaveCount(0);
  await accessible(treasurer);
  await picture(treasurer, 'claim-another');

  const take = async (number: string) => {
    await treasurer.goto('/agent/ecarts');
    await expect(treasurer.locator('.queue-item').first()).toBeVisible();
    for (const item of await treasurer.locator('.queue-item').all()) {
      await item.click();
      await expect(item).toHaveAttribute('aria-current', 'true');
      if (await treasurer.locator('.case').getByText(number).first().isVisible()) return;
    }
    throw new Error(`no difference is about ${number}`);
  };
  await take(stray);
  await treasurer.getByRole('button', { name: /^Mettre en attente/ }).click();
  await treasurer.getByRole('button', { name: 'Confirmer : Mettre en attente' }).click();
  await expect(treasurer.locator('.case').getByText(stray)).toHaveCount(0);

  await treasurer.goto('/agent/remboursements');
  await expect(treasurer.getByRole('heading', { name: 'Sommes mises de côté' })).toBeVisible();
  await accessible(treasurer);
  await narrow(treasurer);
  await picture(treasurer, 'set-aside');
  await treasurer.getByRole('button', { name: `Rendre la somme ${stray}` }).click();
  const dialog = treasurer.getByRole('dialog');
  await dialog.getByLabel('Somme à rendre').fill('901');
  await dialog.getByRole('button', { name: 'Demander le remboursement' }).click();
  await expect(dialog.locator('.field-error')).toHaveCount(2);
  await accessible(treasurer);
  await picture(treasurer, 'give-back');
  await dialog.getByLabel('Somme à rendre').fill('900');
  await dialog.getByLabel('Pourquoi rendre cette somme ?').fill('Envoyé par erreur, réclamé au guichet.');
  await dialog.getByRole('button', { name: 'Demander le remboursement' }).click();
  await expect(dialog.getByText('une autre personne doit l’approuver')).toBeVisible();
  await picture(treasurer, 'give-back-asked');

  const director = await signedIn(browser, 'directeur@demo.ml');
  await director.goto('/agent/remboursements');
  await expect(director.getByRole('button', { name: /^Rendre la somme/ })).toHaveCount(0);
  await director.getByRole('button', { name: `Traiter le remboursement de ${stray}` }).click();
  await director.getByRole('button', { name: 'Approuver' }).click();
  await director.locator('#reasoned-step').getByRole('button', { name: 'Approuver' }).click();
  await expect(director.getByRole('dialog').getByText('À exécuter').first()).toBeVisible();

  // The operator's statement knows before anybody here wrote it down: it is said plainly what to do.
  await uploadStatement(treasurer, moovStatement(today, [...rows, [sent, 'Completed', '900', stray]]));
  await treasurer.getByRole('button', { name: 'Importer 3 mouvements' }).click();
  await expect(treasurer.getByText('Relevé importé : 1 mouvement nouveau')).toBeVisible();
  await take(sent);
  await expect(treasurer.getByRole('heading', { name: 'Remboursement à noter' })).toBeVisible();
  await accessible(treasurer);
  await narrow(treasurer);
  await picture(treasurer, 'refund-to-write-down');
  await treasurer.getByRole('link', { name: 'Ouvrir les remboursements' }).click();
  await treasurer.getByRole('button', { name: `Traiter le remboursement de ${stray}` }).click();
  await treasurer.getByRole('button', { name: 'Noter un remboursement fait à la main' }).click();
  await treasurer.locator('#reasoned-step').getByRole('textbox').fill(sent.toLowerCase());
  await treasurer.locator('#reasoned-step').getByRole('button').click();
  await expect(treasurer.getByRole('dialog').getByText('Rien à faire pour vous')).toBeVisible();
  await treasurer.goto('/agent/ecarts');
  await expect(treasurer.locator('.queue-item, .state-title').first()).toBeVisible();
  await expect(treasurer.getByText('Remboursement à noter')).toHaveCount(0);

  await approveClaim(director, claimed);
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
