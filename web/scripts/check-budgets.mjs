// Compares what each shell costs a phone with its budget, in kB (1000 bytes) after gzip -9.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
const size = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;

/** The chunks that an entry needs before it can run, itself included. */
function closure(key, seen = new Set()) {
  if (seen.has(key) || !manifest[key]) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const script = (keys) =>
  [...new Set([...keys].map((key) => manifest[key].file))].reduce((sum, file) => sum + size(file), 0);
const rows = [];
const check = (name, bytes, limit) => rows.push({ name, kB: bytes / 1000, limit, ok: bytes <= limit * 1000 });

const app = closure('app.html');
const lazyOf = (key) => [...closure(key)].filter((chunk) => !app.has(chunk));
check('public shell', script(closure('index.html')), 16);
if (manifest['src/entries/verify.ts']) check('verification script', script(closure('src/entries/verify.ts')), 4);
const publicShell = closure('index.html');
/** Where a visit begins. Other pages come later, when what they share with these is already there. */
const FIRST = /\/(Home|Login|Applications|Certificates)Page\.tsx$/;
/** The agency's desks are on office links. */
const DESK = /\/features\/(examination|registry|treasury|steering|audit|admin)\//;
for (const [key, chunk] of Object.entries(manifest)) {
  if (!/src\/features\/.*\.tsx$/.test(key) || !chunk.isDynamicEntry || publicShell.has(key)) continue;
  const name = key.split('/').pop();
  if (DESK.test(key)) check(`desk ${name}, from nothing`, script([...app, ...lazyOf(key)]), 60);
  else if (FIRST.test(key)) check(`first page ${name}`, script([...app, ...lazyOf(key)]), 45);
  else check(`page ${name}, from nothing`, script([...app, ...lazyOf(key)]), 52);
}
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.file.endsWith('.js') || app.has(key) || publicShell.has(key)) continue;
  const limit = /statist|steering/i.test(key) ? 18 : 12;
  if (size(chunk.file) > limit * 1000) check(`chunk ${key}`, size(chunk.file), limit);
}
const styles = new Set(
  Object.values(manifest).flatMap((chunk) => [
    ...(chunk.css ?? []),
    ...(chunk.file.endsWith('.css') ? [chunk.file] : []),
  ]),
);
check(
  'all styles',
  [...styles].reduce((sum, file) => sum + size(file), 0),
  10,
);

for (const row of rows) {
  console.log(
    `${row.ok ? 'ok  ' : 'OVER'} ${row.kB.toFixed(1).padStart(6)} of ${String(row.limit).padStart(3)} kB  ${row.name}`,
  );
}
if (rows.some((row) => !row.ok)) process.exit(1);
