import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { caseFacts } from './case-facts.ts';
import { type EngineCase, type FileToImport, importFiles, newCase } from './engine-case.ts';

let folder: string;
let started: EngineCase;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-right-'));
  started = await newCase();
});
afterEach(async () => {
  await started.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string | object): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function factsOf(files: readonly FileToImport[]) {
  const fresh = await newCase();
  try {
    expect((await importFiles(fresh, files)).failures).toEqual([]);
    return caseFacts(fresh.engine.context.open().db);
  } finally {
    await fresh.dispose();
  }
}

describe('the directory audit', () => {
  const audit = (activity: string, extra: object): object => ({
    id: `id-${JSON.stringify(extra).length}-${activity}`,
    activityDateTime: '2026-09-01T10:00:00Z',
    activityDisplayName: activity,
    result: 'success',
    initiatedBy: { user: { id: 'person-1', userPrincipalName: 'ann@firm.example' }, app: null },
    targetResources: [
      {
        id: 'sp-api',
        displayName: 'Microsoft Graph',
        modifiedProperties: [
          { displayName: 'ServicePrincipal.ObjectID', newValue: '"sp-client"', oldValue: '"sp-client"' },
          { displayName: 'DelegatedPermissionGrant.Scope', newValue: null, oldValue: '"Mail.Read"' },
        ],
      },
    ],
    ...extra,
  });
  const lifecycle = async (...records: object[]): Promise<unknown[]> => {
    const path = file('audit.json', { value: records });
    const result = await importFiles(started, [{ path, format: 'entra.audit' }]);
    expect(result.imports[0]).toMatchObject({ accepted: records.length, closes: true });
    return started.engine.context
      .open()
      .db.prepare(
        'SELECT kind, result, detail, p.key AS principal, a.key AS actor FROM lifecycle l LEFT JOIN principal p ON p.id = l.principal LEFT JOIN principal a ON a.id = l.actor ORDER BY l.id',
      )
      .all();
  };

  test('takes a time-out for an attempt, not for a success', async () => {
    const [row] = await lifecycle(audit('Add service principal', { result: 'timeout' }));
    expect(row).toMatchObject({ kind: 'install', result: 2 });
  });

  test('does not say that a grant was removed when removing it failed', async () => {
    const [row] = await lifecycle(audit('Remove delegated permission grant', { result: 'failure' }));
    expect(row).toMatchObject({ result: 1, detail: 'delegated grant not removed (Mail.Read)' });
  });

  test('names the program that acted when the person is empty, and never takes it for a holder', async () => {
    const initiatedBy = { user: { id: null, userPrincipalName: null }, app: { servicePrincipalId: 'sp-robot' } };
    const [row] = await lifecycle(audit('Consent to application', { initiatedBy }));
    expect(row).toMatchObject({ kind: 'consent', actor: 'app:sp-robot', principal: null });
  });

  test('of one moment is put in the same order whatever the order of files and the seed of the case', async () => {
    const records = Array.from({ length: 12 }, (_, index) =>
      audit('Add service principal credentials', {
        id: `same-${index}`,
        initiatedBy: { user: { id: `person-${index % 3}` } },
        targetResources: [{ id: 'sp-client', displayName: `Name ${index}` }],
      }),
    );
    const files = [records.slice(0, 6), records.slice(6)].map((part, index) => ({
      path: file(`part-${index}.json`, { value: part }),
      format: 'entra.audit',
    }));
    const order = (facts: Record<string, unknown[]>): unknown[] => facts['lifecycle'] ?? [];
    const forward = order(await factsOf(files));
    expect(forward).toHaveLength(12);
    expect(order(await factsOf(files.toReversed()))).toEqual(forward);
  });
});

test('one activity exported whole, as one event per record, and as GAM rows is counted once', async () => {
  const time = '2026-09-01T10:00:00.000Z';
  const parameters = (method: string): object[] => [
    { name: 'client_id', value: '1-a' },
    { name: 'app_name', value: 'App' },
    { name: 'api_name', value: 'drive' },
    { name: 'method_name', value: method },
  ];
  const methods = ['drive.files.list', 'drive.files.get', 'drive.files.list'];
  const base = { id: { time, uniqueQualifier: '-77', applicationName: 'token' }, actor: { email: 'ann@firm.example' } };
  const whole = file('whole.json', {
    kind: 'admin#reports#activities',
    items: [{ ...base, events: methods.map((method) => ({ name: 'activity', parameters: parameters(method) })) }],
  });
  const single = file('single.json', {
    kind: 'admin#reports#activities',
    items: methods
      .slice(0, 2)
      .map((method) => ({ ...base, events: [{ name: 'activity', parameters: parameters(method) }] })),
  });
  const gam = file(
    'gam.csv',
    `name,actor.email,id.time,id.uniqueQualifier,client_id,app_name,api_name,method_name\n${methods
      .slice(0, 2)
      .map((method) => `activity,ann@firm.example,${time},-77,1-a,App,drive,${method}`)
      .join('\n')}\n`,
  );
  const result = await importFiles(
    started,
    [whole, single, gam].map((path) => ({ path, format: 'google.reports.token' })),
  );
  expect(result.imports.map((summary) => summary.events)).toEqual([3, 0, 0]);
  expect(started.engine.context.open().db.prepare('SELECT sum(count) FROM usage_pair').pluck().get()).toBe(3);
});

test('evidence of a log out of order is complete, each call once, and read to its end', async () => {
  const header = 'TimeGenerated,AppId,UserId,RequestMethod,RequestUri,ResponseStatusCode,RequestId';
  const app = '11111111-2222-3333-4444-555555555555';
  const times = ['10:00', '09:00', '12:00', '11:00', '08:00', '12:30', '10:30'];
  const lines = ['2026-09-01', '2026-09-02'].flatMap((day) =>
    times.map(
      (time, index) => `${day}T${time}:00Z,${app},u,GET,https://graph.microsoft.com/v1.0/me,200,${day}-${index}`,
    ),
  );
  const mixed = lines.map((_, index) => lines[(index * 5) % lines.length]);
  const path = file('mixed.csv', `${header}\n${mixed.join('\n')}\n`);
  await importFiles(started, [{ path, format: 'm365.graphactivity' }]);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { rows: { at: string; line: number }[]; cursor: string | null } = await started.engine.handlers[
      'connectors.evidence'
    ]({ connectorId: `entra:${app}`, limit: 5, ...(cursor === null ? {} : { cursor }) }, {});
    seen.push(...page.rows.map((row) => row.at));
    cursor = page.cursor;
  } while (cursor !== null);
  expect(seen.toSorted()).toEqual(lines.map((line) => `${line.slice(0, 19)}.000Z`).toSorted());
});

