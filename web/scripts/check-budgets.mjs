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
const first = ['src/features/home/HomePage.tsx', 'src/features/account/LoginPage.tsx'].filter((key) => manifest[key]);
for (const key of first) check(`app, first page ${key.split('/').pop()}`, script([...app, ...lazyOf(key)]), 45);
check('public shell', script(closure('index.html')), 16);
if (manifest['src/entries/verify.ts']) check('verification script', script(closure('src/entries/verify.ts')), 4);
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry || first.includes(key)) continue;
  const route = lazyOf(key).filter((part) => !closure('index.html').has(part));
  check(`page ${key.split('/').pop()}`, script(route), /stat|steering|pilotage/i.test(key) ? 18 : 12);
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
