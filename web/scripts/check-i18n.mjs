// Compares the French and English catalogues of every feature: same keys, same parameters, same plurals, nothing
// empty, and no key that the code never names.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const faults = [];

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

const all = [...files(join(root, 'src'))];
const source = all
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

const parameters = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort().join(',');

/** A key counts as used when the code names it, or builds it from its beginning (`application.${status}`). */
function used(key) {
  if (source.includes(`'${key}'`)) return true;
  const parts = key.split('.');
  return parts.some((_, index) => source.includes(`\`${parts.slice(0, index + 1).join('.')}.\${`));
}

for (const path of all.filter((name) => name.endsWith('fr.json'))) {
  const where = relative(root, dirname(path));
  const fr = JSON.parse(readFileSync(path, 'utf8'));
  const en = JSON.parse(readFileSync(path.replace(/fr\.json$/, 'en.json'), 'utf8'));
  for (const key of new Set([...Object.keys(fr), ...Object.keys(en)])) {
    if (!fr[key] || !en[key]) faults.push(`${where}: « ${key} » is missing in ${fr[key] ? 'en' : 'fr'}`);
    else if (parameters(fr[key]) !== parameters(en[key]))
      faults.push(`${where}: « ${key} » has other parameters in en`);
    else if (fr[key].includes(' | ') !== en[key].includes(' | '))
      faults.push(`${where}: « ${key} » has a plural in one language only`);
    if (!used(key)) faults.push(`${where}: « ${key} » is never used`);
  }
}

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log('Both catalogues are complete.');