test('more than two hundred days of one call can all be paged through', async () => {
  const header = 'TimeGenerated,AppId,UserId,RequestMethod,RequestUri,ResponseStatusCode,RequestId';
  const app = '11111111-2222-3333-4444-555555555555';
  const first = Date.UTC(2026, 0, 1);
  const lines = Array.from(
    { length: 260 },
    (_, day) =>
      `${new Date(first + day * 86_400_000).toISOString()},${app},u,GET,https://graph.microsoft.com/v1.0/me,200,r${day}`,
  );
  const path = file('days.csv', `${header}\n${lines.join('\n')}\n`);
  await importFiles(started, [{ path, format: 'm365.graphactivity' }]);
  const evidence = started.engine.handlers['connectors.evidence'];
  const page = await evidence({ connectorId: `entra:${app}`, limit: 500 }, {});
  const next = await evidence({ connectorId: `entra:${app}`, limit: 500, cursor: page.cursor ?? '0' }, {});
  expect(page.rows.length + next.rows.length).toBe(260);
  expect(next.cursor).toBeNull();
});

describe('dates that can be read in two ways', () => {
  const owners = async (granted: string, used: string): Promise<readonly string[]> => {
    const path = file('vendor.csv', `App;Given;Used;Rights\nMarble;${granted};${used};read\n`);
    const { jobId } = await started.engine.handlers['imports.run'](
      {
        orders: [
          {
            token: started.files.register(path),
            format: null,
            mapping: {
              target: 'grants',
              platform: 'other',
              fields: { connector: 'App', grantedAt: 'Given', lastUsedAt: 'Used', scopes: 'Rights' },
            },
            system: 's',
            tenant: 't',
            asOf: '2026-10-01T06:00:00Z',
            extractedBy: 'e',
            method: 'm',
            keepCopy: true,
            completeness: 'whole',
          },
        ],
      },
      {},
    );
    for (;;) {
      const done = await started.engine.handlers['jobs.result']({ jobId }, {});
      if (done !== null) return done.imports[0]?.warnings ?? [];
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const lastUse = (): unknown =>
    started.engine.context
      .open()
      .db.prepare(`SELECT strftime('%Y-%m-%d', last_used_at / 1000, 'unixepoch') FROM consent_grant`)
      .pluck()
      .get();

  test('are warned of in whichever column they stand', async () => {
    expect((await owners('2026-03-04', '3/4/2026')).join()).toMatch(/day or the month first/);
    expect(lastUse()).toBe('2026-03-04');
  });

  test('are decided by any column of the file', async () => {
    expect(await owners('25/3/2026', '3/4/2026')).toEqual([]);
    expect(lastUse()).toBe('2026-04-03');
  });
});

test('whether an app is of the own tenant is unknown when the tenant is stated by another name than its id', async () => {
  const tenant = '6a4f78f5-dab4-4a3b-9df6-01d6166c59ab';
  const path = file('sp.json', {
    value: [
      {
        id: 'sp-1',
        appId: '11111111-2222-3333-4444-555555555555',
        displayName: 'Own',
        appOwnerOrganizationId: tenant,
        servicePrincipalType: 'Application',
      },
    ],
  });
  const internal = async (name: string): Promise<unknown> => {
    const fresh = await newCase();
    try {
      await importFiles(fresh, [{ path, format: 'entra.sp.graph', tenant: name }]);
      return fresh.engine.context.open().db.prepare('SELECT is_internal FROM connector').pluck().get();
    } finally {
      await fresh.dispose();
    }
  };
  expect(await internal(tenant.toUpperCase())).toBe(1);
  expect(await internal('00000000-0000-0000-0000-000000000001')).toBe(0);
  expect(await internal('firm.example')).toBeNull();
});

test('a person who consents says nothing about the use of permissions an app holds for itself', async () => {
  const files = [
    {
      path: file('roles.json', {
        value: [
          {
            id: 'a1',
            principalId: 'sp-client',
            principalType: 'ServicePrincipal',
            resourceId: 'sp-api',
            appRoleId: 'r-1',
          },
        ],
      }),
      format: 'entra.approles',
    },
    {
      path: file('grants.json', {
        value: [
          {
            id: 'g1',
            clientId: 'sp-client',
            consentType: 'Principal',
            principalId: 'person-1',
            resourceId: 'sp-api',
            scope: 'User.Read',
          },
        ],
      }),
      format: 'entra.grants.graph',
    },
    {
      path: file('audit.json', {
        value: [
          {
            id: 'c1',
            activityDateTime: '2026-09-01T10:00:00Z',
            activityDisplayName: 'Consent to application',
            result: 'success',
            initiatedBy: { user: { id: 'person-1' } },
            targetResources: [{ id: 'sp-client', displayName: 'Client' }],
          },
        ],
      }),
      format: 'entra.audit',
    },
  ];
  expect((await importFiles(started, files)).failures).toEqual([]);
  const { db } = started.engine.context.open();
  expect(db.prepare('SELECT kind, last_use_grade FROM item ORDER BY kind').all()).toEqual([
    { kind: 'application', last_use_grade: 'Q0' },
    { kind: 'delegated-user', last_use_grade: 'Q2' },
  ]);
});
