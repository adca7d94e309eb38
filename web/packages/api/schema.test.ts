// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describedTypes } from '../../scripts/generate-types.mjs';

it('is in step with openapi.yaml (else: npm run types)', async () => {
  const kept = readFileSync(new URL('./schema.d.ts', import.meta.url), 'utf8');
  expect(kept === (await describedTypes())).toBe(true);
}, 30_000);
