import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { parse } from 'yaml';
import { renderReference } from './api-reference/render.ts';
import type { Spec } from './api-reference/spec.ts';
import { REFERENCE_LANGUAGES } from './api-reference/words.ts';

const DESCRIPTION = fileURLToPath(new URL('../../openapi.yaml', import.meta.url));

/** Writes the reference of the API from the checked-in description: `dist/developpeurs/api/`, in two languages, without scripts. */
export function apiReference(): Plugin {
  return {
    name: 'boyoro-api-reference',
    apply: 'build',
    generateBundle() {
      if (!existsSync(DESCRIPTION)) this.error(`${DESCRIPTION} is missing: the API reference is made from it`);
      const spec: Spec = parse(readFileSync(DESCRIPTION, 'utf8'));
      for (const words of REFERENCE_LANGUAGES) {
        const fileName = `${words.here.slice(1)}index.html`;
        this.emitFile({ type: 'asset', fileName, source: renderReference(spec, words) });
      }
    },
  };
}
