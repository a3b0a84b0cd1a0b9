import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { cli } from './helpers/cli.ts';
import { TARNBROOK } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { addFiles, ledgerRow, runImport, type Source, stateSource } from './pages/imports.ts';
import { createKey, sign } from './pages/report.ts';
import { decideByKeys, startReview } from './pages/review.ts';
import { goTo, railLink } from './pages/shell.ts';
import { verifyBundle } from './pages/verify.ts';

const samples = resolve(import.meta.dirname, '../../../shared/formats/samples');
const PASSPHRASE = 'lantern orchid gravel seventeen';

/** Files as vendors and other projects published them, with what each is known to hold: read, accepted, rejected, not relevant. */
const GOOGLE = {
  // Each event stands there twice, nested and flattened; it is three events, not six.
  'google/sentinel_token_2021_events_plus_flat.json': [3, 3, 0, 0],
  'google/panther_token_authorize.json': [4, 3, 0, 1],
} as const;
const ENTRA = {
  'entra/graphdocs_oauth2permissiongrants_list.json': [2, 2, 0, 0],
  'entra/climicrosoft365_oauth2grant_list.json': [1, 1, 0, 0],
  'entra/scubagear_serviceprincipals_utf16le.json': [6, 6, 0, 0],
  'entra/otrf_aadauditevents.json': [4, 1, 0, 3],
} as const;

const source: Source = {
  system: 'Google Workspace',
  tenant: 'samples.example',
  asOf: '2026-10-01T06:00',
  extractedBy: 'Published sample',
  method: 'Taken from a public repository',
};

test('files published by others: import, decide, sign, verify', async ({ page, dialogs, folder }) => {
  test.skip(!existsSync(samples), 'the folder with published sample files is not beside this checkout');
  test.setTimeout(180_000);
  const bundle = join(folder, 'samples.zip');
  await createCase(page, dialogs, join(folder, 'samples'), { ...TARNBROOK, name: 'Published samples' });
  for (const [system, files] of [
    ['Google Workspace', GOOGLE],
    ['Microsoft Entra', ENTRA],
  ] as const) {
    const paths = Object.keys(files).map((path) => join(samples, path));
    await addFiles(page, dialogs, paths);
    await stateSource(page, { ...source, system });
    await runImport(page);
    for (const [path, counts] of Object.entries(files))
      expect(await ledger(page, basename(path)), path).toEqual(counts);
  }
  // One client with two tenant-wide grants on two resources, and another client with one.
  await expect(railLink(page, 'Review')).toContainText('0 of 2');

  await goTo(page, 'Review');
  await startReview(page);
  await decideByKeys(page, { decision: 'revoke', reason: 'Consented for the whole tenant, and nobody relies on it.' });
  await decideByKeys(page, { decision: 'revoke', reason: 'Nobody answers for this one either.' });
  await expect(railLink(page, 'Review')).toContainText('2 of 2');

  await goTo(page, 'Report');
  const key = { name: 'Ida Marlowe', organization: '', email: 'ida@marlowe.example', passphrase: PASSPHRASE };
  await createKey(page, dialogs, { ...key, path: join(folder, 'marlowe.key.pem') });
  await sign(page, dialogs, bundle, PASSPHRASE);
  await goTo(page, 'Verify a bundle');
  await expect(await verifyBundle(page, dialogs, bundle)).toHaveText('The bundle is intact');
  expect(cli('verify', bundle, '--json')).toMatchObject({ code: 0 });
});

/** Read, accepted, rejected and not relevant of an import; its duplicates are none and it closes. */
async function ledger(page: Page, fileName: string): Promise<number[]> {
  const row = ledgerRow(page, fileName);
  await expect(row).toContainText('Closes');
  const cells = await row.getByRole('cell').allInnerTexts();
  const [read, accepted, rejected, duplicate, notRelevant] = cells.slice(-6, -1).map((text) => Number(text));
  expect(duplicate, `duplicates of ${fileName}`).toBe(0);
  return [read ?? NaN, accepted ?? NaN, rejected ?? NaN, notRelevant ?? NaN];
}
