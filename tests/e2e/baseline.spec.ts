import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { expect, test } from './fixtures.ts';
import { cli, json } from './helpers/cli.ts';
import { flipped, placesToFlip } from './helpers/flips.ts';
import { sampleFiles, TENANTS } from './helpers/sample.ts';
import { gridRow, settled } from './pages/shell.ts';

const DAY = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
/** Last day of the condition, and the day of the exports after it. */
const UNTIL = inDays(3);
const LATER = `${inDays(10)}T06:00:00Z`;

const VAULT = 'Wren Password Vault';
const OUTREACH = 'Cadenza Outreach';
const LEARNING = 'Oxbow Learning';

const items = z.array(z.object({ itemId: z.string(), name: z.string() }));
const state = z.object({
  current: z.object({ items: z.int(), matched: z.int() }).nullable(),
  carried: z.array(z.object({ kind: z.string(), items: z.int() })),
  items: z.array(z.object({ kind: z.string(), name: z.string(), due: z.string().nullable(), sentence: z.string() })),
});

test('a signed review is the baseline of the next: what changed stands on each item, what it left open is carried forward', async ({
  page,
  dialogs,
  folder,
}) => {
  test.setTimeout(300_000);
  const { bundle, fingerprint } = signFirstReview(folder);
  const workspace = join(folder, 'next.countersign');
  importLater(folder, workspace);
  dialogs.answer('open:case', [workspace]);
  await page.getByRole('button', { name: 'Open case…' }).click();
  await expect(page.getByRole('link', { name: /^Campaign/ })).toBeVisible();

  await openBaseline(page);
  await expect(page.getByRole('heading', { name: 'No baseline' })).toBeVisible();
  await openItem(page, VAULT);
  const changes = page.getByRole('region', { name: 'Changes since the last review' });
  await expect(changes).toHaveText(
    'No signed baseline: changes are not shown. Earlier decisions that a register states are named in the findings.',
  );

  const altered = join(folder, 'altered.zip');
  const [place] = placesToFlip(readFileSync(bundle), 5, 31);
  writeFileSync(altered, flipped(bundle, place?.offset ?? 100));
  await openBaseline(page);
  await page.getByRole('button', { name: 'Choose a signed bundle…' }).click();
  const dialog = page.getByRole('dialog', { name: 'The signed bundle of the last review' });
  const adopt = dialog.getByRole('button', { name: 'Make it the baseline' });
  await choose(altered, 'Choose the bundle…');
  await expect(dialog.getByRole('alert')).toContainText('This bundle cannot be the baseline');
  await expect(dialog.getByRole('alert')).toContainText(/failed the check.+Nothing was changed/s);
  await expect(adopt).toBeDisabled();

  await choose(bundle, 'Choose another…');
  await expect(dialog.getByText(/^All \d+ checks passed$/)).toBeVisible();
  await expect(dialog.getByText('Identity not judged')).toBeVisible();
  await dialog.getByLabel(/^Fingerprints you expect/).fill('0'.repeat(64));
  await expect(adopt).toBeDisabled();
  await dialog.getByRole('button', { name: 'Check again' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Signer is one you trust');
  await dialog.getByLabel(/^Fingerprints you expect/).fill(fingerprint);
  await dialog.getByRole('button', { name: 'Check again' }).click();
  await expect(dialog.getByText('Fingerprint matches')).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('adopt.png') });
  await dialog.getByLabel('Reason (optional)').fill('The review of the last quarter');
  await adopt.click();
  await expect(dialog).toHaveCount(0);
  await settled(page);

  const carried = page.getByRole('grid', { name: 'Items of the baseline' });
  await expect(gridRow(page, 'Items of the baseline', OUTREACH)).toContainText('Condition expired');
  await expect(gridRow(page, 'Items of the baseline', OUTREACH)).toContainText(`${UNTIL} past`);
  await expect(page.getByText('is the first of the chain')).toBeVisible();
  await expectAccessible(page);
  for (const [width, height] of [
    [1280, 720],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    await settled(page);
    await page.screenshot({ path: test.info().outputPath(`baseline-${width}.png`) });
  }
  await page.getByRole('button', { name: /^Standing/ }).click();
  await page.getByRole('option', { name: /^Absent from the export/ }).click();
  await page.keyboard.press('Escape');
  await settled(page);
  await expect(gridRow(page, 'Items of the baseline', LEARNING)).toContainText('they do not say why');
  await expect(carried).not.toContainText(/was revoked/);
  await gridRow(page, 'Items of the baseline', LEARNING).click();
  const drawer = page.getByRole('dialog', { name: LEARNING });
  await expect(drawer).toContainText('It is no review item of this case.');
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await openItem(page, OUTREACH);
  await expect(changes).toContainText(/^Since approved under a condition \d{4}-\d\d-\d\d by Ida Marlowe/);
  await expect(changes).toContainText(`condition expired ${UNTIL}`);
  await openItem(page, VAULT);
  await expect(changes).toContainText(/Since certified \d{4}-\d\d-\d\d by Ida Marlowe: \+1 scope/);
  await expect(changes).toContainText('owner left');
  await page.screenshot({ path: test.info().outputPath('change-line.png') });
  await changes.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(changes.getByRole('listitem').first()).toContainText('1 scope added: https://mail.google.com/');
  await expect(changes).toContainText('has left by the register of people');
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('change-line-open.png') });

  const shown = cli('baseline', '--workspace', join(folder, 'other.countersign'), '--show');
  expect(shown.code).toBe(3);

  async function choose(path: string, button: string): Promise<void> {
    dialogs.answer('open:bundle', [path]);
    await dialog.getByRole('button', { name: button }).click();
    await settled(page);
  }
});

