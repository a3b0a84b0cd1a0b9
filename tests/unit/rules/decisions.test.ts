import { ROLES } from '../../../shared/contract/people.ts';
import type Database from 'better-sqlite3';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeMeta } from '../../../electron/engine/db/meta.ts';
import { derive } from '../../../electron/engine/derive/derive.ts';
import { decide, undoDecision } from '../../../electron/engine/review/decide.ts';
import { DEFAULT_POLICY } from '../../../electron/engine/rules/policy.ts';
import { catalog, importCase, importInto } from './imported-case.ts';

const folder = mkdtempSync(join(tmpdir(), 'rules-decisions-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const HEAD =
  'PermissionType,AppId,ClientObjectId,AppDisplayName,ResourceObjectId,ResourceDisplayName,Permission,ConsentType,PrincipalObjectId,CreationTimestamp';
const GRAPH = '99999999-9999-4999-8999-999999999999,Microsoft Graph';
const RITA = { name: 'Rita Reviewer', person: null, roles: ROLES };
const DECIDED_AT = Date.parse('2026-09-02T08:00:00Z');

/** A list of tenant-wide consents: app number, name, scope and when it was given. */
function grants(rows: readonly (readonly [number, string, string, string])[]): string {
  const lines = rows.map(
    ([app, name, scope, given]) =>
      `Delegated,0a0a0a0a-0000-4000-8000-00000000000${app},0b0b0b0b-0000-4000-8000-00000000000${app},${name},${GRAPH},${scope},AllPrincipals,,${given}`,
  );
  return `${[HEAD, ...lines].join('\n')}\n`;
}

interface Started {
  readonly db: Database.Database;
  readonly add: (name: string, text: string, format: string, asOf: string) => Promise<void>;
}

async function start(name: string, list: string, asOf: string): Promise<Started> {
  const place = join(folder, name);
  mkdirSync(place);
  const write = (file: string, text: string): string => {
    writeFileSync(join(place, file), text);
    return join(place, file);
  };
  const path = write('first.csv', list);
  const { db } = await importCase(
    place,
    [{ path, format: 'entra.grants.flat', tenant: 'tenant', asOf }],
    DEFAULT_POLICY,
  );
  return {
    db,
    add: (file, text, format, when) =>
      importInto(db, place, [{ path: write(file, text), format, tenant: 'tenant', asOf: when }], DEFAULT_POLICY),
  };
}

function keyOf(db: Database.Database, name: string): string {
  const item = db
    .prepare<[string], { key: string }>(
      'SELECT item.key FROM item JOIN connector ON connector.id = item.connector WHERE connector.name = ?',
    )
    .get(name);
  return item?.key ?? '';
}

/** Everything the case holds of findings, in a stable order. */
function stored(db: Database.Database): unknown[] {
  return db
    .prepare(
      `SELECT rule, connector, item, outcome, severity, sentence, missing, scopes, evidence
       FROM finding ORDER BY rule, connector, item`,
    )
    .all();
}

function take(
  db: Database.Database,
  name: string,
  decision: 'revoke' | 'reduce' | 'conditional',
  scopes: string[] = [],
): void {
  const until = decision === 'conditional' ? '2026-12-31' : null;
  const params = {
    reason: 'Reviewed',
    scopes,
    principals: [],
    until,
    owner: null,
    agreed: null,
    round: 'first' as const,
    trace: null,
  };
  decide(db, { itemId: keyOf(db, name), decision, ...params }, RITA, DECIDED_AT);
}

function verdicts(db: Database.Database, rule: string): Record<string, string> {
  return Object.fromEntries(
    db
      .prepare<[string], { name: string; said: string }>(
        `SELECT name, trim(outcome || ' ' || coalesce(severity, '') || ' ' || coalesce(nullif(sentence, ''), missing, '')) AS said
         FROM finding JOIN connector ON connector.id = finding.connector
         WHERE rule = ? ORDER BY name`,
      )
      .all(rule)
      .map(({ name, said }) => [name, said]),
  );
}

describe('decisions of this case', () => {
  test('CS-26 checks them against lists that came later', async () => {
    const all = [
      [1, 'Revoked', 'Mail.Read', ''],
      [2, 'Reduced', 'Mail.Read', ''],
      [2, 'Reduced', 'Files.Read.All', ''],
      [3, 'Reduced Well', 'Mail.Read', ''],
      [3, 'Reduced Well', 'Files.Read.All', ''],
      [4, 'Left Open', 'Mail.Read', ''],
      [5, 'Revoked Well', 'Mail.Read', ''],
    ] as const;
    const { db, add } = await start('effected', grants(all), '2026-09-01T06:00:00Z');
    try {
      take(db, 'Revoked', 'revoke');
      take(db, 'Revoked Well', 'revoke');
      take(db, 'Reduced', 'reduce', ['Files.Read.All']);
      take(db, 'Reduced Well', 'reduce', ['Files.Read.All']);
      const left = all.filter(([app, , scope]) => app !== 5 && !(app === 3 && scope === 'Files.Read.All'));
      // Before the deadline of five days nothing is late.
      await add('second.csv', grants(left), 'entra.grants.flat', '2026-09-07T07:59:59Z');
      expect(Object.values(verdicts(db, 'CS-26')).filter((said) => said.startsWith('finding'))).toEqual([]);
      await add('third.csv', `${grants(left)}\n`, 'entra.grants.flat', '2026-09-07T20:00:00Z');
      expect(verdicts(db, 'CS-26')).toEqual({
        'Left Open': 'undeterminable  A register of the decisions of earlier reviews: none was imported.',
        Reduced:
          'finding high The list of grants as of 2026-09-07 still shows the scope Files.Read.All of Reduced, which had to be gone 5 days after the decision "Reduce scopes" by Rita Reviewer on 2026-09-02 (decision of this case).',
        'Reduced Well': 'clear',
        Revoked:
          'finding high The list of grants as of 2026-09-07 still shows 1 grant of Revoked, which had to be gone 5 days after the decision "Revoke" by Rita Reviewer on 2026-09-02 (decision of this case).',
      });
    } finally {
      db.close();
    }
  });

  test('CS-25 knows a grant given after one, and CS-26 does not take it for the old one', async () => {
    const { db, add } = await start(
      'again',
      grants([[1, 'Back Again', 'Mail.Read', '2026-08-01T08:00:00Z']]),
      '2026-09-01T06:00:00Z',
    );
    try {
      take(db, 'Back Again', 'revoke');
      const again = grants([[1, 'Back Again', 'Mail.Read', '2026-09-10T08:00:00Z']]);
      await add('second.csv', again, 'entra.grants.flat', '2026-10-01T06:00:00Z');
      expect(verdicts(db, 'CS-25')['Back Again']).toBe(
        'finding high It was decided to revoke Back Again, "Revoke" by Rita Reviewer on 2026-09-02 (decision of this case), and Back Again was granted again for the whole tenant on 2026-09-10 08:00 UTC (time of the grant in the export); no approval since then is on record as of 2026-10-01.',
      );
      expect(verdicts(db, 'CS-26')['Back Again']).toBe('clear');
    } finally {
      db.close();
    }
  });

  test('CS-23 takes a successor for certified when this case certified it', async () => {
    const list = grants([
      [1, 'Old Notes', 'Mail.Read', ''],
      [2, 'New Notes', 'Mail.Read', ''],
    ]);
    const { db, add } = await start('successor', list, '2026-09-01T06:00:00Z');
    try {
      take(db, 'New Notes', 'conditional');
      const register =
        'platform,client_id,app_name,replaced_by\nentra,0a0a0a0a-0000-4000-8000-000000000001,Old Notes,New Notes\n';
      await add('applications.csv', register, 'register.applications', '2026-10-01T06:00:00Z');
      expect(verdicts(db, 'CS-23')['Old Notes']).toContain(
        'finding high Old Notes is still granted as of 2026-10-01, though the register of applications says that New Notes replaces it',
      );
      expect(verdicts(db, 'CS-23')['Old Notes']).toContain(
        '"Conditional" by Rita Reviewer on 2026-09-02 (decision of this case)',
      );
    } finally {
      db.close();
    }
  });

  test('one that the evidence reaches is judged at once, and so is taking it back; a later one waits for evidence', async () => {
    const list = grants([
      [1, 'Old Notes', 'Mail.Read', ''],
      [2, 'New Notes', 'Mail.Read', ''],
    ]);
    const { db, add } = await start('at-once', list, '2026-09-01T06:00:00Z');
    try {
      const register =
        'platform,client_id,app_name,replaced_by\nentra,0a0a0a0a-0000-4000-8000-000000000001,Old Notes,New Notes\n';
      await add('applications.csv', register, 'register.applications', '2026-09-01T06:00:00Z');
      const before = stored(db);
      take(db, 'New Notes', 'conditional');
      take(db, 'Old Notes', 'revoke');
      derive(db, catalog, DEFAULT_POLICY);
      expect(stored(db)).toEqual(before);
      await add('second.csv', `${list}\n`, 'entra.grants.flat', '2026-10-01T06:00:00Z');
      expect(verdicts(db, 'CS-23')['Old Notes']).toMatch(/^finding high/);
      expect(verdicts(db, 'CS-26')['Old Notes']).toMatch(/^finding high/);
      undoDecision(db, keyOf(db, 'New Notes'), RITA, DECIDED_AT);
      derive(db, catalog, DEFAULT_POLICY);
      expect(verdicts(db, 'CS-23')['Old Notes']).toMatch(/^undeterminable/);
      take(db, 'New Notes', 'conditional');
      derive(db, catalog, DEFAULT_POLICY);
      expect(verdicts(db, 'CS-23')['Old Notes']).toMatch(/^finding high/);
      // The parts that were derived anew say what all of them would.
      const after = stored(db);
      writeMeta(db, 'derived', 'to be derived');
      derive(db, catalog, DEFAULT_POLICY);
      expect(stored(db)).toEqual(after);
    } finally {
      db.close();
    }
  });
});
