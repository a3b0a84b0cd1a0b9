import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { expect, test } from './fixtures.ts';
import { cli, json } from './helpers/cli.ts';
import type { PreparedDialogs } from './helpers/dialogs.ts';
import { addFiles, runImport, stateSource } from './pages/imports.ts';
import { goTo, settled, toast } from './pages/shell.ts';

const DAY = 86_400_000;
const items = z.array(z.object({ itemId: z.string(), name: z.string() }));
const actions = z.array(z.object({ name: z.string(), state: z.string(), sentence: z.string() }));

const ENTRA_HEAD =
  'PermissionType,AppId,ClientObjectId,AppDisplayName,ResourceObjectId,ResourceDisplayName,Permission,ConsentType,PrincipalObjectId,CreationTimestamp';
const SALESFORCE_HEAD = '"APPNAME","USER.USERNAME","LASTUSEDDATE","USECOUNT","CREATEDDATE"';

/** Consents of two people to each app. */
function entra(...apps: readonly (readonly [number, string])[]): string {
  const rows = apps.flatMap(([app, name]) =>
    [1, 2].map(
      (person) =>
        `Delegated,0a0a0a0a-0000-4000-8000-00000000000${app},0b0b0b0b-0000-4000-8000-00000000000${app},${name},99999999-9999-4999-8999-999999999999,Microsoft Graph,Mail.Read,Principal,0c0c0c0c-0000-4000-8000-00000000000${person},`,
    ),
  );
  return `${[ENTRA_HEAD, ...rows].join('\n')}\n`;
}

function salesforce(...tokens: readonly (readonly [app: string, created: number])[]): string {
  const rows = tokens.map(([app, created]) => {
    const time = new Date(created).toISOString();
    return `"${app}","dave@example.com","${time}","4","${time}"`;
  });
  return `${[SALESFORCE_HEAD, ...rows].join('\n')}\n`;
}

function slack(change: string, at: number): string {
  const row = { app_id: 'A0000000Z1', app_type: 'Example Board', user_id: 'U0000000A1', user_name: 'alice' };
  return `${JSON.stringify({ ...row, date: Math.floor(at / 1000), change_type: change, scope: 'files:read' })}\n`;
}

function restricted(at: number): string {
  const app = { id: 'A0000000Z1', name: 'Example Board', is_app_directory_approved: false, is_internal: false };
  const resolved = { actor_id: 'W0000000A1', actor_type: 'user' };
  return JSON.stringify({
    ok: true,
    restricted_apps: [{ app, scopes: [], date_updated: Math.floor(at / 1000), last_resolved_by: resolved }],
    response_metadata: { next_cursor: '' },
  });
}

