import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EvidenceCheck } from '../../../shared/contract/evidence.ts';
import type { ImportOrder } from '../../../shared/contract/imports.ts';
import { checks } from '../../../electron/engine/checks/index.ts';
import { type EngineCase, newCase, waitForJob } from '../engine/engine-case.ts';

let started: EngineCase;
let folder: string;
beforeEach(async () => {
  started = await newCase();
  folder = mkdtempSync(join(tmpdir(), 'countersign-checks-'));
});
afterEach(async () => {
  await started.dispose();
  rmSync(folder, { recursive: true, force: true });
});

interface File {
  readonly name: string;
  readonly text: string;
  readonly format: string;
  readonly order?: Partial<ImportOrder>;
}

const TENANT = 'firm.example';
const AS_OF = '2026-10-01T06:00:00Z';

async function importAll(...files: readonly File[]): Promise<void> {
  const orders = files.map(({ name, text, format, order }) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return {
      token: started.files.register(path),
      format,
      mapping: null,
      system: 'System',
      tenant: TENANT,
      asOf: AS_OF,
      extractedBy: 'Erik Extractor',
      method: 'by hand',
      keepCopy: true,
      completeness: 'whole' as const,
      ...order,
    };
  });
  const { jobId } = await started.engine.handlers['imports.run']({ orders }, {});
  expect((await waitForJob(started, jobId)).failures).toEqual([]);
}

async function said(check: string): Promise<EvidenceCheck[]> {
  const all = await started.engine.handlers['evidence.checks']({}, {});
  return all.filter((one) => one.check === check);
}

const outcomes = (rows: readonly EvidenceCheck[]): string[] => rows.map((row) => row.outcome);

/** GAM tokens: one person and app a row. */
function gam(rows: readonly (readonly [user: string, app: string, scopes: string])[]): string {
  return `user,clientId,displayText,anonymous,nativeApp,userKey,scopes\n${rows
    .map(
      ([user, app, scopes]) => `${user},${app}.apps.googleusercontent.com,App ${app},False,False,${user},${scopes}\n`,
    )
    .join('')}`;
}

/** Token activities, one call each. */
function activity(calls: readonly (readonly [time: string, user: string, app: string])[]): string {
  return calls
    .map(([time, user, app], index) =>
      JSON.stringify({
        kind: 'admin#reports#activity',
        id: { time, uniqueQualifier: String(1000 + index), applicationName: 'token', customerId: 'C1' },
        actor: { email: user, profileId: '1' },
        events: [
          {
            type: 'auth',
            name: 'activity',
            parameters: [
              { name: 'api_name', value: 'gmail' },
              { name: 'method_name', value: 'gmail.users.messages.list' },
              { name: 'client_id', value: `${app}.apps.googleusercontent.com` },
              { name: 'app_name', value: `App ${app}` },
            ],
          },
        ],
      }),
    )
    .join('\n');
}

function everyDay(from: string, days: number): [string, string, string][] {
  return Array.from({ length: days }, (_, index) => [
    new Date(Date.parse(from) + index * 86_400_000).toISOString(),
    'ann@firm.example',
    '1-a',
  ]);
}

const grants = (name = 'tokens.csv', order: Partial<ImportOrder> = {}): File => ({
  name,
  text: gam([
    ['ann@firm.example', '1-a', 'openid'],
    ['bob@firm.example', '1-a', 'openid email'],
  ]),
  format: 'google.gam.tokens',
  order,
});

test('every check declares what a finding of it means', () => {
  expect(checks.map((check) => check.id)).toEqual(['EV-1', 'EV-2', 'EV-3', 'EV-4', 'EV-5', 'EV-6', 'EV-7']);
  for (const check of checks) expect(check.effect.length).toBeGreaterThan(20);
});

describe('EV-1 population reconciles', () => {
  test('clear when the stated total is what was read', async () => {
    await importAll(grants('tokens.csv', { statedTotal: 2 }));
    expect(await said('EV-1')).toMatchObject([
      { outcome: 'clear', sentence: 'tokens.csv: 2 records read, as stated.' },
    ]);
  });
  test('a finding when it is not, with the difference', async () => {
    await importAll(grants('tokens.csv', { statedTotal: 5 }));
    const [row] = await said('EV-1');
    expect(row?.outcome).toBe('finding');
    expect(row?.sentence).toContain('3 are missing');
  });
  test('undeterminable while no total is known', async () => {
    await importAll(grants());
    expect(outcomes(await said('EV-1'))).toEqual(['undeterminable']);
  });
  test('pages of one query count together against the total the file itself gives', async () => {
    const page = (id: number): string =>
      JSON.stringify({
        total_count: 2,
        installations: [
          {
            id,
            app_id: id,
            app_slug: `app-${id}`,
            account: { login: 'firm' },
            target_type: 'Organization',
            repository_selection: 'all',
            permissions: { contents: 'read' },
            events: [],
            created_at: '2026-01-01T00:00:00Z',
            updated_at: '2026-01-01T00:00:00Z',
          },
        ],
      });
    const file = (name: string, id: number): File => ({ name, text: page(id), format: 'github.installations' });
    await importAll(file('one.json', 1));
    expect(outcomes(await said('EV-1'))).toEqual(['finding']);
    await started.dispose();
    started = await newCase();
    await importAll(file('one.json', 1), file('two.json', 2));
    expect(await said('EV-1')).toMatchObject([{ outcome: 'clear' }]);
  });
});

