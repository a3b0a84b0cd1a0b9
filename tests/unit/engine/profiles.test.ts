import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { profileDigest } from '../../../electron/engine/import/profiles.ts';
import { mappingProfile, type MappingProfile, type PlainMapping } from '../../../shared/contract/imports.ts';
import { type EngineCase, newCase, startEngine } from './engine-case.ts';
import { call, importMapped, inspect, put } from './mapping-case.ts';

let started: EngineCase;
beforeEach(async () => {
  started = await newCase();
});
afterEach(() => started.dispose());

const MAPPING: PlainMapping = {
  target: 'grants',
  platform: 'other',
  fields: { connectorName: 'App', principal: 'Who', scopes: 'Allowed things' },
};
const HEADER = 'App,Who,Allowed things';
const csv = (app: string, header = HEADER): string => `${header}\n${app},ann@firm.example,mail:read\n`;

function save(token: string, name = 'Watch', mapping = MAPPING): Promise<MappingProfile> {
  return call(started, 'profiles.save', {
    name,
    token,
    mapping,
    zone: 'Europe/Berlin',
    dayOrder: 'day-first',
    system: 'Watch tool',
  });
}

describe('a profile that is kept', () => {
  test('has a version, an author, the columns, and a digest of all of it', async () => {
    const first = await save(put(started, 'june.csv', csv('Noteweaver')));
    expect(first).toMatchObject({
      v: 1,
      name: 'Watch',
      version: 1,
      author: 'Rita Reviewer',
      columns: ['allowedthings', 'app', 'who'],
      zone: 'Europe/Berlin',
    });
    const { sha256, ...body } = first;
    expect(profileDigest(body)).toBe(sha256);
    const reversed = Object.fromEntries(Object.entries(body).toReversed());
    expect(profileDigest(mappingProfile.omit({ sha256: true }).parse(reversed))).toBe(sha256);
  });

  test('gets its next version under its name; the list shows the newest, and removing takes all', async () => {
    const token = put(started, 'june.csv', csv('Noteweaver'));
    const first = await save(token);
    const second = await save(token, 'Watch', { ...MAPPING, platform: 'google' });
    await save(token, 'Another');
    expect(second).toMatchObject({ version: 2 });
    expect(second.sha256).not.toBe(first.sha256);
    expect((await call(started, 'profiles.list', {})).map(({ name, version }) => [name, version])).toEqual([
      ['Another', 1],
      ['Watch', 2],
    ]);
    await call(started, 'profiles.remove', { sha256: second.sha256 });
    expect((await call(started, 'profiles.list', {})).map(({ name }) => name)).toEqual(['Another']);
    await expect(call(started, 'profiles.remove', { sha256: first.sha256 })).rejects.toThrow(/no longer kept/);
  });

  test('is there in every later case on this computer', async () => {
    const { sha256 } = await save(put(started, 'june.csv', csv('Noteweaver')));
    await started.engine.close();
    const again = startEngine(started.folder);
    expect((await call(again, 'profiles.list', {})).map((profile) => profile.sha256)).toEqual([sha256]);
    await again.engine.close();
  });
});

