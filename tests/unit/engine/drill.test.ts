import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Drill } from '../../../shared/contract/drill.ts';
import { PLATFORMS } from '../../../shared/domain/vocabulary.ts';
import { type EngineCase, newCase } from './engine-case.ts';
import { importSixPlatforms, MEMBERS } from './six-platforms.ts';

let started: EngineCase;
let drill: Drill;
beforeAll(async () => {
  started = await newCase();
  await importSixPlatforms(started, 'Example Ltd');
  drill = await started.engine.handlers['vendors.drill']({ subject: { vendor: 'Example Ltd' } }, {});
}, 60_000);
afterAll(() => started.dispose());

/** One number of the case, asked for in another way than the drill asks. */
function count(sql: string): number {
  const keys = MEMBERS.map((key) => `'${key}'`).join(', ');
  const row = started.engine.context
    .open()
    .db.prepare<[], { n: number }>(sql.replaceAll('MEMBERS', `(SELECT id FROM connector WHERE key IN (${keys}))`))
    .get();
  return row?.n ?? NaN;
}

describe('a vendor on six platforms', () => {
  test('its apps are those that were put under it', () => {
    expect(drill.apps.map((app) => app.connectorId).toSorted()).toEqual([...MEMBERS]);
    expect(drill).toMatchObject({ kind: 'vendor', name: 'Example Ltd', isConfirmed: true });
    expect(drill.counts).toMatchObject({ apps: 8, platforms: 6 });
  });

  test('every count equals what SQL counts', () => {
    expect(drill.counts).toEqual({
      apps: 8,
      platforms: 6,
      tenants: count('SELECT count(DISTINCT tenant) AS n FROM item WHERE connector IN MEMBERS'),
      items: count('SELECT count(*) AS n FROM item WHERE connector IN MEMBERS'),
      grants: count('SELECT count(*) AS n FROM consent_grant WHERE connector IN MEMBERS'),
      people: count(
        'SELECT count(*) AS n FROM principal WHERE id IN (SELECT principal FROM consent_grant WHERE connector IN MEMBERS)',
      ),
      tenantWideItems: count(
        `SELECT count(*) AS n FROM item WHERE connector IN MEMBERS AND kind IN ('application', 'delegated-tenant')`,
      ),
      scopes: count(
        'SELECT count(*) AS n FROM (SELECT DISTINCT platform, scope FROM item_scope JOIN item ON item.id = item JOIN connector c ON c.id = item.connector WHERE c.id IN MEMBERS)',
      ),
      findings: count(`SELECT count(*) AS n FROM finding WHERE outcome = 'finding' AND connector IN MEMBERS`),
      undeterminable: count(
        `SELECT count(*) AS n FROM finding WHERE outcome = 'undeterminable' AND connector IN MEMBERS`,
      ),
      gone: count('SELECT count(*) AS n FROM absent_grant WHERE connector IN MEMBERS'),
    });
    expect(drill.counts.grants).toBeGreaterThan(8);
    expect(drill.counts.people).toBeGreaterThan(2);
    expect(drill.counts.findings).toBeGreaterThan(0);
  });

  test('the lists add up to the counts', () => {
    const sum = (list: readonly { grants: number }[]): number => list.reduce((total, row) => total + row.grants, 0);
    expect(sum(drill.apps)).toBe(drill.counts.grants);
    expect(sum(drill.items)).toBe(drill.counts.grants);
    expect(drill.people.length).toBe(drill.counts.people);
    expect(drill.findings.length).toBe(drill.counts.findings);
    expect(drill.scopes.reduce((total, row) => total + row.items, 0)).toBe(
      count('SELECT count(*) AS n FROM item_scope JOIN item ON item.id = item WHERE item.connector IN MEMBERS'),
    );
    expect(drill.scopesTotal).toBe(drill.scopes.length);
  });

  test('every platform has its steps, the one with the highest tier first', () => {
    expect(drill.revoke.map((one) => one.platform).toSorted()).toEqual(
      PLATFORMS.filter((platform) => platform !== 'other').toSorted(),
    );
    const rank = (platform: string): number =>
      count(
        `SELECT max(item.tier_rank) AS n FROM item JOIN connector c ON c.id = connector WHERE connector IN MEMBERS AND platform = '${platform}'`,
      );
    const ranks = drill.revoke.map((one) => rank(one.platform));
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
    const scripts = drill.revoke.flatMap((one) =>
      one.remedy.steps.map((step) => [one.platform, step.script?.text ?? ''] as const),
    );
    const has = (platform: string, text: string): boolean =>
      scripts.some(([of, script]) => of === platform && script.includes(text));
    expect(has('google', "gam user 'ann@firm.example' delete tokens clientid '123456789012-")).toBe(true);
    expect(has('entra', "@('0a0a0a0a-0000-4000-8000-000000000001')")).toBe(true);
    expect(has('salesforce', "AppName IN ('Example Sync')")).toBe(true);
    expect(has('slack', "'app_id=A0000000E1'")).toBe(true);
    expect(has('github', '/orgs/github.example/personal-access-tokens/98801')).toBe(true);
    expect(has('okta', 'apps/0oaexampleapp0000001/lifecycle/deactivate')).toBe(true);
  });

  test('the saved grants are all of them, and no cell is a formula', async () => {
    const path = join(started.folder, 'grants.csv');
    const { rows } = await started.engine.handlers['vendors.saveGrants'](
      { subject: { vendor: 'Example Ltd' }, saveToken: started.files.register(path) },
      {},
    );
    const lines = readFileSync(path, 'utf8').split('\r\n').slice(0, -1);
    expect(rows).toBe(drill.counts.grants);
    expect(lines.length).toBe(rows + 1);
    expect(lines[0]).toBe(
      '\ufeffplatform,tenant,app,client_id,consent,person,person_name,person_status,department,resource,scopes,granted_at,granted_basis,platform_last_used_at,file,line',
    );
    const hostile = join(started.folder, 'hostile.csv');
    await started.engine.handlers['vendors.saveGrants'](
      {
        subject: { connectorId: 'entra:0a0a0a0a-0000-4000-8000-000000000002' },
        saveToken: started.files.register(hostile),
      },
      {},
    );
    expect(readFileSync(hostile, 'utf8')).toContain(",'=cmd|calc,");
  });
});

test('an app that stands under no vendor is drilled into by itself', async () => {
  const app = await started.engine.handlers['vendors.drill'](
    { subject: { connectorId: 'okta:0oaexampleapp0000002' } },
    {},
  );
  expect(app).toMatchObject({ kind: 'app', name: 'Example Cars', isConfirmed: true });
  expect(app.counts).toMatchObject({ apps: 1, platforms: 1, people: 2 });
  expect(app.revoke.map((one) => one.platform)).toEqual(['okta']);
});

test('a vendor that is no longer there is said to be gone', async () => {
  await expect(async () =>
    started.engine.handlers['vendors.drill']({ subject: { vendor: 'Nobody' } }, {}),
  ).rejects.toThrow('No app of this case stands under the vendor Nobody any more.');
});
