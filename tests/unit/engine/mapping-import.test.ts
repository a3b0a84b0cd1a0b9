import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlainMapping } from '../../../shared/contract/imports.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { type EngineCase, newCase } from './engine-case.ts';
import { call, grants, importMapped, put, sql, tryMapping } from './mapping-case.ts';

let started: EngineCase;
beforeEach(async () => {
  started = await newCase();
});
afterEach(() => started.dispose());

/** Imports a file by a mapping; its ledger must close and agree with the trial before it. */
async function bringIn(name: string, content: string, mapping: PlainMapping): Promise<ImportSummary> {
  const token = put(started, name, content);
  const trial = await tryMapping(started, token, mapping);
  const result = await importMapped(started, token, mapping);
  expect(result).toMatchObject({ outcome: 'done', message: null, failures: [] });
  const [one] = result.imports;
  if (one === undefined) throw new Error('nothing was imported');
  expect(one.closes).toBe(true);
  expect(one.read).toBe(one.accepted + one.rejected + one.duplicate + one.notRelevant);
  expect(trial).toMatchObject({ checked: one.read, rejected: one.rejected, accepted: one.accepted + one.duplicate });
  return one;
}

const lines = (...rows: string[]): string => `${rows.join('\n')}\n`;
const FIELDS = { connector: 'Id', connectorName: 'App', principal: 'Who', scopes: 'Scopes' } as const;
const GRANTS: PlainMapping = { target: 'grants', platform: 'other', fields: FIELDS };

