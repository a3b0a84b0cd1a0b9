import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recognize } from '../../../electron/engine/importers/index.ts';
import { addressRange } from '../../../electron/engine/importers/parts/address-range.ts';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';
import { type EngineCase, importFiles, newCase } from './engine-case.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/importers');

let started: EngineCase;
beforeEach(async () => {
  started = await newCase();
});
afterEach(() => started.dispose());

interface Entry {
  readonly key: string;
  /** `space value` of the app that the entry refers to. */
  readonly app: string | null;
  readonly values: unknown;
}

/** The entries of a register after importing the fixtures of its importer. */
async function entries(register: string): Promise<Entry[]> {
  const format = `register.${register}`;
  const folder = join(FIXTURES, format);
  const files = readdirSync(folder).filter((name) => /\.(?:csv|json)$/.test(name) && name !== 'expected.json');
  const { failures } = await importFiles(
    started,
    files.map((name) => ({ path: join(folder, name), format })),
  );
  expect(failures).toEqual([]);
  return started.engine.context
    .open()
    .db.prepare<[string], { key: string; app: string | null; values: string }>(
      `SELECT key, space || ' ' || value AS app, "values" FROM register_fact LEFT JOIN reference ON reference.id = client
       WHERE register = ? ORDER BY key, "values"`,
    )
    .all(register)
    .map((row) => ({ ...row, values: JSON.parse(row.values) }));
}

const CLIENT = '123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com';
const BOT = '00000000-0000-4000-8000-00000000000a';

describe('the values of a register', () => {
  test('vendors', async () => {
    expect(await entries('vendors')).toEqual([
      {
        key: 'Fieldnotes Ltd.',
        app: null,
        values: {
          name: 'Fieldnotes Ltd.',
          status: 'Active',
          contractStart: '2024-01-01',
          contractEnd: '2027-12-31',
          risk: 'High',
          agreement: 'signed',
          contact: 'help@vendor.example',
          owner: 'ann@firm.example',
          website: 'https://vendor.example',
          apps: 'Fieldnotes; Fieldnotes Sync',
        },
      },
      {
        key: 'Json Ltd.',
        app: null,
        values: { name: 'Json Ltd.', assessedOn: '2026-03-01T09:30:00.000Z', risk: '2', country: 'Example' },
      },
      {
        key: 'Lapsed Inc.',
        app: null,
        values: {
          name: 'Lapsed Inc.',
          status: 'Active',
          isTerminated: 'yes',
          contractStart: '2020-01-13',
          contractEnd: '2026-06-30',
        },
      },
      {
        key: 'Old Tool GmbH',
        app: null,
        values: {
          name: 'Old Tool GmbH',
          status: 'Terminated',
          isTerminated: 'yes',
          contractStart: '2020-01-01',
          contractEnd: '2025-12-31',
          risk: 'Low',
          replacedBy: 'Fieldnotes Ltd.',
          notes: 'gone',
        },
      },
    ]);
  });

  test('environments', async () => {
    expect(await entries('environments')).toEqual([
      {
        key: '00000000-0000-4000-8000-0000000000aa',
        app: null,
        values: {
          name: 'Firm',
          environment: 'Production',
          isProduction: 'yes',
          domain: 'firm.example',
          platform: 'entra',
          owner: 'ann@firm.example',
        },
      },
      {
        key: '00000000-0000-4000-8000-0000000000ab',
        app: null,
        values: {
          name: 'Firm test',
          environment: 'Non-Production',
          isProduction: 'no',
          domain: 'test.firm.example',
          platform: 'entra',
        },
      },
      {
        key: '00D000000000001',
        app: null,
        values: { name: 'Sandbox', environment: 'UAT sandbox', isProduction: 'no', platform: 'salesforce' },
      },
      {
        key: 'C0example1',
        app: null,
        values: { name: 'Firm', environment: 'prod', isProduction: 'yes', domain: 'firm.example', platform: 'google' },
      },
      {
        key: 'E0EXAMPLE',
        app: null,
        // "corporate" says neither: no answer is better than a wrong one.
        values: { name: 'Firm', environment: 'corporate', platform: 'slack' },
      },
      {
        key: 'example-org',
        app: null,
        values: {
          environment: 'dev',
          isProduction: 'no',
          domain: 'https://github.example/example-org',
          platform: 'github',
        },
      },
    ]);
  });

  test('approvals', async () => {
    expect(await entries('approvals')).toEqual([
      {
        key: BOT,
        app: `entra/app ${BOT}`,
        values: {
          app: 'Ticket bot',
          platform: 'entra',
          approver: 'bob@firm.example',
          date: '2026-02-01T09:00:00.000Z',
          scopes: 'Mail.Read\nFiles.Read.All',
          ticket: 'CHG-2',
          decision: 'Approved',
        },
      },
      {
        key: CLIENT,
        app: `google/app ${CLIENT}`,
        values: {
          app: 'Fieldnotes',
          platform: 'google',
          approver: 'ann@firm.example',
          date: '2026-01-15',
          until: '2027-01-15',
          scopes: 'https://www.googleapis.com/auth/drive\nhttps://www.googleapis.com/auth/calendar.readonly',
          ticket: 'CHG-1',
          decision: 'Approved',
        },
      },
      {
        key: 'Only a name',
        // No platform: the name alone refers to no app of the case.
        app: null,
        values: {
          app: 'Only a name',
          approver: 'bob@firm.example',
          date: '2026-02-02',
          scopes: 'openid',
          ticket: 'CHG-3',
          decision: 'Rejected',
        },
      },
      {
        key: 'Ticket bot',
        app: 'entra/name Ticket bot',
        values: {
          app: 'Ticket bot',
          platform: 'entra',
          approver: 'bob@firm.example',
          date: '2026-03-01',
          scopes: 'Mail.Read\nUser.Read',
          reason: 'Tickets',
        },
      },
    ]);
  });

  test('prior decisions, those of an evidence bundle too', async () => {
    expect(await entries('prior-decisions')).toEqual([
      {
        key: BOT,
        app: `entra/app ${BOT}`,
        values: {
          app: 'Ticket bot',
          platform: 'entra',
          decision: 'keep',
          by: 'Rita Reviewer',
          date: '2025-10-01',
          scopes: 'Mail.Read\nUser.Read',
          purpose: 'Tickets from the shared mailbox',
          'purpose-code': 'support',
          reason: 'fine',
        },
      },
      {
        key: '0oa00000000000000001',
        app: 'okta/app 0oa00000000000000001',
        values: {
          app: 'Payroll sync',
          platform: 'okta',
          decision: 'revoke',
          by: 'rita@firm.example',
          date: '2025-11-05',
          people: '12',
          reason: 'left',
        },
      },
      {
        key: 'Fieldnotes',
        app: 'google/name Fieldnotes',
        values: {
          app: 'Fieldnotes',
          platform: 'google',
          tenant: 'firm.example',
          decision: 'reduce',
          by: 'Rita Reviewer',
          date: '2025-10-01T08:00:00.000Z',
          until: '2026-12-31',
          scopes: 'drive\nopenid',
          reason: 'Too wide',
          item: 'i-000000000001',
          kind: 'delegated-user',
        },
      },
    ]);
  });

  test('egress addresses', async () => {
    const found = await entries('egress');
    expect(found.map((entry) => entry.key)).toEqual([
      '192.0.2.0/24',
      '192.0.2.128/25',
      '192.0.2.200',
      '192.0.2.201',
      '198.51.100.7',
      '2001:db8:1::/48',
      '2001:db8::/32',
      '203.0.113.1-203.0.113.9',
      '203.0.113.20',
      '203.0.113.21',
    ]);
    expect(found[0]?.values).toEqual({
      address: '192.0.2.0/24',
      name: 'Office',
      owner: 'ann@firm.example',
      since: '2025-01-01',
    });
    expect(found[1]?.values).toEqual({ address: '192.0.2.128/25', name: 'Head office' });
  });
});