describe('the same export the next time', () => {
  test('is recognized by exactly its columns, in any order and spelling, and read with what was stated', async () => {
    const unknown = await inspect(started, put(started, 'june.csv', csv('Noteweaver')));
    expect(unknown).toMatchObject({ verdict: 'unknown', format: null, profile: null });
    const profile = await save(unknown.token);
    const plan = await inspect(
      started,
      put(started, 'july.csv', 'WHO;allowed_things;App\nann@firm.example;files:read;Chartmole\n'),
    );
    expect(plan).toMatchObject({
      verdict: 'recognized',
      format: null,
      profile: { sha256: profile.sha256, zone: 'Europe/Berlin', dayOrder: 'day-first' },
      suggestedMapping: MAPPING,
      trial: { accepted: 1, rejected: 0 },
      suggested: { system: 'Watch tool' },
    });
    expect(plan.reason).toContain('your profile “Watch”, version 1');
    expect(plan.trial).not.toHaveProperty('rows');
  });

  test('another column more or less, or one of another name, is another export', async () => {
    await save(put(started, 'june.csv', csv('Noteweaver')));
    for (const [name, text] of [
      ['more.csv', `${HEADER},Risk\nNoteweaver,ann@firm.example,mail:read,low\n`],
      ['less.csv', 'App,Allowed things\nNoteweaver,mail:read\n'],
      ['other.csv', csv('Noteweaver', 'App,Whom,Allowed things')],
    ] as const)
      expect((await inspect(started, put(started, name, text))).profile).toBeNull();
  });

  test('rows without names are known by what they hold', async () => {
    const row = (index: number): string =>
      `00000000-0000-4000-8000-00000000000${index},Noteweaver,ann@firm.example,mail:read\n`;
    const mapping: PlainMapping = {
      target: 'grants',
      platform: 'other',
      firstRow: 'data',
      fields: { connector: 'column 1', connectorName: 'column 2', principal: 'column 3', scopes: 'column 4' },
    };
    await save(put(started, 'bare.csv', row(1) + row(2)), 'Bare', mapping);
    const plan = await inspect(started, put(started, 'bare-2.csv', row(3) + row(4) + row(5)));
    expect(plan).toMatchObject({
      profile: { name: 'Bare' },
      trial: { checked: 3, accepted: 3 },
      records: 3,
      warnings: [],
    });
    const swapped = 'ann@firm.example,Noteweaver,00000000-0000-4000-8000-000000000001,mail:read\n';
    expect((await inspect(started, put(started, 'swapped.csv', swapped))).profile).toBeNull();
    const named = 'App ID,App name,User,Scopes\n' + row(6).repeat(9);
    expect((await inspect(started, put(started, 'named.csv', named))).profile).toBeNull();
  });

  test('JSON may leave out a key without a value, but not one that is read', async () => {
    const record = (part: object): string =>
      JSON.stringify([
        { App: 'Noteweaver', Who: 'ann@firm.example', 'Allowed things': ['mail:read'], a: 1, b: 2, c: 3, ...part },
      ]);
    await save(put(started, 'june.json', record({ note: 'x' })));
    expect((await inspect(started, put(started, 'july.json', record({})))).profile).not.toBeNull();
    expect(
      (await inspect(started, put(started, 'broken.json', record({ Who: undefined, note: 'x' })))).profile,
    ).toBeNull();
    expect((await inspect(started, put(started, 'other.json', record({ d: 1, e: 2, f: 3, g: 4 })))).profile).toBeNull();
  });

  test('the import names the digest of its profile', async () => {
    const token = put(started, 'june.csv', csv('Noteweaver'));
    const { sha256 } = await save(token);
    const { imports } = await importMapped(started, token, MAPPING, { profile: sha256, zone: 'Europe/Berlin' });
    expect(imports).toMatchObject([{ profile: sha256, accepted: 1, closes: true }]);
    expect((await call(started, 'imports.list', {}))[0]?.profile).toBe(sha256);
  });

  test('an order cannot claim a profile that says something else, or that is not kept', async () => {
    const token = put(started, 'june.csv', csv('Noteweaver'));
    const { sha256 } = await save(token);
    const other = { ...MAPPING, fields: { ...MAPPING.fields, principal: 'App' } };
    await expect(importMapped(started, token, other, { profile: sha256 })).rejects.toThrow(
      /profile was changed or removed/,
    );
    await call(started, 'profiles.remove', { sha256 });
    await expect(importMapped(started, token, MAPPING, { profile: sha256 })).rejects.toThrow(/Nothing was imported/);
    expect(await call(started, 'imports.list', {})).toEqual([]);
  });
});

describe('a profile as a file', () => {
  async function exported(): Promise<{ profile: MappingProfile; path: string }> {
    const profile = await save(put(started, 'june.csv', csv('Noteweaver')));
    const path = join(started.folder, 'profile.json');
    await call(started, 'profiles.export', { sha256: profile.sha256, saveToken: started.files.register(path) });
    return { profile, path };
  }

  test('goes to another computer and comes back the same', async () => {
    const { profile, path } = await exported();
    await call(started, 'profiles.remove', { sha256: profile.sha256 });
    expect(await call(started, 'profiles.import', { token: started.files.register(path) })).toEqual(profile);
    expect(await call(started, 'profiles.list', {})).toEqual([profile]);
    expect(await call(started, 'profiles.import', { token: started.files.register(path) })).toEqual(profile);
    expect(await call(started, 'profiles.list', {})).toHaveLength(1);
  });

  test.each([
    ['a changed mapping', (text: string) => text.replace('"Who"', '"App"')],
    ['a changed version', (text: string) => text.replace('"version": 1', '"version": 2')],
    ['something else', () => '{"a":1}'],
    ['no JSON', () => 'not json'],
    ['too much', (text: string) => text + ' '.repeat(2_000_000)],
  ])('is refused with %s', async (_, change) => {
    const { profile, path } = await exported();
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    await expect(call(started, 'profiles.import', { token: started.files.register(path) })).rejects.toThrow(
      /its digest does not fit. Nothing was changed/,
    );
    expect(await call(started, 'profiles.list', {})).toEqual([profile]);
  });

  test('a kept profile that was changed in its folder is not used', async () => {
    const { profile } = await exported();
    const kept = join(started.engine.context.dataFolder, 'profiles', `${profile.sha256}.json`);
    writeFileSync(kept, readFileSync(kept, 'utf8').replace('"Who"', '"App"'));
    expect(await call(started, 'profiles.list', {})).toEqual([]);
    expect((await inspect(started, put(started, 'july.csv', csv('Chartmole')))).profile).toBeNull();
  });

  test('does not take the place of another one of its name and version', async () => {
    const { profile, path } = await exported();
    await call(started, 'profiles.remove', { sha256: profile.sha256 });
    const mine = await save(put(started, 'june.csv', csv('Noteweaver')), 'Watch', { ...MAPPING, platform: 'okta' });
    await expect(call(started, 'profiles.import', { token: started.files.register(path) })).rejects.toThrow(
      /Another profile “Watch”, version 1, is kept already/,
    );
    expect(await call(started, 'profiles.list', {})).toEqual([mine]);
  });
});
