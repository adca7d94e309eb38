import { defineConfig } from '@playwright/test';

/** Journeys of people through the real program, in Debian's Chromium. `scripts/journeys` starts what they need. */
export default defineConfig({
  testDir: './e2e',
  outputDir: './test-results',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL: process.env.BOYORO_BASE ?? 'http://127.0.0.1:8080',
    locale: 'fr-FR',
    timezoneId: 'Africa/Bamako',
    acceptDownloads: true,
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    },
  },
});
