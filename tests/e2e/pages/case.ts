import type { Locator, Page } from '@playwright/test';
import { expect } from './expect.ts';
import type { PreparedDialogs } from '../helpers/dialogs.ts';
import { settled } from './shell.ts';

export interface CaseDetails {
  readonly name: string;
  readonly client: string;
  readonly engagement: string;
  /** ISO dates. */
  readonly periodFrom: string;
  readonly periodTo: string;
  readonly reviewer: string;
}

/** Makes a case through the dialog, stored at `path`, and waits for its import desk. */
export async function createCase(
  page: Page,
  dialogs: PreparedDialogs,
  path: string,
  details: CaseDetails,
): Promise<void> {
  await page.getByRole('button', { name: 'New case…' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New case' });
  await fillCase(dialog, details);
  dialogs.answer('save:case', path);
  await dialog.getByRole('button', { name: 'Choose place and create…' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Imports' })).toBeVisible();
  await settled(page);
}

/** Fills the details of a case. */
export async function fillCase(dialog: Locator, details: CaseDetails): Promise<void> {
  await dialog.getByLabel('Case name').fill(details.name);
  await dialog.getByLabel('Client').fill(details.client);
  await dialog.getByLabel('Engagement').fill(details.engagement);
  await typeDate(dialog, 'Review period from', details.periodFrom);
  await typeDate(dialog, 'Review period to', details.periodTo);
  await dialog.getByLabel('Reviewer').fill(details.reviewer);
}

/** Types a date ("2026-07-01") or a UTC time ("2026-10-01T06:00") into a segmented field, as a person would: digits only. */
export async function typeDate(parent: Page | Locator, label: string, iso: string): Promise<void> {
  const group = parent.getByRole('group', { name: label }).first();
  const keyboard = ('keyboard' in parent ? parent : parent.page()).keyboard;
  await group.getByRole('spinbutton').first().click();
  await keyboard.type(iso.replaceAll(/\D/g, ''));
}
