import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import preact from '@preact/preset-vite';
import { createServer, type Plugin, type ResolvedConfig } from 'vite';
import type { Prerendered } from '../src/entries/prerender.tsx';

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** What Vite writes about each chunk it made. */
export type BuildManifest = Record<string, { file: string; css?: string[]; imports?: string[] }>;

/** Tags that bring a page's own script and styles together with the shell's, instead of after them. */
function ownFiles(module: string | undefined, manifest: BuildManifest): string {
  if (!module) return '';
  if (!manifest[module]) throw new Error(`the build made no chunk of ${module}`);
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const collect = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || scripts.has(chunk.file)) return;
    scripts.add(chunk.file);
    for (const style of chunk.css ?? []) styles.add(style);
    for (const next of chunk.imports ?? []) collect(next);
  };
  collect(module);
  return [
    ...[...scripts].map((file) => `    <link rel="modulepreload" crossorigin href="/${file}">\n`),
    ...[...styles].map((file) => `    <link rel="stylesheet" crossorigin href="/${file}">\n`),
  ].join('');
}

/** One public page: the built shell with the page's own head and content. */
export function fillShell(shell: string, page: Prerendered, manifest: BuildManifest): string {
  const { path, title, description, html, module } = page;
  const files = ownFiles(module, manifest)
    .split(/(?<=\n)/)
    .filter((tag) => !shell.includes(tag.trim()));
  const head = `    <meta name="description" content="${escaped(description)}">\n${files.join('')}  </head>`;
  const filled = shell
    .replace(/<title>.*?<\/title>/, () => `<title>${escaped(title)} — Bɔyɔrɔ</title>`)
    .replace(/\s*<\/head>/, () => `\n${head}`)
    .replace('<div id="app"></div>', () => `<div id="app" data-page="${escaped(path)}">${html}</div>`);
  if (!filled.includes(`data-page="${escaped(path)}"`)) throw new Error('index.html has no empty <div id="app">');
  return filled;
}

/** Draws each page with the same code as the browser, in the project's own module graph. */
async function drawPages({ root, resolve }: ResolvedConfig): Promise<Prerendered[]> {
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false })],
    resolve: { alias: resolve.alias },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    const { prerenderPages } = await server.ssrLoadModule('/src/entries/prerender.tsx');
    return await prerenderPages();
  } finally {
    await server.close();
  }
}

/**
 * After the build, writes every public page as `dist/<path>/index.html` with its French text in it: it can be read before the
 * scripts have come, and by those who have none.
 */
export function prerender(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'boyoro-prerender',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle() {
      const dist = join(config.root, config.build.outDir);
      const shell = readFileSync(join(dist, 'index.html'), 'utf8');
      const manifest: BuildManifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
      for (const page of await drawPages(config)) {
        const file = join(dist, page.path, 'index.html');
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, fillShell(shell, page, manifest));
      }
    },
  };
}