describe('EV-2 nothing cut off', () => {
  test('clear for a file without signs', async () => {
    await importAll(grants());
    expect(outcomes(await said('EV-2'))).toEqual(['clear']);
  });
  test('a finding for a next-page marker, for a part, and for a round count', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => [`p${index}@firm.example`, '1-a', 'openid'] as const);
    await importAll(
      { name: 'round.csv', text: gam(rows), format: 'google.gam.tokens' },
      grants('part.csv', { completeness: 'part' }),
      {
        name: 'page.json',
        text: '{"kind":"admin#directory#tokenList","items":[{"kind":"admin#directory#token","clientId":"2-b.apps.googleusercontent.com","displayText":"B","userKey":"7","scopes":["openid"]}],"nextPageToken":"abc"}',
        format: 'google.directory.tokens',
      },
    );
    const rowsFound = await said('EV-2');
    expect(rowsFound.map((row) => row.sentence.split(':')[0] ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual([
      'page.json',
      'part.csv',
      'round.csv',
    ]);
    expect(outcomes(rowsFound)).toEqual(['finding', 'finding', 'finding']);
  });
});

describe('EV-3 every active app has a grant', () => {
  test('a finding for an app that acts and is in no list; clear for one that is listed', async () => {
    await importAll(grants(), {
      name: 'log.ndjson',
      text: activity([
        ['2026-09-01T10:00:00Z', 'ann@firm.example', '1-a'],
        ['2026-09-02T10:00:00Z', 'ann@firm.example', '9-ghost'],
      ]),
      format: 'google.reports.token',
    });
    const rows = await said('EV-3');
    expect(outcomes(rows)).toEqual(['finding']);
    expect(rows[0]?.sentence).toContain('App 9-ghost');
  });
  test('undeterminable without any list of grants', async () => {
    await importAll({
      name: 'log.ndjson',
      text: activity([['2026-09-01T10:00:00Z', 'ann@firm.example', '1-a']]),
      format: 'google.reports.token',
    });
    expect(outcomes(await said('EV-3'))).toEqual(['undeterminable']);
  });
  test('clear when every active app is listed', async () => {
    await importAll(grants(), {
      name: 'log.ndjson',
      text: activity([['2026-09-01T10:00:00Z', 'ann@firm.example', '1-a']]),
      format: 'google.reports.token',
    });
    expect(outcomes(await said('EV-3'))).toEqual(['clear']);
  });
});

describe('EV-4 logs cover the window', () => {
  const log = (days: [string, string, string][]): File => ({
    name: 'log.ndjson',
    text: activity(days),
    format: 'google.reports.token',
  });
  test('clear for ninety days without a gap', async () => {
    await importAll(grants(), log(everyDay('2026-07-01T10:00:00Z', 92)));
    expect(outcomes(await said('EV-4'))).toEqual(['clear']);
  });
  test('a finding for missing days, a late start and an early end, each said', async () => {
    const days = everyDay('2026-08-01T10:00:00Z', 40).filter((_, index) => index !== 5);
    await importAll(grants(), log(days));
    const [row] = await said('EV-4');
    expect(row?.outcome).toBe('finding');
    expect(row?.sentence).toMatch(/1 day\(s\) inside it hold no record \(2026-08-06\)/);
    expect(row?.sentence).toMatch(/begins \d+ day\(s\) after/);
    expect(row?.sentence).toMatch(/ends \d+ day\(s\) before/);
  });
  test('a finding for a tenant without any log', async () => {
    await importAll(grants());
    const [row] = await said('EV-4');
    expect(row).toMatchObject({ outcome: 'finding', tenant: TENANT });
    expect(row?.sentence).toContain('No log of firm.example was imported');
  });
  test('a log that may be cut off covers nothing fully', async () => {
    await importAll(grants(), {
      ...log(everyDay('2026-07-01T10:00:00Z', 92)),
      order: { completeness: 'part' },
    });
    const { db } = started.engine.context.open();
    expect(db.prepare('SELECT cut_off FROM log_window').pluck().get()).toBe('log.ndjson');
    expect(db.prepare(`SELECT count(*) FROM item_scope WHERE status = 'not-seen-full'`).pluck().get()).toBe(0);
  });
});

