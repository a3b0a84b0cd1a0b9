import type { Locator, Page } from '@playwright/test';
import { expect } from './expect.ts';
import type { PreparedDialogs } from '../helpers/dialogs.ts';
import { typeDate } from './case.ts';
import { settled } from './shell.ts';

export interface Source {
  readonly system: string;
  readonly tenant: string;
  /** "2026-10-01T06:00" */
  readonly asOf: string;
  readonly extractedBy: string;
  readonly method: string;
}

/** Adds files by the dialog and waits until all were looked at. */
export async function addFiles(page: Page, dialogs: PreparedDialogs, files: readonly string[]): Promise<void> {
  dialogs.answer('open:exports', files);
  await page
    .getByRole('button', { name: /^(Add files|Choose files)…/ })
    .first()
    .click();
  await expect(page.getByText('Looking at the files')).toHaveCount(0, { timeout: 60_000 });
  await settled(page);
}

/** Adds everything in a folder by the dialog and waits until all of it was looked at. */
export async function addFolder(page: Page, dialogs: PreparedDialogs, folder: string): Promise<void> {
  dialogs.answer('open:folder', [folder]);
  await page
    .getByRole('button', { name: /^(Add|Choose) a folder…/ })
    .first()
    .click();
  await expect(page.getByRole('checkbox', { name: /^Import / }).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Looking at the files')).toHaveCount(0, { timeout: 60_000 });
  await settled(page);
}

/** The line of a file on the desk that opens its details. */
export function draft(page: Page, fileName: string): Locator {
  return page.getByRole('listitem').filter({ has: page.getByRole('checkbox', { name: `Import ${fileName}` }) });
}

/** States where the files on the desk come from. */
export async function stateSource(page: Page, source: Source): Promise<void> {
  await page.getByLabel('System').first().fill(source.system);
  await page.getByLabel('Tenant or domain').first().fill(source.tenant);
  await typeDate(page, 'True as of', source.asOf);
  await page.getByLabel('Extracted by').first().fill(source.extractedBy);
  await page.getByLabel('Method').first().fill(source.method);
  await chooseCover(page, 'The whole');
}

/** States whether the files give the whole of what they list, without a mouse. */
export async function chooseCover(parent: Page | Locator, cover: 'The whole' | 'A part, or not known'): Promise<void> {
  const field = parent.getByRole('button', { name: /What the export covers/ }).first();
  await field.press('Enter');
  const page = 'page' in parent ? parent.page() : parent;
  await page.getByRole('option', { name: cover }).press('Enter');
  await expect(field).toContainText(cover);
  await settled(page);
}

/** States where files of several platforms come from: once for all, and what differs by platform. */
export async function stateSources(
  page: Page,
  common: Pick<Source, 'asOf' | 'extractedBy'>,
  platforms: Readonly<Record<string, Partial<Pick<Source, 'system' | 'tenant' | 'method'>>>>,
): Promise<void> {
  const all = page.getByRole('group', { name: /^All files/ });
  await typeDate(all, 'True as of', common.asOf);
  await all.getByLabel('Extracted by').fill(common.extractedBy);
  await chooseCover(all, 'The whole');
  for (const [name, { system, tenant, method }] of Object.entries(platforms)) {
    const line = page.getByRole('group', { name: new RegExp(`^${name}`) });
    if (system !== undefined) await line.getByLabel('System').fill(system);
    if (tenant !== undefined) await line.getByLabel('Tenant or domain').fill(tenant);
    if (method !== undefined) await line.getByLabel('Method').fill(method);
  }
}

/** Chooses a zone without a mouse: the list is opened by key and jumped through by typing. */
export async function chooseZone(page: Page, parent: Page | Locator, zone: string): Promise<void> {
  await parent.getByRole('button', { name: 'Zone of times that name none' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type(zone.replaceAll('_', ' '));
  await expect(page.getByRole('option', { name: zone.replaceAll('_', ' ') })).toBeFocused();
  await page.keyboard.press('Enter');
  await settled(page);
}

/** Imports what lies on the desk and waits for the summary. */
export async function runImport(page: Page): Promise<Locator> {
  // Those of earlier imports stay until they are dismissed.
  const outcomes = page.getByText(/^\d+ files? imported$/);
  const before = await outcomes.count();
  await startImport(page);
  await expect(outcomes).toHaveCount(before + 1, { timeout: 90_000 });
  await settled(page);
  return outcomes.last();
}

/** Presses the button that imports what lies on the desk. */
export async function startImport(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Import|Queue) \d+ files?$/ }).click();
}

/** The rows of the ledger, without its header. */
export function ledgerRows(page: Page): Locator {
  return page
    .getByRole('table', { name: 'Imports of this case' })
    .getByRole('row')
    .filter({ has: page.getByRole('cell') });
}

/** The row of an import in the ledger. */
export function ledgerRow(page: Page, fileName: string): Locator {
  return ledgerRows(page).filter({ hasText: fileName });
}
