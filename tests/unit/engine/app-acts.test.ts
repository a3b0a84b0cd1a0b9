import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppField, RegisterRow } from '../../../shared/contract/policy.ts';
import { analysisOf } from '../../../electron/engine/cli/analyse.ts';
import { checkJournal } from '../../../electron/engine/review/journal.ts';
import { type EngineCase, importFiles, newCase } from './engine-case.ts';

let started: EngineCase;
let folder: string;
beforeEach(async () => {
  started = await newCase();
  folder = mkdtempSync(join(tmpdir(), 'countersign-acts-'));
});
afterEach(async () => {
  await started.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const app = (number: number): string => `${number}-app.apps.googleusercontent.com`;
const id = (number: number): string => `google:${app(number)}`;
const CALENDAR = 'https://www.googleapis.com/auth/calendar';
const MAIL = 'https://www.googleapis.com/auth/gmail.readonly';

const FILES: Readonly<Record<string, { readonly format: string; readonly text: string }>> = {
  'tokens.csv': {
    format: 'google.gam.tokens',
    text: `user,clientId,displayText,anonymous,nativeApp,userKey,scopes
ann@firm.example,${app(1)},Rooms,False,False,1,${CALENDAR}
ann@firm.example,${app(2)},Letters,False,False,1,${CALENDAR} ${MAIL}
ann@firm.example,${app(3)},Loose,False,False,1,${CALENDAR}
`,
  },
  'people.csv': {
    format: 'register.people',
    text: `email,name,department,status,left on
ann@firm.example,Ann Ash,Sales,active,
bob@firm.example,Bob Birch,Sales,left,2026-03-31
cem@firm.example,Cem Cole,IT,disabled,
`,
  },
  'owners.csv': {
    format: 'register.owners',
    text: `platform,connector_id,owner_email,role,purpose
google,${app(1)},bob@firm.example,business,Booking of rooms
google,${app(2)},ann@firm.example,business,Letters
google,${app(2)},cem@firm.example,technical,
`,
  },
};

async function bringIn(...names: string[]): Promise<void> {
  const list = names.map((name) => {
    const path = join(folder, name);
    writeFileSync(path, FILES[name]?.text ?? '');
    return { path, format: FILES[name]?.format ?? '' };
  });
  await importFiles(started, list);
}

const bringInAll = async () => bringIn('tokens.csv', 'people.csv', 'owners.csv');

async function rows(filter = {}): Promise<RegisterRow[]> {
  return (await started.engine.handlers['registers.apps']({ filter, offset: 0, limit: 50 }, {})).rows;
}

async function row(number: number): Promise<RegisterRow> {
  const [found] = await rows({ connectorId: id(number) });
  if (found === undefined) throw new Error(`no app ${number}`);
  return found;
}

async function set(numbers: readonly number[], field: AppField, value: string | null) {
  return started.engine.handlers['registers.set'](
    { connectorIds: numbers.map(id), field, value, reason: 'Asked the team' },
    {},
  );
}

async function found(rule: string): Promise<string[]> {
  const { rows: list } = await started.engine.handlers['findings.page'](
    { filter: { rules: [rule] }, offset: 0, limit: 500 },
    {},
  );
  return list.map((one) => one.connectorName).toSorted();
}

test('each value has its basis, and owners who cannot answer are named', async () => {
  await bringInAll();
  const rooms = await row(1);
  expect(rooms.fields['business-owner']).toEqual({
    value: 'bob@firm.example',
    basis: 'register',
    source: 'owners.csv, line 2',
    registered: null,
  });
  expect(rooms.fields.environment).toEqual({ value: null, basis: 'none', source: '', registered: null });
  expect(rooms.conflicts).toEqual([{ field: 'business-owner', sentence: 'Bob Birch left on 2026-03-31.' }]);
  expect((await row(2)).conflicts).toEqual([
    { field: 'technical-owner', sentence: 'Cem Cole is not active: disabled.' },
  ]);
  expect((await rows({ conflicts: true })).map((one) => one.name).toSorted()).toEqual(['Letters', 'Rooms']);
  expect((await rows({ missing: 'business-owner' })).map((one) => one.name)).toEqual(['Loose']);
  expect((await rows({ text: 'loo', platforms: ['google'] })).map((one) => one.name)).toEqual(['Loose']);
});

test('the newest act wins over the register, in bulk, and the rules judge anew', async () => {
  await bringInAll();
  expect(await found('CS-01')).toEqual(['Loose', 'Rooms']);
  expect(await set([1, 3], 'business-owner', 'Ann@Firm.example')).toEqual({ changed: 2 });
  expect(await found('CS-01')).toEqual([]);
  const rooms = await row(1);
  expect(rooms.fields['business-owner']).toMatchObject({
    value: 'ann@firm.example',
    basis: 'act',
    registered: 'bob@firm.example',
  });
  expect(rooms.fields['business-owner'].source).toMatch(/^Rita Reviewer, \d{4}-\d\d-\d\d: Asked the team$/);
  expect(rooms.conflicts).toEqual([
    {
      field: 'business-owner',
      sentence: 'Business owner: stated as “ann@firm.example”, the register says “bob@firm.example”.',
    },
  ]);
  await set([1], 'business-owner', '');
  expect(await found('CS-01')).toEqual(['Rooms']);
  expect((await row(1)).fields['business-owner']).toMatchObject({ value: null, basis: 'act' });
  await set([1], 'business-owner', null);
  expect((await row(1)).fields['business-owner']).toMatchObject({ value: 'bob@firm.example', basis: 'register' });
  expect(await found('CS-01')).toEqual(['Rooms']);
});

test('an owner whom no file knows is outside of the register of people, and goes when the act goes', async () => {
  await bringInAll();
  await set([3], 'business-owner', 'agency@else.example');
  expect((await row(3)).conflicts).toEqual([
    { field: 'business-owner', sentence: 'agency@else.example is not in the register of people.' },
  ]);
  expect(await found('CS-01')).toEqual(['Loose', 'Rooms']);
  const detail = await started.engine.handlers['connectors.detail']({ connectorId: id(3) }, {});
  expect(detail.owners).toMatchObject([{ email: 'agency@else.example', status: 'not in the register of people' }]);
  await set([3], 'business-owner', null);
  const { db } = started.engine.context.open();
  expect(db.prepare('SELECT count(*) AS n FROM principal WHERE from_act = 1').get()).toEqual({ n: 0 });
});

test('the page of an app knows its owner where only the reviewer stated one', async () => {
  await bringIn('tokens.csv', 'people.csv');
  const drill = async (number: number) =>
    started.engine.handlers['vendors.drill']({ subject: { connectorId: id(number) } }, {});
  expect((await drill(1)).ownersKnown).toBe(false);
  await set([1], 'business-owner', 'ann@firm.example');
  expect(await drill(1)).toMatchObject({ ownersKnown: true, owners: [{ email: 'ann@firm.example' }] });
  expect((await drill(2)).ownersKnown).toBe(false);
  await set([2], 'business-owner', '');
  expect(await drill(2)).toMatchObject({ ownersKnown: true, owners: [] });
});

test('naming one owner says nothing of the apps that no register speaks of', async () => {
  await bringIn('tokens.csv', 'people.csv');
  await set([1], 'business-owner', 'ann@firm.example');
  const outcomes = analysisOf(started.engine).findings.filter((one) => one.rule === 'CS-01');
  expect(outcomes.map((one) => one.outcome).toSorted()).toEqual(['clear', 'undeterminable', 'undeterminable']);
  await set([2], 'business-owner', '');
  expect(await found('CS-01')).toEqual(['Letters']);
});

test('a purpose code by hand is held against the scopes', async () => {
  await bringInAll();
  expect(await found('CS-27')).toEqual(['Loose']);
  await set([1, 2, 3], 'purpose-code', 'Scheduling');
  expect(await found('CS-27')).toEqual(['Letters']);
  await set([2], 'purpose', 'Letters to customers');
  const detail = await started.engine.handlers['connectors.detail']({ connectorId: id(2) }, {});
  expect(detail.purpose).toBe('Letters to customers');
  await set([3], 'purpose-code', '');
  expect(await found('CS-27')).toEqual(['Letters', 'Loose']);
});

test('a value that a field cannot have, an unknown app and an act without effect are refused', async () => {
  await bringInAll();
  await expect(set([1], 'purpose-code', 'rockets')).rejects.toThrow(/choose one of the codes/);
  await expect(set([1], 'agent', 'perhaps')).rejects.toThrow(/say yes or no/);
  await expect(set([9], 'agent', 'yes')).rejects.toThrow(/not in this case/);
  await set([1], 'agent', 'yes');
  await expect(set([1], 'agent', 'yes')).rejects.toThrow(/stated last/);
  await expect(set([2], 'agent', null)).rejects.toThrow(/stated last/);
  const { db } = started.engine.context.open();
  expect(db.prepare('SELECT count(*) AS n FROM app_act').get()).toEqual({ n: 1 });
});

test('a bulk act is one entry in an unbroken journal, and outlives later imports', async () => {
  await bringIn('tokens.csv');
  await set([1, 2, 3], 'environment', 'production');
  const journal = await started.engine.handlers['journal.page']({ offset: 0, limit: 1 }, {});
  expect(journal.rows[0]?.summary).toBe('Environment of 3 apps: production. Asked the team');
  await bringIn('people.csv', 'owners.csv');
  expect((await row(2)).fields.environment).toMatchObject({ value: 'production', basis: 'act' });
  const { db } = started.engine.context.open();
  expect(checkJournal(db).ok).toBe(true);
});

test('acts and files in another order come to the same findings', async () => {
  await bringInAll();
  await set([1], 'business-owner', 'ann@firm.example');
  await set([2], 'purpose-code', 'scheduling');
  const { digest } = analysisOf(started.engine);
  const other = await newCase();
  const kept = started;
  started = other;
  try {
    await bringIn('owners.csv', 'tokens.csv');
    await set([2], 'purpose-code', 'scheduling');
    await bringIn('people.csv');
    await set([1], 'business-owner', 'ann@firm.example');
    expect(analysisOf(other.engine).digest).toBe(digest);
  } finally {
    started = kept;
    await other.dispose();
  }
});
