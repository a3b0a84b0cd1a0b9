import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlainMapping } from '../../../shared/contract/imports.ts';
import { type EngineCase, newCase } from '../engine/engine-case.ts';
import { call, grants, importMapped, inspect, put, sql, tryMapping } from '../engine/mapping-case.ts';

let started: EngineCase;
beforeEach(async () => {
  started = await newCase();
});
afterEach(() => started.dispose());

const lines = (...rows: string[]): string => `${rows.join('\r\n')}\r\n`;
const APP = '00000000-0000-4000-8000-00000000000';

test('trap 12: a file without a header is offered as data, and its first row is read', async () => {
  const token = put(started, 'bare.csv', lines(`${APP}1,Noteweaver,Mail.Read`, `${APP}2,Chartmole,User.Read`));
  const plan = await inspect(started, token);
  expect(plan).toMatchObject({ verdict: 'unknown', records: 2, columns: ['column 1', 'column 2', 'column 3'] });
  const columns = await call(started, 'imports.columns', { token, firstRow: null });
  expect(columns).toMatchObject({
    firstRow: 'data',
    suggested: { fields: { connector: 'column 1', scopes: 'column 3' } },
  });
  const mapping: PlainMapping = {
    target: 'grants',
    platform: 'entra',
    firstRow: 'data',
    fields: { connector: 'column 1', connectorName: 'column 2', scopes: 'column 3' },
  };
  const { imports } = await importMapped(started, token, mapping);
  expect(imports).toMatchObject([{ read: 2, accepted: 2, rejected: 0, warnings: [] }]);
  expect(grants(started)).toMatchObject([{ app: 'Chartmole' }, { app: 'Noteweaver' }]);
});

test('trap 12: the user may say otherwise of a first row, either way', async () => {
  const bare = put(started, 'looks-named.csv', lines('Noteweaver,Mail.Read', 'Chartmole,User.Read'));
  const asData = await call(started, 'imports.columns', { token: bare, firstRow: 'data' });
  expect(asData.guesses[0]).toMatchObject({ column: 'column 1', samples: ['Noteweaver', 'Chartmole'] });
  const fields = { connectorName: 'column 1', scopes: 'column 2' };
  const data: PlainMapping = { target: 'grants', platform: 'entra', firstRow: 'data', fields };
  expect(await tryMapping(started, bare, data)).toMatchObject({ checked: 2, accepted: 2 });
  const named = put(started, 'looks-bare.csv', lines('App,2026-01-01', 'Noteweaver,Mail.Read'));
  const asNames = await call(started, 'imports.columns', { token: named, firstRow: 'names' });
  expect(asNames.guesses.map((guess) => guess.column)).toEqual(['App', '2026-01-01']);
  const names: PlainMapping = {
    target: 'grants',
    platform: 'entra',
    firstRow: 'names',
    fields: { connectorName: 'App', scopes: '2026-01-01' },
  };
  expect(await tryMapping(started, named, names)).toMatchObject({ checked: 1, accepted: 1 });
});

test.each([
  ['German', 'Anwendung;Anwendungs-ID;Benutzer;Berechtigungen;Erteilt am'],
  ['Spanish', 'Aplicación;ID de la aplicación;Usuario;Permisos;Fecha de autorización'],
  ['French', "Application;Identifiant de l'application;Utilisateur;Autorisations;Date d'autorisation"],
])('trap 15: a header in %s is never refused in silence: the wizard suggests what it means', async (_, header) => {
  const token = put(
    started,
    'local.csv',
    lines(header, `Noteweaver;${APP}1;ann@firm.example;Mail.Read;31.01.2026 10:00`),
  );
  const plan = await inspect(started, token);
  expect(plan).toMatchObject({ verdict: 'unknown', format: null });
  expect(plan.reason).toContain('Map its columns');
  const [app, id, user, scopes, granted] = header.split(';');
  expect(plan.suggestedMapping).toEqual({
    target: 'grants',
    platform: 'entra',
    fields: { connectorName: app, connector: id, principal: user, scopes, grantedAt: granted },
  });
});

test('trap 15: where no word of the header is known, the content of the columns tells', async () => {
  const token = put(
    started,
    'unknown.csv',
    lines('Ä1,Ä2,Ä3,Ä4', `${APP}1,ann@firm.example,Mail.Read User.Read,2026-01-31 10:00`),
  );
  const { suggestedMapping } = await inspect(started, token);
  expect(suggestedMapping?.fields).toMatchObject({ connector: 'Ä1', principal: 'Ä2', scopes: 'Ä3' });
});