test('the command line adopts and shows a baseline, and refuses what does not hold', ({ folder }) => {
  test.setTimeout(240_000);
  const { bundle, fingerprint } = signFirstReview(folder);
  const workspace = join(folder, 'next.countersign');
  importLater(folder, workspace);
  const run = (...args: readonly string[]) => cli('baseline', '--workspace', workspace, ...args, '--json');
  expect(state.parse(json(run('--show'))).current).toBeNull();

  const altered = join(folder, 'altered.zip');
  const [place] = placesToFlip(readFileSync(bundle), 5, 31);
  writeFileSync(altered, flipped(bundle, place?.offset ?? 100));
  for (const refused of [run('--adopt', altered), run('--adopt', bundle, '--pin', '0'.repeat(64))]) {
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/failed the check.*Nothing was changed/s);
  }
  expect(state.parse(json(run('--show'))).current).toBeNull();

  const adopted = run('--adopt', bundle, '--pin', fingerprint);
  expect(adopted).toMatchObject({ code: 0, stderr: '' });
  const { current, carried, items: rows } = state.parse(json(adopted));
  expect(current?.matched).toBe((current?.items ?? 0) - 1);
  expect(rows).toHaveLength(current?.items ?? -1);
  expect(carried.reduce((sum, one) => sum + one.items, 0)).toBe(rows.length);
  expect(rows.find(({ name }) => name === OUTREACH)).toMatchObject({ kind: 'expired', due: UNTIL });
  expect(rows.find(({ name }) => name === LEARNING)).toMatchObject({ kind: 'absent' });
  expect(state.parse(json(run('--show')))).toEqual(state.parse(json(adopted)));
  const plain = cli('baseline', '--workspace', workspace, '--show');
  expect(plain.stdout).toContain(`Fingerprint ${fingerprint}: compare it`);
  expect(run().code).toBe(2);
});

/** The sample's Google grants with people and owners, decided and signed on the command line. */
function signFirstReview(folder: string): { readonly bundle: string; readonly fingerprint: string } {
  const workspace = join(folder, 'first.countersign');
  for (const system of ['register', 'google'] as const) {
    const { tenant, asOf } = TENANTS[system];
    const files = sampleFiles(system).filter((path) => /(?:people|owners|gam-tokens)\.csv$/.test(path));
    importInto(workspace, tenant, `${asOf}:00Z`, files);
  }
  const queue = items.parse(json(cli('query', 'items', '--workspace', workspace, '--json')));
  for (const [name, ...order] of [
    [VAULT, '--decision', 'certify'],
    [OUTREACH, '--decision', 'conditional', '--until', UNTIL],
  ] as const) {
    const itemId = queue.find((item) => item.name === name)?.itemId ?? '';
    const whose = ['--item', itemId, '--by', 'Ida Marlowe', '--reason', 'Seen.'];
    const run = cli('decide', '--workspace', workspace, ...whose, ...order);
    expect(run, run.stderr).toMatchObject({ code: 0 });
  }
  const [key, passphrase, bundle] = ['marlowe.key.pem', 'passphrase', 'first.zip'].map((name) => join(folder, name));
  if (key === undefined || passphrase === undefined || bundle === undefined) throw new Error('three names');
  writeFileSync(passphrase, 'lantern orchid gravel seventeen\n');
  cli('key', 'new', '--out', key, '--passphrase-file', passphrase, '--name', 'Ida Marlowe');
  const withKey = ['--key', key, '--passphrase-file', passphrase];
  const signed = cli('report', '--workspace', workspace, ...withKey, '--out', bundle, '--json');
  expect(signed, signed.stderr).toMatchObject({ code: 0 });
  return { bundle, fingerprint: z.object({ fingerprint: z.string() }).parse(json(signed)).fingerprint };
}

/** The same exports some weeks later: one scope more, one app fewer, one owner who left. */
function importLater(folder: string, workspace: string): void {
  const [people = '', owners = ''] = sampleFiles('register');
  const tokens = sampleFiles('google').find((path) => path.endsWith('gam-tokens.csv')) ?? '';
  const changed = readFileSync(tokens, 'utf8')
    .split('\n')
    .filter((row) => !row.includes(`,${LEARNING},`))
    .map((row) => (row.includes(`,${VAULT},`) ? `${row} https://mail.google.com/` : row))
    .join('\n');
  const left = readFileSync(people, 'utf8').replace(
    /^(.*kwame\.vinterlykt@.*),active,([^,\n]*),$/m,
    '$1,left,$2,2026-10-31',
  );
  expect(left).toContain(',left,');
  const [laterTokens, laterPeople] = [join(folder, 'gam-tokens later.csv'), join(folder, 'people later.csv')];
  writeFileSync(laterTokens, changed);
  writeFileSync(laterPeople, left);
  importInto(workspace, TENANTS.register.tenant, LATER, [laterPeople, owners]);
  importInto(workspace, TENANTS.google.tenant, LATER, [laterTokens]);
}

function importInto(workspace: string, tenant: string, asOf: string, files: readonly string[]): void {
  const stated = ['--system', 'System', '--tenant', tenant, '--as-of', asOf, '--extracted-by', 'Erik Extractor'];
  const run = cli('import', '--whole', '--workspace', workspace, ...stated, '--method', 'by hand', ...files);
  expect(run, run.stderr).toMatchObject({ code: 0 });
}

async function openBaseline(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Campaign/ }).click();
  await page.getByRole('tab', { name: 'Baseline' }).click();
  await settled(page);
}

/** Opens a review item from the queue. */
async function openItem(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: /^Review/ }).click();
  await gridRow(page, 'Review items', name).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await settled(page);
}

async function expectAccessible(page: Page): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await settled(page);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`),
      theme,
    ).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
