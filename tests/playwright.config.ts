import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/helpers/open-display.ts',
  outputDir: '../test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // A machine under load may start Electron too late once; a test that fails three times is broken.
  retries: process.env['CI'] === undefined ? 0 : 2,
  use: { trace: 'retain-on-failure' },
});
