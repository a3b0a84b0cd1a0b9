import { lstatSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { expectAccessible } from './helpers/accessible.ts';
import { cli } from './helpers/cli.ts';
import { enginePid } from './helpers/engine-pid.ts';
import { sampleFiles, TARNBROOK, TENANTS } from './helpers/sample.ts';
import { fillCase } from './pages/case.ts';
import { addFiles, draft, runImport, stateSource } from './pages/imports.ts';
import { openProtection, unlock } from './pages/protection.ts';
import { createKey, sign } from './pages/report.ts';
import { decideByKeys, decidedCount, startReview } from './pages/review.ts';
import { goTo, railLink, toast } from './pages/shell.ts';

const PASSPHRASE = 'six words drawn by chance';
const NEXT = 'other words drawn by chance';

test('a protected case from its making to the signed report', async ({ app, page, dialogs, folder }) => {
  test.setTimeout(300_000);
  const path = join(folder, 'secret.countersign');
  await test.step('it is made with a passphrase, which is asked for twice and has a least length', async () => {
    await page.getByRole('button', { name: 'New case…' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New case' });
    await fillCase(dialog, TARNBROOK);
    await dialog.getByText('Protect this case with a passphrase').click();
    await expect(dialog.getByText('It cannot be recovered.')).toBeVisible();
    await dialog.getByLabel('New passphrase').fill('too short');
    await expect(dialog.getByText('9 of at least 12 characters.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Choose place and create…' }).click();
    await expect(dialog.getByText('Type at least 12 characters.')).toBeVisible();
    await dialog.getByLabel('New passphrase').fill(PASSPHRASE);
    await dialog.getByLabel('The same once more').fill(NEXT);
    await dialog.getByRole('button', { name: 'Choose place and create…' }).click();
    await expect(dialog.getByText('The two are not the same.')).toBeVisible();
    await expectAccessible(page, 'New protected case');
    await dialog.getByLabel('The same once more').fill(PASSPHRASE);
    dialogs.answer('save:case', path);
    await dialog.getByRole('button', { name: 'Choose place and create…' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Imports' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Screens' })).toContainText('Protected: ');
  });
  await test.step('exports are imported and items decided', async () => {
    for (const system of ['google', 'register'] as const) {
      const files = sampleFiles(system);
      await addFiles(page, dialogs, files);
      for (const file of files) await expect(draft(page, basename(file))).toContainText(/Recognized/);
      await stateSource(page, TENANTS[system]);
      await expect(await runImport(page)).toHaveText(`${files.length} files imported`);
      await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
    }
    await goTo(page, 'Review');
    await startReview(page);
    await decideByKeys(page, { decision: 'revoke', reason: 'Nobody can say what it is for.' });
  });
  await test.step('nothing of it lies on the disk in clear, the logs and the data folder included', () => {
    expect(filesWith(folder, 'tarnbrook.example')).toEqual([]);
    expect(filesWith(folder, TARNBROOK.name)).toEqual([]);
    expect(filesWith(folder, PASSPHRASE)).toEqual([]);
  });
  await test.step('closed, it opens with its passphrase only', async () => {
    await goTo(page, 'Start');
    await page.getByRole('button', { name: 'Close case' }).click();
    await expect(page.getByText(/Protected, opened/)).toBeVisible();
    await page.getByRole('button', { name: 'Open secret.countersign' }).click();
    await unlock(page, 'not the passphrase');
    const dialog = page.getByRole('dialog', { name: 'Unlock the case' });
    await expect(dialog.getByRole('alert')).toContainText('does not open with this passphrase');
    await expectAccessible(page, 'Unlock');
    await unlock(page, PASSPHRASE);
    await expect(page.getByRole('heading', { level: 1, name: TARNBROOK.name })).toBeVisible();
    await goTo(page, 'Review');
    expect(await decidedCount(page)).toBe(1);
  });
  await test.step('its passphrase is changed', async () => {
    await openProtection(page);
    await expectAccessible(page, 'Protection');
    await page.getByRole('button', { name: 'Change passphrase…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the passphrase' });
    await dialog.getByLabel('Passphrase so far').fill('not the passphrase');
    await dialog.getByLabel('New passphrase').fill(NEXT);
    await dialog.getByLabel('The same once more').fill(NEXT);
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await expect(dialog.getByRole('alert')).toContainText('Nothing was changed');
    await dialog.getByLabel('Passphrase so far').fill(PASSPHRASE);
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await expect(toast(page, 'The passphrase is changed.')).toBeVisible();
  });
  await test.step('locked, it shows nothing until the new passphrase is typed', async () => {
    await page.getByRole('button', { name: 'Lock now' }).click();
    await expect(page.getByText('This case was open and is protected.')).toBeVisible();
    await expect(page.getByText(TARNBROOK.name)).toHaveCount(0);
    await page.getByRole('button', { name: 'Unlock…' }).click();
    await unlock(page, PASSPHRASE);
    await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
    await unlock(page, NEXT);
    await expect(page.getByRole('heading', { level: 1, name: TARNBROOK.name })).toBeVisible();
  });
  await test.step('when the engine dies it waits for the passphrase', async () => {
    process.kill(await enginePid(app), 'SIGKILL');
    await expect(page.getByRole('heading', { name: 'The case is locked' })).toBeVisible();
    await page.getByRole('button', { name: 'Unlock…' }).click();
    await unlock(page, NEXT);
    await expect(page.getByRole('heading', { level: 1, name: TARNBROOK.name })).toBeVisible();
  });
  await test.step('its report is signed, and the bundle is for everybody', async () => {
    await goTo(page, 'Report');
    const bundle = join(folder, 'bundle.zip');
    const key = { path: join(folder, 'key.pem'), name: 'Ida Marlowe', organization: 'M', email: 'ida@marlowe.example' };
    await createKey(page, dialogs, { ...key, passphrase: 'a key of its own' });
    await expect(
      (await sign(page, dialogs, bundle, 'a key of its own')).getByText(/All \d+ checks passed/),
    ).toBeVisible();
    expect(cli('verify', bundle, '--json').code).toBe(0);
  });
  await test.step('on the command line the passphrase comes from a file', async () => {
    await goTo(page, 'Start');
    await page.getByRole('button', { name: 'Close case' }).click();
    await expect(page.getByText(/Protected, opened/)).toBeVisible();
    const passphrase = join(folder, 'passphrase.txt');
    const query = ['query', 'connectors', '--workspace', path, '--json'];
    expect(cli(...query)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('--case-passphrase-file'),
    });
    writeFileSync(passphrase, `${PASSPHRASE}\n`);
    expect(cli(...query, '--case-passphrase-file', passphrase)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('does not open with this passphrase'),
    });
    writeFileSync(passphrase, `${NEXT}\n`);
    const answer = cli(...query, '--case-passphrase-file', passphrase);
    expect(answer).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(answer.stdout)).not.toHaveLength(0);
  });
});

