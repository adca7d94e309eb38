// Writes packages/api/schema.d.ts from the service's own description, openapi.yaml.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';

const description = new URL('../../openapi.yaml', import.meta.url);
const target = fileURLToPath(new URL('../packages/api/schema.d.ts', import.meta.url));

const HEADER = '// Written from openapi.yaml by `npm run types`. Do not edit.\n\n';

/** The names that the description uses and never defines. Their types are unknown until it does. */
export function undefinedNames(text) {
  const defined = parse(text).components?.schemas ?? {};
  const used = [...text.matchAll(/#\/components\/schemas\/([\w.-]+)/g)].map((match) => match[1]);
  return [...new Set(used)].filter((name) => !(name in defined));
}

/** The types of the wire, as the service describes them. */
export async function describedTypes() {
  const text = readFileSync(description, 'utf8');
  const document = parse(text);
  for (const name of undefinedNames(text)) document.components.schemas[name] = {};
  return HEADER + astToString(await openapiTS(document));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const missing = undefinedNames(readFileSync(description, 'utf8'));
  if (missing.length > 0) console.error(`openapi.yaml never defines: ${missing.join(', ')}`);
  writeFileSync(target, await describedTypes());
}