describe('grants of an unknown export', () => {
  test('one row per app, person and scope: scopes of one person are one grant', async () => {
    const summary = await bringIn(
      'scopes.csv',
      lines(
        'App,Id,Who,Scopes',
        'Noteweaver,app-1,ann@firm.example,mail:read',
        'Noteweaver,app-1,ann@firm.example,files:read',
        'Noteweaver,app-1,ANN@firm.example,files:read',
        'Noteweaver,app-1,bea@firm.example,mail:read',
      ),
      GRANTS,
    );
    expect(summary).toMatchObject({ read: 4, accepted: 3, duplicate: 1, rejected: 0 });
    expect(grants(started)).toMatchObject([
      { app: 'Noteweaver', kind: 'delegated-user', person: 'ann@firm.example', scopes: '["files:read","mail:read"]' },
      { app: 'Noteweaver', kind: 'delegated-user', person: 'bea@firm.example', scopes: '["mail:read"]' },
    ]);
  });

  test('one row per app and person, and several people in one cell', async () => {
    await bringIn(
      'people.csv',
      lines(
        'App,Id,Who,Scopes',
        'Noteweaver,app-1,"ann@firm.example; bea@firm.example",mail:read',
        'Noteweaver,app-1,cara@firm.example,mail:read',
      ),
      GRANTS,
    );
    expect(grants(started)).toMatchObject(
      ['ann', 'bea', 'cara'].map((name) => ({ kind: 'delegated-user', person: `${name}@firm.example` })),
    );
  });

  test('one row per app: counted people stay people whom nobody named, without a count everyone is meant', async () => {
    await bringIn(
      'apps.csv',
      lines(
        'App,Id,Scopes,Users',
        'Counted,app-1,mail:read,"1,204"',
        'Uncounted,app-2,mail:read,',
        'Broken,app-3,mail:read,many',
      ),
      { ...GRANTS, fields: { connector: 'Id', connectorName: 'App', scopes: 'Scopes', users: 'Users' } },
    );
    expect(grants(started)).toMatchObject([
      { app: 'Broken', kind: 'delegated-tenant', person: null },
      { app: 'Counted', kind: 'delegated-user', person: null },
      { app: 'Uncounted', kind: 'delegated-tenant', person: null },
    ]);
    expect(sql(started, 'SELECT name, stated_users FROM connector WHERE stated_users IS NOT NULL')).toEqual([
      { name: 'Counted', stated_users: 1204 },
    ]);
    const [counted] = z
      .array(z.object({ key: z.string() }))
      .parse(sql(started, "SELECT key FROM connector WHERE name = 'Counted'"));
    const holders = await call(started, 'connectors.holders', {
      connectorId: counted?.key ?? '',
      offset: 0,
      limit: 10,
    });
    expect(holders).toMatchObject({ total: 1, rows: [{ principal: 'People whom the export does not name' }] });
  });

  test.each([
    [
      'Consent type',
      {
        Admin: 'delegated-tenant',
        AllPrincipals: 'delegated-tenant',
        User: 'delegated-user',
        Application: 'application',
        'App-only': 'application',
        'client credentials': 'application',
        '': 'delegated-user',
      },
    ],
    [
      'Admin consent',
      {
        Yes: 'delegated-tenant',
        '✓': 'delegated-tenant',
        TRUE: 'delegated-tenant',
        '1': 'delegated-tenant',
        No: 'delegated-user',
      },
    ],
    ['Administratorzustimmung', { Ja: 'delegated-tenant', Nein: 'delegated-user' }],
    ['App only', { Yes: 'application', No: 'delegated-user' }],
  ])('for whom a consent binds, by what stands under “%s”', async (column, kinds) => {
    const rows = Object.keys(kinds).map((value, index) => `A,app-${index},ann@firm.example,mail:read,${value}`);
    await bringIn('consent.csv', lines(`App,Id,Who,Scopes,${column}`, ...rows), {
      ...GRANTS,
      fields: { ...FIELDS, consentType: column },
    });
    const found = sql(
      started,
      'SELECT item.kind FROM item JOIN connector c ON c.id = item.connector ORDER BY c.native_id',
    );
    expect(found).toEqual(Object.values(kinds).map((kind) => ({ kind })));
  });

  test('“All users” in the column of persons is everyone, and no person is invented', async () => {
    await bringIn(
      'all.csv',
      lines('App,Id,Who,Scopes', 'A,app-1,All users,mail:read', 'B,app-2,Everyone,mail:read'),
      GRANTS,
    );
    expect(grants(started)).toMatchObject([
      { kind: 'delegated-tenant', person: null },
      { kind: 'delegated-tenant', person: null },
    ]);
    expect(sql(started, 'SELECT key FROM principal')).toEqual([]);
  });

  test('a publisher is verified where the cell says so, and not said to be either way where it does not', async () => {
    const cells: readonly (readonly [string, number | null])[] = [
      ['Yes', 1],
      ['✓', 1],
      ['Verified', 1],
      ['No', 0],
      ['Not verified', 0],
      ['Unverified', 0],
      ['', null],
      ['perhaps', null],
    ];
    const rows = cells.map(([value], index) => `A${index},app-${index},ann@firm.example,mail:read,${value}`);
    await bringIn('verified.csv', lines('App,Id,Who,Scopes,Verified', ...rows), {
      ...GRANTS,
      fields: { ...FIELDS, verified: 'Verified' },
    });
    expect(sql(started, 'SELECT publisher_verified AS verified FROM connector ORDER BY name')).toEqual(
      cells.map(([, verified]) => ({ verified })),
    );
  });

  test('times, “never”, and times that cannot be read', async () => {
    const summary = await bringIn(
      'times.csv',
      lines(
        'App,Id,Who,Scopes,Granted (UTC),Expires,Last used',
        'A,app-1,ann@firm.example,mail:read,2026-01-02 03:04:05,9999-12-31T23:59:59Z,Never',
        'B,app-2,ann@firm.example,mail:read,2026-01-02 03:04:05,2027-01-02T00:00:00Z,2026-09-30T10:00:00Z',
        'C,app-3,ann@firm.example,mail:read,32/13/2026,,',
      ),
      { ...GRANTS, fields: { ...FIELDS, grantedAt: 'Granted (UTC)', expiresAt: 'Expires', lastUsedAt: 'Last used' } },
    );
    const granted = Date.parse('2026-01-02T03:04:05Z');
    expect(grants(started)).toMatchObject([
      { app: 'A', granted_at: granted, expires_at: null, last_used_at: null },
      {
        app: 'B',
        granted_at: granted,
        expires_at: Date.parse('2027-01-02T00:00:00Z'),
        last_used_at: Date.parse('2026-09-30T10:00:00Z'),
      },
    ]);
    expect(summary.reasons).toEqual([
      { outcome: 'rejected', reason: '“Granted (UTC)” holds no readable time', count: 1 },
    ]);
  });

  test('a row that names no app is rejected and kept with its line', async () => {
    const summary = await bringIn(
      'noapp.csv',
      lines('App,Id,Who,Scopes', ',,ann@firm.example,mail:read', 'N/A,{clientId},ann@firm.example,mail:read'),
      GRANTS,
    );
    expect(summary).toMatchObject({ read: 2, rejected: 2, reasons: [{ reason: 'no app is named', count: 2 }] });
    const { rows } = await call(started, 'imports.rows', {
      importId: summary.importId,
      outcome: 'rejected',
      offset: 0,
      limit: 10,
    });
    expect(rows.map((row) => row.line)).toEqual([2, 3]);
  });

  test('JSON records: dotted paths, and lists of scopes that hold spaces', async () => {
    await bringIn(
      'records.json',
      JSON.stringify([
        {
          app: { id: 'app-1', name: 'Noteweaver' },
          user: { mail: 'ann@firm.example' },
          scopes: ['Read your mail', 'files:read'],
        },
      ]),
      {
        target: 'grants',
        platform: 'other',
        fields: { connector: 'app.id', connectorName: 'app.name', principal: 'user.mail', scopes: 'scopes' },
      },
    );
    const [grant] = grants(started);
    expect(JSON.stringify(grant)).toContain('Read your mail');
    expect(grant).toMatchObject({ app: 'Noteweaver', person: 'ann@firm.example' });
  });

  test('a name without an id is enough', async () => {
    await bringIn('names.csv', lines('App,Who,Scopes', 'Noteweaver,ann@firm.example,mail:read'), {
      ...GRANTS,
      fields: { connectorName: 'App', principal: 'Who', scopes: 'Scopes' },
    });
    expect(grants(started)).toMatchObject([{ app: 'Noteweaver', person: 'ann@firm.example' }]);
  });
});