test.each([
  ['192.0.2.0/24', '192.0.2.0/24'],
  [' 192.0.2.7/32 ', '192.0.2.7'],
  ['2001:DB8::/32', '2001:db8::/32'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ['192.0.2.1-192.0.2.9', '192.0.2.1-192.0.2.9'],
  ['192.0.2.256', null],
  ['192.0.2', null],
  ['192.0.2.1.', null],
  ['192.0.2.0/33', null],
  ['1:2:3:4:5:6:7:8:9', null],
  ['1::2::3', null],
  ['192.0.2.1-2001:db8::1', null],
  ['12:30', null],
  ['', null],
])('the address range %j', (text, range) => {
  expect(addressRange(text)).toBe(range);
});

test('a log with addresses, people or apps is no register', async () => {
  const tables = [
    'Date,IP address,User,Status\n2026-01-01T00:00:00Z,192.0.2.1,ann@firm.example,Success\n',
    'timestamp,ip,name\n2026-01-01T00:00:00Z,192.0.2.1,view\n',
    'email,status,department,client_id,scopes\nann@firm.example,active,IT,1,openid\n',
    'tenant_id,environment,timestamp,operation\nx,prod,2026-01-01T00:00:00Z,read\n',
  ];
  for (const [index, table] of tables.entries()) {
    const path = join(started.folder, `log-${index}.csv`);
    writeFileSync(path, table);
    const head = await inspectSource(path);
    if (head.kind === 'nothing') throw new Error(head.sentence);
    const claims = recognize(head).filter(({ importer }) => importer.id.startsWith('register.'));
    expect(claims.map(({ importer }) => importer.id)).toEqual([]);
  }
});
