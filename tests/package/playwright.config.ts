import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  globalSetup: '../e2e/helpers/open-display.ts',
  outputDir: '../../test-results/package',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 1,
  forbidOnly: true,
  retries: process.env['CI'] === undefined ? 0 : 1,
});