describe('events of an unknown log', () => {
  const EVENTS: PlainMapping = {
    target: 'events',
    platform: 'other',
    fields: {
      connector: 'Id',
      time: 'Time',
      principal: 'Who',
      event: 'Event',
      operation: 'Call',
      result: 'Result',
      eventId: 'Key',
    },
  };

  test('kinds by their words in four languages, results by words and codes', async () => {
    const events: readonly (readonly [string, string, string])[] = [
      ['Token authorized', 'success', 'consent'],
      ['Zustimmung erteilt', 'erfolgreich', 'consent'],
      ['Acceso autorizado', 'éxito', 'consent'],
      ['Zugriff widerrufen', '200', 'revoke'],
      ['App removed', 'ok', 'revoke'],
      ['token refreshed', '200', 'refresh'],
      ['access denied', '403', 'deny'],
      ['files.delete', '200', 'use'],
      ['API request', '404', 'use'],
    ];
    const summary = await bringIn(
      'log.csv',
      lines(
        'Id,Time,Who,Event,Call,Result,Key',
        ...events.map(
          ([event, result], index) =>
            `app-${index},2026-09-0${index + 1}T10:00:00Z,ann@firm.example,${event},,${result},e-${index}`,
        ),
      ),
      EVENTS,
    );
    expect(summary).toMatchObject({ read: events.length, accepted: events.length, events: events.length });
    expect(sql(started, 'SELECT kind FROM lifecycle ORDER BY time')).toEqual(
      events.filter(([, , kind]) => kind !== 'use' && kind !== 'refresh').map(([, , kind]) => ({ kind })),
    );
    expect(
      sql(
        started,
        'SELECT operation.key AS operation, class, count FROM usage_pair u JOIN operation ON operation.id = u.operation ORDER BY 1',
      ),
    ).toMatchObject([
      { operation: expect.stringMatching(/API request/i), count: 1 },
      { operation: expect.stringMatching(/files\.delete/i), count: 1 },
    ]);
  });

  test('an event that comes twice counts once; a damaged event id makes nothing one', async () => {
    const summary = await bringIn(
      'twice.csv',
      lines(
        'Id,Time,Who,Event,Call,Result,Key',
        'app-1,2026-09-01T10:00:00Z,ann@firm.example,,files.list,200,e-1',
        'app-1,2026-09-01T10:00:00Z,ann@firm.example,,files.list,200,e-1',
        'app-1,2026-09-01T11:00:00Z,ann@firm.example,,files.list,200,1.23E+17',
        'app-1,2026-09-01T12:00:00Z,ann@firm.example,,files.get,200,1.23E+17',
      ),
      EVENTS,
    );
    expect(summary).toMatchObject({ read: 4, accepted: 3, duplicate: 1 });
  });

  test('without a time nothing is dated by the import', async () => {
    const summary = await bringIn(
      'undated.csv',
      lines(
        'Id,Time,Who,Event,Call,Result,Key',
        'app-1,,ann@firm.example,,files.list,200,e-1',
        'app-1,soon,ann@firm.example,,files.list,200,e-2',
      ),
      EVENTS,
    );
    expect(summary).toMatchObject({ accepted: 0, rejected: 2, reasons: [{ reason: 'no readable time', count: 2 }] });
  });
});

test('a trial shows the first records as they would be read, and stores nothing', async () => {
  const token = put(
    started,
    'shown.csv',
    lines(
      'App,Id,Who,Scopes',
      'Noteweaver,app-1,ann@firm.example,a b c d e f',
      'x,1.5E+20,ann@firm.example,a',
      'short',
    ),
  );
  const { rows } = await tryMapping(started, token, GRANTS);
  expect(rows).toMatchObject([
    {
      line: 2,
      outcome: 'accepted',
      values: [
        { label: 'App', value: 'Noteweaver' },
        { label: 'App id', value: 'app-1' },
        { label: 'Granted for', value: 'ann@firm.example' },
        { label: 'Scopes', value: 'a, b, c, d and 2 more' },
      ],
    },
    { line: 3, outcome: 'rejected', reason: expect.stringContaining('id damaged by a spreadsheet'), values: [] },
    { line: 4, outcome: 'rejected', values: [] },
  ]);
  expect(sql(started, 'SELECT count(*) AS imports FROM import')).toEqual([{ imports: 0 }]);
});