describe('EV-5 sources agree', () => {
  const directory = (scopes: readonly string[]): File => ({
    name: 'directory.json',
    text: JSON.stringify({
      kind: 'admin#directory#tokenList',
      items: [
        {
          kind: 'admin#directory#token',
          clientId: '1-a.apps.googleusercontent.com',
          displayText: 'App 1-a',
          userKey: 'ann@firm.example',
          scopes,
        },
      ],
    }),
    format: 'google.directory.tokens',
  });
  test('a finding when two lists of one time give different scopes, both named', async () => {
    await importAll(grants(), directory(['openid', 'https://mail.google.com/']));
    const rows = await said('EV-5');
    expect(outcomes(rows)).toEqual(['finding']);
    expect(rows[0]?.sentence).toContain('https://mail.google.com/');
  });
  test('clear when they agree', async () => {
    await importAll(grants(), directory(['openid']));
    expect(outcomes(await said('EV-5'))).toEqual(['clear']);
  });
  test('a finding when one address stands for several ids', async () => {
    const two = activity([
      ['2026-09-01T10:00:00Z', 'same@firm.example', '1-a'],
      ['2026-09-02T10:00:00Z', 'same@firm.example', '1-a'],
    ]).split('\n');
    const text = [two[0], two[1]?.replace('"profileId":"1"', '"profileId":"2"')].join('\n');
    await importAll({ name: 'log.ndjson', text, format: 'google.reports.token' });
    const rows = await said('EV-5');
    expect(rows.map((row) => row.sentence).join()).toContain('same@firm.example is given to 2 ids');
  });
});

describe('EV-6 times are consistent', () => {
  test('a finding for an event later than the export', async () => {
    await importAll({
      name: 'log.ndjson',
      text: activity([['2026-10-05T10:00:00Z', 'ann@firm.example', '1-a']]),
      format: 'google.reports.token',
    });
    const rows = await said('EV-6');
    expect(rows.map((row) => row.outcome)).toContain('finding');
    expect(rows.map((row) => row.sentence).join()).toContain('later than the stated as-of time');
  });
  test('a finding while nobody stated the zone of a local export, clear once it is', async () => {
    const text =
      'Date,Event,Description,Actor,Application name,Application ID,Client type,Scope,API name,API method,IP address\n"2026-09-01 10:00:00",Authorize,x,ann@firm.example,App,1-a.apps.googleusercontent.com,WEB,openid,,,1.2.3.4\n';
    await importAll({ name: 'console.csv', text, format: 'google.console.oauth' });
    expect((await said('EV-6')).map((row) => row.sentence).join()).toContain('no zone was stated');
    await started.dispose();
    started = await newCase();
    await importAll({ name: 'console.csv', text, format: 'google.console.oauth', order: { zone: 'Europe/Berlin' } });
    expect(outcomes(await said('EV-6'))).toEqual(['clear']);
  });
  test('clear for a local export whose times name their zone', async () => {
    await importAll({
      name: 'login.csv',
      text: 'Username,Login Time,Source IP,Login Type,Status,Browser,Platform,Application,Client Version,API Type,API Version,Login URL\nann@firm.example,9/14/2026 4:11:09 PM PDT,1.2.3.4,Remote Access 2.0,Success,Unknown,Unknown,Mailer,N/A,N/A,N/A,login.salesforce.com\n',
      format: 'sf.loginhistory',
    });
    expect(outcomes(await said('EV-6'))).toEqual(['clear']);
  });
});

describe('EV-7 exports are of one time', () => {
  test('a finding for an export much older than the newest, clear within a week', async () => {
    await importAll(grants(), {
      name: 'log.ndjson',
      text: activity([['2026-09-01T10:00:00Z', 'ann@firm.example', '1-a']]),
      format: 'google.reports.token',
      order: { asOf: '2026-09-10T06:00:00Z' },
    });
    const rows = await said('EV-7');
    expect(outcomes(rows)).toEqual(['finding']);
    expect(rows[0]?.sentence).toContain('21 days older');
    await started.dispose();
    started = await newCase();
    await importAll(grants());
    expect(outcomes(await said('EV-7'))).toEqual(['clear']);
  });
  test('the policy says how far exports may lie apart', async () => {
    await importAll(grants(), {
      name: 'log.ndjson',
      text: activity([['2026-09-01T10:00:00Z', 'ann@firm.example', '1-a']]),
      format: 'google.reports.token',
      order: { asOf: '2026-09-10T06:00:00Z' },
    });
    await started.engine.handlers['policy.save'](
      { name: 'Patient', values: { staleDays: 21 }, reason: 'Logs are exported once a month' },
      {},
    );
    expect(await said('EV-7')).toMatchObject([
      { outcome: 'clear', sentence: 'All exports lie within 21 days of each other.' },
    ]);
  });
});
