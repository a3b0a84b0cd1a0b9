import type { Locator, Page } from '@playwright/test';
import { expect } from './expect.ts';
import type { PreparedDialogs } from '../helpers/dialogs.ts';
import { settled } from './shell.ts';

export interface NewKey {
  readonly path: string;
  readonly name: string;
  readonly organization: string;
  readonly email: string;
  readonly passphrase: string;
}

/** Opens the form for a new key and fills it. */
export async function fillKey(page: Page, key: NewKey): Promise<Locator> {
  await page.getByRole('button', { name: 'Create a key…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create a signing key' });
  await dialog.getByLabel('Your name').fill(key.name);
  await dialog.getByLabel('Organization').fill(key.organization);
  await dialog.getByLabel('Email address').fill(key.email);
  await dialog.getByLabel(/^Passphrase(?! again| of)/).fill(key.passphrase);
  await dialog.getByLabel('Passphrase again').fill(key.passphrase);
  return dialog;
}

/** Makes a key on the report screen; it is then the chosen one. */
export async function createKey(page: Page, dialogs: PreparedDialogs, key: NewKey): Promise<void> {
  const dialog = await fillKey(page, key);
  dialogs.answer('save:key', key.path);
  await dialog.getByRole('button', { name: 'Create and save…' }).click();
  await expect(dialog).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByRole('radio', { name: key.name })).toBeChecked();
}

/** Chooses a radio button by its label, as a person does: what lies over it, such as a message, has to go first. */
export async function chooseRadio(within: Page | Locator, name: string | RegExp): Promise<void> {
  const radio = within.getByRole('radio', { name });
  await radio.locator('xpath=ancestor::label').click();
  await expect(radio).toBeChecked();
}

/** Signs with the chosen key and saves the bundle at `path`; answers the card that says what was written. */
export async function sign(page: Page, dialogs: PreparedDialogs, path: string, passphrase: string): Promise<Locator> {
  await chooseRadio(page, /^Reviewed/);
  await page.getByLabel('Passphrase of the key').fill(passphrase);
  dialogs.answer('save:bundle', path);
  await page.getByRole('button', { name: 'Sign and save…' }).click();
  const card = page.getByRole('region', { name: 'Signed bundle' });
  await expect(card).toBeVisible({ timeout: 90_000 });
  await settled(page);
  return card;
}
