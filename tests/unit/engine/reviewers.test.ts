import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveReference } from '../../../electron/engine/signing/key-reference.ts';
import { createSigningKey } from '../../../electron/engine/signing/create-key.ts';
import { USUAL_SETTINGS } from '../../../shared/contract/reviewers.ts';
import { type EngineCase, startEngine } from './engine-case.ts';

let folder: string;
let engines: EngineCase[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-reviewers-'));
});
afterEach(async () => {
  for (const { engine } of engines) await engine.close();
  engines = [];
  rmSync(folder, { recursive: true, force: true });
});

function start(): EngineCase {
  const started = startEngine(folder);
  engines.push(started);
  return started;
}

const data = (...parts: string[]) => join(folder, 'data', ...parts);
const at = (name: string) => join(folder, name);

const details = { name: 'One', client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: 'R' };
const keyRequest = { name: 'Rita', organization: '', email: '', passphrase: 'correct horse battery' };

async function makeKey({ engine, files }: EngineCase, name: string) {
  return engine.handlers['keys.create']({ saveToken: files.register(at(name)), ...keyRequest }, {});
}

async function makeCase({ engine, files }: EngineCase, name: string) {
  await engine.handlers['workspace.create']({ saveToken: files.register(at(name)), details }, {});
}

test('what was there before there were profiles becomes the first one, whole', async () => {
  mkdirSync(data(), { recursive: true });
  const flat = {
    'keys.json': [
      { path: '/k.pem', name: 'K', fingerprint: 'AA', notAfter: '2030-01-01T00:00:00.000Z', certificate: '' },
    ],
    'recent.json': [{ path: '/c.countersign', name: 'C', openedAt: '2026-01-01T00:00:00.000Z' }],
    'card-libraries.json': [{ path: '/lib.so' }],
  };
  for (const [file, content] of Object.entries(flat)) writeFileSync(data(file), JSON.stringify(content));
  const { engine } = start();
  expect(await engine.handlers['reviewers.list']({}, {})).toMatchObject([
    { name: '', isCurrent: true, keys: 1, cases: 1 },
  ]);
  expect(await engine.handlers['keys.list']({}, {})).toMatchObject([{ name: 'K', isMissing: true }]);
  expect(await engine.handlers['keys.libraries']({}, {})).toMatchObject([{ fileName: 'lib.so' }]);
  for (const file of Object.keys(flat)) expect(existsSync(data(file))).toBe(false);
});

test('a first start that was interrupted before the profile was written is done again', async () => {
  mkdirSync(data('reviewers', 'half'), { recursive: true });
  writeFileSync(data('reviewers', 'half', 'recent.json'), '[]');
  writeFileSync(data('recent.json'), JSON.stringify([{ path: '/c', name: 'C', openedAt: '2026-01-01T00:00:00.000Z' }]));
  const { engine } = start();
  expect(await engine.handlers['reviewers.list']({}, {})).toMatchObject([{ cases: 1 }]);
});

test('each reviewer has keys, cases and settings of their own, and finds them again', async () => {
  const first = start();
  const { handlers } = first.engine;
  await makeKey(first, 'rita.pem');
  await makeCase(first, 'one.countersign');
  await handlers['settings.save']({ settings: { ...USUAL_SETTINGS, zoom: 150, contrast: 'high' } }, {});
  const [rita] = await handlers['reviewers.list']({}, {});
  await handlers['reviewers.create']({ name: 'Sam Second' }, {});
  expect(await handlers['workspace.status']({}, {})).toBeNull();
  expect(await handlers['keys.list']({}, {})).toEqual([]);
  expect(await handlers['workspace.recent']({}, {})).toEqual([]);
  expect(await handlers['settings.get']({}, {})).toBeNull();
  await handlers['settings.save']({ settings: { ...USUAL_SETTINGS, theme: 'dark' } }, {});

  const again = start();
  expect(await again.engine.handlers['reviewers.list']({}, {})).toMatchObject([
    { name: '', isCurrent: false, keys: 1, cases: 1 },
    { name: 'Sam Second', isCurrent: true, keys: 0, cases: 0 },
  ]);
  expect(await again.engine.handlers['settings.get']({}, {})).toMatchObject({ theme: 'dark', zoom: 100 });
  await again.engine.handlers['reviewers.choose']({ id: rita?.id ?? '' }, {});
  expect(await again.engine.handlers['settings.get']({}, {})).toMatchObject({ contrast: 'high', zoom: 150 });
  expect(await again.engine.handlers['keys.list']({}, {})).toMatchObject([{ name: 'Rita' }]);
});