const TIMED: PlainMapping = {
  target: 'grants',
  platform: 'other',
  fields: { connectorName: 'App', principal: 'Who', scopes: 'Scopes', grantedAt: 'Granted' },
};
const timed = (...times: string[]): string =>
  lines('App,Who,Scopes,Granted', ...times.map((time, index) => `App ${index},ann@firm.example,mail:read,"${time}"`));
const granted = (): unknown[] => sql(started, 'SELECT granted_at AS at FROM consent_grant ORDER BY granted_at');
const at = (...texts: string[]): unknown[] => texts.map((text) => ({ at: Date.parse(text) }));

test('trap 34: the order of day and month is decided once for the file by any number above 12', async () => {
  const token = put(started, 'decided.csv', timed('10/2/2026 4:15:09 AM', '10/25/2026, 2:08:45.221 PM'));
  expect(await tryMapping(started, token, TIMED, { zone: 'UTC' })).toMatchObject({
    questions: { dayOrder: false, zone: false },
    accepted: 2,
  });
  await importMapped(started, token, TIMED, { zone: 'UTC' });
  expect(granted()).toEqual(at('2026-10-02T04:15:09Z', '2026-10-25T14:08:45.221Z'));
});

test('trap 34: where nothing decides the user is asked, and the answer decides', async () => {
  const token = put(started, 'open.csv', timed('10/2/2026 04:15', '3/4/2026 10:00'));
  expect(await tryMapping(started, token, TIMED, { zone: 'UTC' })).toMatchObject({ questions: { dayOrder: true } });
  const answered = await tryMapping(started, token, TIMED, { zone: 'UTC', dayOrder: 'day-first' });
  expect(answered).toMatchObject({ questions: { dayOrder: false } });
  expect(answered.rows[0]?.values).toContainEqual({ label: 'Granted', value: '2026-02-10 04:15:00 UTC' });
  const { imports } = await importMapped(started, token, TIMED, { zone: 'UTC', dayOrder: 'day-first' });
  expect(imports).toMatchObject([{ dayOrder: 'day-first', accepted: 2 }]);
  expect(granted()).toEqual(at('2026-02-10T04:15:00Z', '2026-04-03T10:00:00Z'));
});

test('trap 39: times in the zone of an admin are asked about once a file, and the answer is recorded', async () => {
  const token = put(started, 'zone.csv', timed('2026-01-15 10:00:00', '2026-07-15 10:00:00'));
  expect(await tryMapping(started, token, TIMED)).toMatchObject({ questions: { zone: true } });
  expect(await tryMapping(started, token, TIMED, { zone: 'Europe/Berlin' })).toMatchObject({
    questions: { zone: false },
  });
  const { imports } = await importMapped(started, token, TIMED, { zone: 'Europe/Berlin' });
  expect(imports).toMatchObject([{ zone: 'Europe/Berlin', accepted: 2 }]);
  expect(granted()).toEqual(at('2026-01-15T09:00:00Z', '2026-07-15T08:00:00Z'));
  const journal = await call(started, 'journal.page', { offset: 0, limit: 10 });
  expect(JSON.stringify(journal)).toContain('Europe/Berlin');
});

test('trap 39: nobody is asked where times or their column name a zone', async () => {
  const own = put(started, 'own.csv', timed('2026-01-15 10:00:00+00', '2026-07-15T10:00:00Z', '1784109600'));
  expect(await tryMapping(started, own, TIMED)).toMatchObject({ questions: { zone: false }, accepted: 3 });
  const column = put(started, 'column.csv', timed('2026-01-15 10:00').replace('Granted', 'Granted (UTC)'));
  const mapping: PlainMapping = { ...TIMED, fields: { ...TIMED.fields, grantedAt: 'Granted (UTC)' } };
  expect(await tryMapping(started, column, mapping, {})).toMatchObject({ questions: { zone: false }, accepted: 1 });
});

