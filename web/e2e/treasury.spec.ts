import { expect, type Page, test } from '@playwright/test';
import { accessible, apply, narrow, signedIn } from './steps.ts';

const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** Moov's export as it comes: a preamble, dates after a tab, an expired row, a total. */
function statement(rows: [transaction: string, status: string, paidIn: string][]): Buffer {
  const [year, month, day] = yesterday().split('-');
  const lines = rows.map(
    ([transaction, status, paidIn], n) =>
      `${transaction};"\t${day}-${month}-${year} 08:${String(n + 10)}:00";;;${status};XOF;${paidIn};;;Merchants Online Payment;22970000000`,
  );
  const header =
    'Receipt No.;Completion Time;Initiation Time;Details;Transaction Status;Currency;Paid In;Withdrawn;Balance;Reason Type;Opposite Party';
  const whole = ['Organization Transactions;', ';', 'Short Code: 801184;', header, ...lines, 'Total;;;;;;9999;;;;', ''];
  return Buffer.from(whole.join('\r\n'), 'utf8');
}

async function upload(page: Page, bytes: Buffer): Promise<void> {
  await page.goto('/agent/releves');
  // The name lies about what it is; the bytes do not.
  await page.getByLabel(/Fichier du relevé/).setInputFiles({ name: 'moov.xls', mimeType: 'text/plain', buffer: bytes });
  await page.getByRole('button', { name: 'Lire le relevé' }).click();
  await page.waitForURL(/\/agent\/releves\/[0-9a-f-]{36}/);
}

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
  await exporter.getByLabel('Date du paiement').fill(yesterday());
  await exporter.getByRole('button', { name: 'Déclarer ce paiement' }).click();
  await expect(exporter.getByText("n'a pas encore été trouvé")).toBeVisible();
  await accessible(exporter);
  await narrow(exporter);

  const treasurer = await signedIn(browser, 'regisseur@demo.ml');
  await treasurer.goto('/agent/regie');
  await accessible(treasurer);

  // Half a franc is nobody's: its cell is told, and nothing can be imported.
  await upload(treasurer, statement([[claimed, 'Completed', '1500,5']]));
  await expect(treasurer.getByRole('rowheader', { name: 'G5' })).toBeVisible();
  await expect(treasurer.getByRole('button', { name: /Importer/ })).toHaveCount(0);
  await accessible(treasurer);
  await narrow(treasurer);
  await treasurer.getByRole('button', { name: 'Écarter ce relevé' }).click();
  await expect(treasurer.getByText('écarté sans être importé')).toBeVisible();

  await upload(
    treasurer,
    statement([
      [claimed, 'Completed', '1,500.00'],
      ['NEVER', 'Expired', '1500'],
      [stray, 'Completed', '700'],
    ]),
  );
  await expect(treasurer.getByText('1 opération non aboutie')).toBeVisible();
  await accessible(treasurer);
  await treasurer.getByRole('button', { name: 'Importer 2 mouvements' }).click();
  await expect(treasurer.getByText('Relevé importé : 2 mouvements nouveaux')).toBeVisible();

  // Whoever brought the statement in does not also say what it pays: another person approves.
  const director = await signedIn(browser, 'directeur@demo.ml');
  await director.goto('/agent/declarations');
  await director.getByRole('button', { name: new RegExp(claimed) }).click();
  await accessible(director);
  await director.getByRole('button', { name: 'Approuver' }).first().click();
  await director.locator('#reasoned-step').getByRole('button', { name: 'Approuver' }).click();
  await expect(director.getByRole('button', { name: new RegExp(claimed) })).toHaveCount(0);
  await exporter.goto(`/app/demandes/${application}/code-marchand`);
  await expect(exporter.getByText('Votre paiement est confirmé par le relevé.')).toBeVisible();

  // The queue by keyboard: to the stray payment, into suspense.
  await treasurer.goto('/agent/ecarts');
  await expect(treasurer.locator('.queue-item').first()).toBeVisible();
  await accessible(treasurer);
  const places = await treasurer.locator('.queue-item').count();
  for (let place = 1; place < places; place += 1) {
    if (await treasurer.locator('.case').getByText(stray).isVisible()) break;
    await treasurer.keyboard.press('j');
  }
  await expect(treasurer.locator('.case').getByText(stray)).toBeVisible();
  await treasurer.keyboard.press('s');
  await expect(treasurer.getByRole('button', { name: 'Confirmer : Mettre en attente' })).toBeFocused();
  await accessible(treasurer);
  await narrow(treasurer);
  await treasurer.keyboard.press('Enter');
  await expect(treasurer.locator('.case').getByText(stray)).toHaveCount(0);

  await treasurer.goto(`/agent/journees/merchant_code.${yesterday()}`);
  await accessible(treasurer);
  await narrow(treasurer);
  await treasurer.getByRole('button', { name: 'Arrêter la journée' }).click();
  await accessible(treasurer);
  await treasurer.getByRole('button', { name: 'Arrêter définitivement' }).click();
  await expect(treasurer.getByText(/Journée arrêtée sur un solde de 2\s200\sFCFA/)).toBeVisible();
  await treasurer.reload();
  await expect(treasurer.getByRole('button', { name: 'Arrêter la journée' })).toHaveCount(0);
});