test('a profile in use cannot be removed; another one goes with its lists, and with key files only where that is said', async () => {
  const started = start();
  const { handlers } = started.engine;
  await handlers['reviewers.create']({ name: 'Sam' }, {});
  await makeKey(started, 'kept.pem');
  const gone = await makeKey(started, 'gone.pem');
  await makeCase(started, 'sams.countersign');
  const [rita, sam] = await handlers['reviewers.list']({}, {});
  await expect((async () => handlers['reviewers.remove']({ id: sam?.id ?? '', deleteKeys: [] }, {}))()).rejects.toThrow(
    /in use. Nothing was changed/,
  );
  await handlers['reviewers.choose']({ id: rita?.id ?? '' }, {});
  const contents = await handlers['reviewers.contents']({ id: sam?.id ?? '' }, {});
  expect(contents).toMatchObject({ keys: [{ fileName: 'gone.pem' }, { fileName: 'kept.pem' }], cases: ['One'] });
  const left = await handlers['reviewers.remove']({ id: sam?.id ?? '', deleteKeys: [gone.token] }, {});
  expect(left).toHaveLength(1);
  expect(readdirSync(data('reviewers')).filter((name) => name !== 'current.json')).toHaveLength(1);
  expect(['kept.pem', 'gone.pem', 'sams.countersign'].map((name) => existsSync(at(name)))).toEqual([true, false, true]);
});

test('an id that leads out of the folder is no profile', async () => {
  const { handlers } = start().engine;
  for (const id of ['..', '.', '../..', '']) {
    await expect((async () => handlers['reviewers.remove']({ id, deleteKeys: [] }, {}))()).rejects.toThrow(
      /no such profile/,
    );
    await expect((async () => handlers['reviewers.choose']({ id }, {}))()).rejects.toThrow(/no such profile/);
  }
});

test('damaged files of a profile lose nothing but themselves', async () => {
  const started = start();
  await makeKey(started, 'rita.pem');
  const own = started.engine.context.reviewers.folder();
  writeFileSync(join(own, 'settings.json'), '{"zoom": 9000}');
  writeFileSync(data('reviewers', 'current.json'), 'nonsense');
  const { handlers } = start().engine;
  expect(await handlers['settings.get']({}, {})).toBeNull();
  expect(await handlers['keys.list']({}, {})).toHaveLength(1);
});

test('a key leaves the list; its file is deleted only when that is said, and only while it still is that key', async () => {
  const started = start();
  const { handlers } = started.engine;
  const kept = await makeKey(started, 'kept.pem');
  await handlers['keys.forget']({ token: kept.token, deleteFile: false }, {});
  expect(await handlers['keys.list']({}, {})).toEqual([]);
  expect(existsSync(at('kept.pem'))).toBe(true);

  const gone = await makeKey(started, 'gone.pem');
  const { pem } = createSigningKey({ ...keyRequest, now: new Date() });
  const own = readFileSync(at('gone.pem'));
  writeFileSync(at('gone.pem'), pem);
  const forget = (token: string) => (async () => handlers['keys.forget']({ token, deleteFile: true }, {}))();
  await expect(forget(gone.token)).rejects.toThrow(/holds another key by now. It was not deleted/);
  expect(await handlers['keys.list']({}, {})).toHaveLength(1);
  writeFileSync(at('gone.pem'), own);
  await forget(gone.token);
  expect(existsSync(at('gone.pem'))).toBe(false);
  expect(await handlers['keys.list']({}, {})).toEqual([]);

  writeFileSync(at('export.csv'), 'a\n1\n');
  await expect(forget(started.files.register(at('export.csv')))).rejects.toThrow(/not a key file of this list/);
  expect(existsSync(at('export.csv'))).toBe(true);
});

test('what stands for a key that signs elsewhere goes with the last list that names it', async () => {
  const started = start();
  const { handlers } = started.engine;
  const path = saveReference(data(), { kind: 'external', certificates: '', folder });
  const entry = { path, name: 'E', fingerprint: 'AA', notAfter: '2030-01-01T00:00:00.000Z', certificate: '' };
  const list = () => join(started.engine.context.reviewers.folder(), 'keys.json');
  writeFileSync(list(), JSON.stringify([entry]));
  await handlers['reviewers.create']({ name: 'Sam' }, {});
  writeFileSync(list(), JSON.stringify([entry]));
  await handlers['keys.forget']({ token: started.files.register(path), deleteFile: false }, {});
  expect(existsSync(path)).toBe(true);
  const [rita, sam] = await handlers['reviewers.list']({}, {});
  await handlers['reviewers.choose']({ id: rita?.id ?? '' }, {});
  await handlers['reviewers.remove']({ id: sam?.id ?? '', deleteKeys: [] }, {});
  expect(existsSync(path)).toBe(true);
  await handlers['keys.forget']({ token: started.files.register(path), deleteFile: false }, {});
  expect(existsSync(path)).toBe(false);
});
