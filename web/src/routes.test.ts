// @vitest-environment node
import { readFileSync } from 'node:fs';
import type { Role } from '@api/types';
import { expect, it } from 'vitest';
import { opens, RECONCILERS, TREASURY } from './routes.ts';

const [HEADER = '', ...ROWS] = readFileSync(new URL('../../tests/permissions.csv', import.meta.url), 'utf8').split(
  '\n',
);

/** The offices whose requests the service takes, by the table that its own tests try on every kind of caller. */
function allowed(operation: string): string[] {
  const row = ROWS.find((line) => line.startsWith(`${operation},`))?.split(',') ?? [];
  return HEADER.split(',').filter((_, place) => place > 0 && !['401', '403', undefined].includes(row[place]));
}

const sorted = (offices: readonly Role[]) => [...offices].sort();

it('offers the steps of the reconciliation to those whom the service lets take them', () => {
  for (const step of [
    'POST /api/v1/statements',
    'POST /api/v1/statement-requests',
    'POST /api/v1/statements/{id}/import',
    'POST /api/v1/statements/{id}/discard',
    'POST /api/v1/reconciliation/discrepancies/{id}/resolution',
    'POST /api/v1/reconciliation/deposits',
    'POST /api/v1/payment-claims/{id}/approval',
    'POST /api/v1/payment-claims/{id}/refusal',
    'POST /api/v1/treasury/days/{operator}/{day}/closing',
  ])
    expect(allowed(step).sort(), step).toEqual(sorted(RECONCILERS));
});

it('opens the pages of the treasury to those who may read them', () => {
  for (const [path, read] of [
    ['/agent/regie', 'GET /api/v1/treasury/today'],
    ['/agent/releves', 'GET /api/v1/statements'],
    ['/agent/ecarts', 'GET /api/v1/reconciliation/discrepancies'],
    ['/agent/declarations', 'GET /api/v1/payment-claims'],
    ['/agent/versements', 'GET /api/v1/reconciliation/deposits'],
    ['/agent/remboursements', 'GET /api/v1/refunds'],
    ['/agent/quittances', 'GET /api/v1/quittances'],
    ['/agent/livre', 'GET /api/v1/ledger/balances'],
    ['/agent/caisse', 'POST /api/v1/cash-payments'],
  ] as const) {
    const readers = allowed(read);
    for (const office of TREASURY) expect(opens(path, office), `${path} ${office}`).toBe(readers.includes(office));
  }
});