test('trap 41: ids that a spreadsheet damaged make no app, no person and no event', async () => {
  const token = put(
    started,
    'excel.csv',
    lines(
      'Id,Who,Scopes',
      '1.23E+17,ann@firm.example,mail:read',
      '"1,23E+17",ann@firm.example,mail:read',
      '123456789012345000000,ann@firm.example,mail:read',
      'app-1,1.0987E+20,mail:read',
      "'00123,ann@firm.example,mail:read",
    ),
  );
  const mapping: PlainMapping = {
    target: 'grants',
    platform: 'other',
    fields: { connector: 'Id', principal: 'Who', scopes: 'Scopes' },
  };
  const plan = await inspect(started, token);
  expect(plan.warnings.join(' ')).toContain('saved again by a spreadsheet');
  const { imports } = await importMapped(started, token, mapping);
  expect(imports).toMatchObject([{ read: 5, accepted: 1, rejected: 4, closes: true }]);
  expect(imports[0]?.reasons).toEqual([
    { outcome: 'rejected', reason: expect.stringMatching(/^id damaged by a spreadsheet/), count: 3 },
    { outcome: 'rejected', reason: expect.stringMatching(/^id of the person damaged by a spreadsheet/), count: 1 },
  ]);
  expect(sql(started, 'SELECT native_id AS id FROM connector')).toEqual([{ id: '00123' }]);
  expect(sql(started, 'SELECT email FROM principal')).toEqual([{ email: 'ann@firm.example' }]);
});

test('trap 41: day numbers of a spreadsheet are no dates, and no record is dated by them', async () => {
  const token = put(started, 'serial.csv', timed('45678.5', '45678', '45678,25', '2026-01-15T10:00:00Z'));
  const trial = await tryMapping(started, token, TIMED);
  const reason = '“Granted” holds day numbers of a spreadsheet (45678.5), not dates: use the original export';
  expect(trial).toMatchObject({ accepted: 1, rejected: 3, reasons: [{ reason, count: 3 }] });
  const withoutDates: PlainMapping = { ...TIMED, fields: { connectorName: 'App', principal: 'Who', scopes: 'Scopes' } };
  expect(await tryMapping(started, token, withoutDates)).toMatchObject({ accepted: 4, rejected: 0 });
  const events: PlainMapping = {
    target: 'events',
    platform: 'other',
    fields: { connectorName: 'App', time: 'Granted' },
  };
  expect(await tryMapping(started, token, events)).toMatchObject({ accepted: 1, rejected: 3 });
});

test('trap 90: of a HYPERLINK cell only the label is read, a disarming apostrophe is not part of a name', async () => {
  const token = put(
    started,
    'formulas.csv',
    lines(
      'App,Id,Who,Scopes',
      '"=HYPERLINK(""https://evil.example/?q=1"",""Noteweaver"")",app-1,ann@firm.example,mail:read',
      `"'=HYPERLINK(""https://evil.example"";""Chartmole"")",app-2,ann@firm.example,mail:read`,
      `'=cmd|' /C calc'!A0,app-3,ann@firm.example,mail:read`,
      "'+Plus,app-4,ann@firm.example,mail:read",
      "'quoted',app-5,ann@firm.example,mail:read",
    ),
  );
  const mapping: PlainMapping = {
    target: 'grants',
    platform: 'other',
    fields: { connector: 'Id', connectorName: 'App', principal: 'Who', scopes: 'Scopes' },
  };
  await importMapped(started, token, mapping);
  const names = sql(started, 'SELECT name FROM connector ORDER BY native_id').map((row) => JSON.stringify(row));
  expect(names.slice(0, 2)).toEqual(['{"name":"Noteweaver"}', '{"name":"Chartmole"}']);
  expect(names[2]).toContain('=cmd|');
  expect(names.slice(3)).toEqual(['{"name":"+Plus"}', `{"name":"'quoted'"}`]);
  expect(names.join(' ')).not.toContain('evil.example');
});

test('trap 90: records that were not accepted leave with their formulas disarmed', async () => {
  const token = put(started, 'rejected.csv', lines('App,Id,Scopes', '=1+1,,mail:read', ',,"=cmd|\' /C calc\'!A0"'));
  const mapping: PlainMapping = { target: 'grants', platform: 'other', fields: { connector: 'Id', scopes: 'Scopes' } };
  const { imports } = await importMapped(started, token, mapping);
  const path = join(started.folder, 'rows.csv');
  await call(started, 'imports.exportRows', {
    importId: imports[0]?.importId ?? 0,
    saveToken: started.files.register(path),
  });
  const cells = readFileSync(path, 'utf8')
    .replace('\ufeff', '')
    .split(/\r?\n/)
    .flatMap((line) => line.split(/,(?=")/));
  expect(cells.length).toBeGreaterThan(6);
  expect(cells.filter((cell) => /^"?[=+\-@\t\r]/.test(cell))).toEqual([]);
});
