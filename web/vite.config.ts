import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';
import { apiReference } from './scripts/build-api-reference.ts';
import { prerender } from './scripts/prerender.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The signed-in application owns these first path segments; the service serves `app.html` for each of them. */
const APP_PATHS = /^\/(app|agent|pilotage|admin|audit)(\/|$)/;
/** The public shell owns these pages. */
const PUBLIC_PATHS = /^\/(statistiques|aide|mentions-legales|accessibilite)(\/|$)/;

/** Serves the two shells in development and preview exactly as the service does in production. */
function shells(): Plugin {
  const rewrite = (url: string | undefined): string | undefined => {
    const path = url?.split('?')[0] ?? '/';
    if (/\.[a-z0-9]+$/i.test(path) && !APP_PATHS.test(path)) return url;
    if (APP_PATHS.test(path)) return '/app.html';
    return PUBLIC_PATHS.test(path) ? '/index.html' : url;
  };
  return {
    name: 'boyoro-shells',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        request.url = rewrite(request.url);
        next();
      });
    },
    configurePreviewServer(server) {
      server.middlewares.use((request, _response, next) => {
        request.url = rewrite(request.url);
        next();
      });
    },
  };
}

const service = process.env.BOYORO_API ?? 'http://127.0.0.1:8080';
const proxied = ['/api', '/v', '/V', '/.well-known', '/openapi.yaml', '/health'];
const proxy = Object.fromEntries(
  proxied.map((path) => [`^${path.replace('.', '\\.')}(/|$)`, { target: service, changeOrigin: false }]),
);

/** The verification script is loaded by pages that the service renders, so its name must not change. */
const verifyScript = here('./src/entries/verify.ts');

export default defineConfig({
  plugins: [preact({ devToolsEnabled: false, prefreshEnabled: true }), shells(), prerender(), apiReference()],
  appType: 'mpa',
  resolve: { alias: { '~': here('./src'), '@api': here('./packages/api') } },
  server: { port: 5173, proxy },
  preview: { port: 4173, proxy },
  build: {
    target: ['chrome99', 'safari15.4', 'firefox97'],
    manifest: true,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        index: here('./index.html'),
        app: here('./app.html'),
        ...(existsSync(verifyScript) ? { verify: verifyScript } : {}),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'verify' ? 'assets/verify.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