test('a plain case is protected, and put in clear again with a reason', async ({ page, dialogs, folder }) => {
  test.setTimeout(120_000);
  await page.getByRole('button', { name: 'New case…' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New case' });
  await fillCase(dialog, TARNBROOK);
  dialogs.answer('save:case', join(folder, 'plain'));
  await dialog.getByRole('button', { name: 'Choose place and create…' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Imports' })).toBeVisible();
  await openProtection(page);
  await page.getByRole('button', { name: 'Protect with a passphrase…' }).click();
  const add = page.getByRole('dialog', { name: 'Protect the case' });
  await add.getByLabel('New passphrase').fill(PASSPHRASE);
  await add.getByLabel('The same once more').fill(PASSPHRASE);
  await expectAccessible(page, 'Protect the case');
  await add.getByRole('button', { name: 'Protect', exact: true }).click();
  await expect(toast(page, 'The case is protected.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Lock now' })).toBeVisible();
  expect(filesWith(folder, TARNBROOK.client)).toEqual([]);
  await page.getByRole('button', { name: 'Remove protection…' }).click();
  const remove = page.getByRole('dialog', { name: 'Remove the protection' });
  await remove.getByLabel('Passphrase').fill(PASSPHRASE);
  await remove.getByRole('button', { name: 'Remove protection', exact: true }).click();
  await expect(remove.getByText('Say why. It stands in the journal.')).toBeVisible();
  await remove.getByLabel('Reason').fill('The disk is encrypted.');
  await remove.getByRole('button', { name: 'Remove protection', exact: true }).click();
  await expect(toast(page, 'The case is no longer protected.')).toBeVisible();
  await goTo(page, 'Journal');
  for (const act of ['Protected with a passphrase', 'Protection removed: The disk is encrypted.'])
    await expect(page.getByRole('grid', { name: 'Journal entries' })).toContainText(act);
});

test('what is left of a damaged one is recovered with its passphrase, and stays protected', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(120_000);
  const path = join(folder, 'secret.countersign');
  await page.getByRole('button', { name: 'New case…' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New case' });
  await fillCase(dialog, TARNBROOK);
  await dialog.getByText('Protect this case with a passphrase').click();
  await dialog.getByLabel('New passphrase').fill(PASSPHRASE);
  await dialog.getByLabel('The same once more').fill(PASSPHRASE);
  dialogs.answer('save:case', path);
  await dialog.getByRole('button', { name: 'Choose place and create…' }).click();
  const files = sampleFiles('register');
  await addFiles(page, dialogs, files);
  await stateSource(page, TENANTS.register);
  await runImport(page);
  await goTo(page, 'Start');
  await page.getByRole('button', { name: 'Close case' }).click();
  await expect(railLink(page, 'Imports')).toHaveCount(0);
  truncateSync(path, Math.floor(readFileSync(path).length * 0.9));

  await page.getByRole('button', { name: 'Open secret.countersign' }).click();
  await unlock(page, PASSPHRASE);
  const damaged = page.getByRole('dialog', { name: 'This case is damaged' });
  await expect(damaged.getByText(/Nothing was changed\./)).toBeVisible();
  dialogs.answer('save:case', join(folder, 'recovered'));
  await damaged.getByRole('button', { name: 'Recover into a new case…' }).click();
  await expect(damaged.getByText(/rows were recovered\./)).toBeVisible({ timeout: 60_000 });
  expect(filesWith(folder, 'tarnbrook.example')).toEqual([]);
  await damaged.getByRole('button', { name: 'Open the recovered case' }).click();
  await unlock(page, PASSPHRASE);
  await goTo(page, 'Case');
  await expect(page.getByText(/Recovered from a damaged file; nothing is signed from it/)).toBeVisible();
});

/** Files of the app's in which a text stands in clear. Chromium's own caches are looked into as well. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => basename(name) !== 'dialogs.json' && lstatSync(join(folder, name)).isFile())
    .filter((name) => [text, text.toLowerCase()].some((word) => readFileSync(join(folder, name)).includes(word)));
}
