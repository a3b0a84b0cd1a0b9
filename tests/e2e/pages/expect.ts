import { expect as playwright } from '@playwright/test';

/** Waits as long as a slow machine needs, also outside of Playwright's own runner, where the tour uses it. */
export const expect = playwright.configure({ timeout: 20_000 });