test('three exports go around the loop: only what a later one shows is verified or regressed', async ({
  page,
  dialogs,
  folder,
}, testInfo) => {
  test.setTimeout(300_000);
  const now = Date.now();
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const workspace = join(folder, 'loop.countersign');
  const first: readonly (readonly [string, string])[] = [
    ['first consents.csv', entra([1, 'Mail Helper'], [2, 'Kept App'])],
    ['first tokens.csv', salesforce(['Example Sync', now - 90 * DAY], ['Kept Sync', now - 90 * DAY])],
    ['first integrations.ndjson', slack('added', now - 90 * DAY)],
  ];
  for (const [name, text] of first) {
    const stated = ['--system', 'S', '--tenant', 'firm.example', '--as-of', iso(now - DAY), '--extracted-by', 'E'];
    const run = cli('import', '--whole', '--workspace', workspace, ...stated, '--method', 'M', write(name, text));
    expect(run, run.stderr).toMatchObject({ code: 0 });
  }
  const queue = items.parse(json(cli('query', 'items', '--workspace', workspace, '--json')));
  for (const app of ['Mail Helper', 'Example Sync', 'Example Board']) {
    const item = queue.find(({ name }) => name === app)?.itemId ?? '';
    const decision = ['--decision', 'revoke', '--reason', 'Nobody needs it.', '--by', 'Rita Reviewer'];
    const run = cli('decide', '--workspace', workspace, '--item', item, ...decision);
    expect(run, run.stderr).toMatchObject({ code: 0 });
  }

  dialogs.answer('open:case', [workspace]);
  await page.getByRole('button', { name: 'Open case…' }).first().click();
  await goTo(page, 'Remediation');
  await expect(rows(page)).toHaveCount(3);
  for (const app of ['Mail Helper', 'Example Sync', 'Example Board'])
    await expect(row(page, app)).toContainText('To do');
  await actOnAll(page, dialogs, join(folder, 'tickets.csv'));
  await expect(page.getByRole('button', { name: /done/i })).toHaveCount(0);

  // The second exports: a restriction, a removal, and a token that is no longer there.
  const second = now + 2 * DAY;
  await bring(page, dialogs, write('restricted.json', restricted(now + DAY)), second);
  await bring(page, dialogs, write('second consents.csv', entra([2, 'Kept App'])), second);
  await bring(page, dialogs, write('second tokens.csv', salesforce(['Kept Sync', now - 90 * DAY])), second);
  await goTo(page, 'Remediation');
  await expect(row(page, 'Example Board')).toContainText('Claimed');
  await expect(row(page, 'Example Board')).toContainText('leaves an installed app usable');
  for (const app of ['Mail Helper', 'Example Sync']) await expect(row(page, app)).toContainText('Verified absent');
  await row(page, 'Example Sync').getByRole('button', { name: 'Example Sync' }).click();
  const drawer = page.getByRole('dialog', { name: 'Revoke: Example Sync' });
  await expect(drawer).toContainText('Tokens also leave this list when they end by themselves');
  await expect(drawer.getByRole('list', { name: 'Evidence' })).toContainText('second tokens.csv');
  await settled(page);
  await page.screenshot({ path: testInfo.outputPath('drawer.png') });
  await page.keyboard.press('Escape');

  // The third: the app is uninstalled, the consents and the token are back.
  const third = now + 5 * DAY;
  await bring(page, dialogs, write('third integrations.ndjson', slack('removed', now + 4 * DAY)), third);
  await bring(
    page,
    dialogs,
    write('third consents.csv', entra([1, 'Mail Helper'], [2, 'Kept App'], [3, 'New App'])),
    third,
  );
  const tokens = salesforce(['Example Sync', now + 4 * DAY], ['Kept Sync', now - 90 * DAY]);
  await bring(page, dialogs, write('third tokens.csv', tokens), third);
  await goTo(page, 'Remediation');
  await expect(row(page, 'Example Board')).toContainText('Verified absent');
  for (const app of ['Mail Helper', 'Example Sync']) await expect(row(page, app)).toContainText('Regressed');
  await settled(page);
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const [width, height] of [
      [1280, 720],
      [1440, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      await settled(page);
      await page.screenshot({ path: testInfo.outputPath(`board-${theme}-${width}.png`) });
    }
    await expectAccessible(page);
  }
  await page.getByRole('navigation', { name: 'Groups of actions' }).getByRole('button', { name: 'Regressed' }).click();
  await expect(rows(page)).toHaveCount(2);
  await goTo(page, 'Findings');
  await expect(page.getByText('CS-25 · Re-consent after revocation')).toHaveCount(2);

  await page.close();
  const said = actions.parse(json(cli('remediation', '--workspace', workspace, '--json')));
  expect(Object.fromEntries(said.map(({ name, state }) => [name, state]))).toEqual({
    'Mail Helper': 'regressed',
    'Example Sync': 'regressed',
    'Example Board': 'verified',
  });
});

function rows(page: Page): Locator {
  return page.getByRole('list', { name: 'Actions' }).getByRole('listitem');
}

function row(page: Page, app: string): Locator {
  return rows(page).filter({ hasText: app });
}

/** Exports the tickets of all actions, sets owner and deadline, and records that somebody says they are done. */
async function actOnAll(page: Page, dialogs: PreparedDialogs, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Select all' }).click();
  dialogs.answer('save:ticket-table', path);
  await page.getByRole('button', { name: 'Export CSV…' }).click();
  await expect(toast(page, '3 actions exported')).toBeVisible();
  expect(readFileSync(path, 'utf8').split('\r\n')[0]).toMatch(/^\ufeffitem,state,decision/);
  await expect(row(page, 'Mail Helper')).toContainText('Exported');

  await page.getByRole('button', { name: 'Set who does it…' }).click();
  await page.getByRole('textbox', { name: 'Carried out by', exact: true }).fill('Otto Operator');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(row(page, 'Mail Helper')).toContainText('Otto Operator');

  await page.getByRole('button', { name: 'Select all' }).click();
  await page.getByRole('button', { name: 'Claim…' }).click();
  await page.getByLabel('Who says it is done').fill('Otto Operator');
  await page.getByRole('textbox', { name: /^Reference/ }).fill('CHG-4711');
  await page.getByRole('button', { name: 'Record claim' }).click();
  for (const app of ['Mail Helper', 'Example Sync', 'Example Board'])
    await expect(row(page, app)).toContainText('Claimed');
  await settled(page);
}

async function bring(page: Page, dialogs: PreparedDialogs, path: string, asOf: number): Promise<void> {
  await goTo(page, 'Imports');
  await addFiles(page, dialogs, [path]);
  await stateSource(page, {
    system: 'S',
    tenant: 'firm.example',
    asOf: iso(asOf).slice(0, 16),
    extractedBy: 'E',
    method: 'M',
  });
  await runImport(page);
  // Messages have a button of that name too, without a text.
  await page.getByRole('button', { name: 'Dismiss', exact: true }).filter({ hasText: 'Dismiss' }).click();
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
