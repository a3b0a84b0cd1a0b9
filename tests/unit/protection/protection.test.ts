import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readMeta } from '../../../electron/engine/db/meta.ts';
import { isProtectedFile, openDatabase } from '../../../electron/engine/db/open.ts';
import { createLog } from '../../../electron/common/log.ts';
import { copyCopies } from '../../../electron/engine/protection/seal-copies.ts';
import { giveEvidenceKey, newEvidenceKey } from '../../../electron/engine/protection/evidence-key.ts';
import { beginRewrite, prepareRewrite, putInPlace } from '../../../electron/engine/protection/rewrite-case.ts';
import { readOriginals } from '../../../electron/engine/report/originals.ts';
import { checkJournal, readJournal } from '../../../electron/engine/review/journal.ts';
import { type EngineCase, importFiles, RESOURCES, startEngine } from '../engine/engine-case.ts';
import { hasTool, run } from '../signing/fixtures.ts';
import { decryptSqlcipher } from './sqlcipher.ts';

const PASSPHRASE = `it's a "păssphrase" 密 of mine`;
const OTHER = 'another passphrase';
const details = {
  name: 'Zebra Holding',
  client: '',
  engagement: '',
  periodFrom: null,
  periodTo: null,
  reviewer: 'Rita',
};
const PEOPLE = join(RESOURCES, 'sample', 'people.csv');
/** Words that stand in the imported files, and in what is derived from them. */
const KNOWN = ['Zebra Holding', 'aoife.kowalski', 'aoife', 'Engineering'];

let started: EngineCase;
let path: string;
let evidence: string;
beforeEach(() => {
  started = startEngine();
  path = join(started.folder, 'case.countersign');
  evidence = join(started.folder, 'case evidence');
});
afterEach(() => started.dispose());

const call = () => started.engine.handlers;
const token = () => started.files.register(path);

async function create(passphrase?: string): Promise<void> {
  const order = { saveToken: token(), details };
  await call()['workspace.create'](passphrase === undefined ? order : { ...order, passphrase }, {});
}

async function importPeople(): Promise<void> {
  const result = await importFiles(started, [{ path: PEOPLE, format: 'register.people' }]);
  expect(result.failures).toEqual([]);
}

/** A record of the imported file, out of the kept copy. */
async function recordOf(line = 2): Promise<string | null> {
  const [first] = await call()['imports.list']({}, {});
  return (await call()['evidence.record']({ importId: first?.importId ?? 0, line }, {})).text;
}

const secondLine = readFileSync(PEOPLE, 'utf8').split(/\r?\n/)[1] ?? '';
const knownWords = (): string[] => [...KNOWN.slice(0, 1), ...secondLine.split(',').filter((cell) => cell.length > 6)];

/** Files below a folder in which a known word stands in clear. */
function inClear(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .filter((file) => {
      const bytes = readFileSync(file);
      return knownWords().some((word) => bytes.includes(word));
    })
    .map((file) => file.slice(folder.length + 1));
}

function hexFiles(): string[] {
  return readdirSync(evidence, { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}$/.test(name));
}

const actTypes = (): string[] => [...readJournal(started.engine.context.open().db)].map(({ type }) => type);

describe('a case made with a passphrase', () => {
  test('writes nothing of what is in it in clear, while it is open and after', async () => {
    await create(PASSPHRASE);
    await importPeople();
    expect(knownWords().length).toBeGreaterThan(2);
    expect(await recordOf()).toBe(secondLine);
    expect(existsSync(`${path}-wal`)).toBe(true);
    expect(inClear(started.folder)).toEqual([]);
    await call()['workspace.close']({}, {});
    expect(inClear(started.folder)).toEqual([]);
    expect(readFileSync(join(started.engine.context.reviewers.folder(), 'recent.json'), 'utf8')).not.toContain('Zebra');
    expect(await call()['workspace.recent']({}, {})).toMatchObject([{ name: 'case.countersign', isProtected: true }]);
  });

  test('a plain one writes it in clear: what is looked for is found', async () => {
    await create();
    await importPeople();
    await call()['workspace.close']({}, {});
    expect(inClear(started.folder)).toContain('case.countersign');
    expect(inClear(started.folder).some((name) => name.startsWith('case evidence/'))).toBe(true);
    expect(await call()['workspace.recent']({}, {})).toMatchObject([{ name: 'Zebra Holding', isProtected: false }]);
  });

  test('opens with its passphrase only; a wrong one says no more than that, and changes nothing', async () => {
    await create(PASSPHRASE);
    await importPeople();
    await call()['workspace.close']({}, {});
    const before = readFileSync(path);
    await expect(call()['workspace.open']({ token: token() }, {})).rejects.toMatchObject({ code: 'wrong-passphrase' });
    for (const wrong of [OTHER, `${PASSPHRASE} `, PASSPHRASE.slice(1), 'x'])
      await expect(call()['workspace.open']({ token: token(), passphrase: wrong }, {})).rejects.toMatchObject({
        code: 'wrong-passphrase',
        message:
          'case.countersign does not open with this passphrase: it is not the right one, or the file is damaged at its beginning, which looks the same. Nothing was changed.',
      });
    expect(readFileSync(path).equals(before)).toBe(true);
    await call()['workspace.open']({ token: token(), passphrase: PASSPHRASE }, {});
    expect(await recordOf()).toBe(secondLine);
  });

  test('gives its originals to a bundle as they were', async () => {
    await create(PASSPHRASE);
    await importPeople();
    const originals = await readOriginals(await call()['imports.list']({}, {}), evidence);
    expect([...originals.values()].map((bytes) => Buffer.from(bytes).equals(readFileSync(PEOPLE)))).toEqual([true]);
  });

  test('is refused when a page is damaged, and says it as damage', async () => {
    await create(PASSPHRASE);
    await importPeople();
    await call()['workspace.close']({}, {});
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(4096 * 20 + 99) ^ 1, 4096 * 20 + 99);
    writeFileSync(path, bytes);
    await expect(call()['workspace.open']({ token: token(), passphrase: PASSPHRASE }, {})).rejects.toMatchObject({
      code: 'workspace-damaged',
    });
    for (let at = 100; at < 200; at += 1) bytes.writeUInt8(bytes.readUInt8(at) ^ 7, at);
    writeFileSync(path, bytes);
    await expect(call()['workspace.open']({ token: token(), passphrase: PASSPHRASE }, {})).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
  });

  test('is decrypted by the published design of SQLCipher, and then a database to any SQLite', async () => {
    await create(PASSPHRASE);
    await importPeople();
    await call()['workspace.close']({}, {});
    const plain = join(started.folder, 'decrypted.db');
    writeFileSync(plain, decryptSqlcipher(readFileSync(path), PASSPHRASE));
    expect(() => decryptSqlcipher(readFileSync(path), OTHER)).toThrow('page 1');
    if (!hasTool('sqlite3')) return;
    const { output } = run('sqlite3', [plain, "PRAGMA integrity_check; SELECT value FROM meta WHERE key = 'details'"]);
    expect(output).toMatch(/^ok\n.*Zebra Holding/);
  });

  test('is not taken for one when it is something else', () => {
    for (const [name, bytes] of [
      ['text', Buffer.alloc(8192, 'an export of text, line by line\n')],
      ['odd', Buffer.alloc(5000, 1)],
      ['empty', Buffer.alloc(0)],
    ] as const) {
      const other = join(started.folder, name);
      writeFileSync(other, bytes);
      expect(isProtectedFile(other)).toBe(false);
      expect(() => openDatabase(other, { create: false, passphrase: PASSPHRASE })).toThrow('not a Countersign case');
    }
    expect(isProtectedFile(join(started.folder, 'gone'))).toBe(false);
  });

  test('no passphrase opens a plain case, so that nobody believes it protected', async () => {
    await create();
    await call()['workspace.close']({}, {});
    await expect(call()['workspace.open']({ token: token(), passphrase: PASSPHRASE }, {})).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining('is not protected'),
    });
  });
});

describe('protection', () => {
  test('is added, changed and removed; each act is in the journal, and the copies go along', async () => {
    await create();
    await importPeople();
    const [plainName] = hexFiles();
    expect(await call()['protection.add']({ passphrase: PASSPHRASE }, {})).toEqual({ isProtected: true, locked: null });
    expect(inClear(started.folder)).toEqual([]);
    expect(hexFiles()).toHaveLength(1);
    expect(hexFiles()[0]).not.toBe(plainName);
    expect(await recordOf()).toBe(secondLine);
    await expect(call()['protection.add']({ passphrase: OTHER }, {})).rejects.toMatchObject({ code: 'conflict' });

    const sealedName = hexFiles()[0];
    await expect(
      call()['protection.change']({ passphrase: 'not the passphrase', newPassphrase: OTHER }, {}),
    ).rejects.toMatchObject({ code: 'wrong-passphrase' });
    await call()['protection.change']({ passphrase: PASSPHRASE, newPassphrase: OTHER }, {});
    expect(hexFiles()).toEqual([sealedName]);
    await call()['workspace.close']({}, {});
    await expect(call()['workspace.open']({ token: token(), passphrase: PASSPHRASE }, {})).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
    await call()['workspace.open']({ token: token(), passphrase: OTHER }, {});
    expect(await recordOf()).toBe(secondLine);
    expect(inClear(started.folder)).toEqual([]);

    const order = { passphrase: OTHER, reason: 'Handed over on an encrypted disk.' };
    expect(await call()['protection.remove'](order, {})).toEqual({ isProtected: false, locked: null });
    expect(hexFiles()).toEqual([plainName]);
    expect(readFileSync(join(evidence, plainName ?? '')).equals(readFileSync(PEOPLE))).toBe(true);
    const { db } = started.engine.context.open();
    expect(readMeta(db, 'evidence_key')).toBeNull();
    expect(checkJournal(db).ok).toBe(true);
    expect(actTypes().filter((type) => /protect|passphrase/.test(type))).toEqual([
      'case-protected',
      'passphrase-changed',
      'protection-removed',
    ]);
    expect(JSON.stringify([...readJournal(db)])).not.toContain(OTHER);
    await call()['workspace.close']({}, {});
    await call()['workspace.open']({ token: token() }, {});
    expect(await recordOf()).toBe(secondLine);
    await expect(call()['protection.remove'](order, {})).rejects.toMatchObject({ code: 'conflict' });
    expect(
      readdirSync(started.folder)
        .filter((name) => !/-(?:wal|shm|open)$/.test(name))
        .toSorted(),
    ).toEqual(['case evidence', 'case.countersign', 'data']);
  });

  test('imports go on after it, and undoing what a crash left keeps the sealed copies', async () => {
    await create();
    await call()['protection.add']({ passphrase: PASSPHRASE }, {});
    await importPeople();
    await importFiles(started, [{ path: join(RESOURCES, 'sample', 'owners.csv'), format: 'register.owners' }]);
    const { db } = started.engine.context.open();
    db.prepare(`UPDATE import SET status = 'staging' WHERE format = 'register.owners'`).run();
    await call()['workspace.close']({}, {});
    writeFileSync(join(evidence, '.incoming-left'), 'x');
    await call()['workspace.open']({ token: token(), passphrase: PASSPHRASE }, {});
    expect(hexFiles()).toHaveLength(1);
    expect(existsSync(join(evidence, '.incoming-left'))).toBe(false);
    expect(await recordOf()).toBe(secondLine);
  });

  test('a lock closes the case and says which one waits', async () => {
    await create(PASSPHRASE);
    const state = await call()['protection.lock']({}, {});
    expect(state).toMatchObject({ isProtected: null, locked: { name: 'case.countersign' } });
    expect(await call()['workspace.status']({}, {})).toBeNull();
    const order = { token: state.locked?.token ?? '', passphrase: PASSPHRASE };
    await call()['workspace.open'](order, {});
    expect(await call()['protection.state']({}, {})).toEqual({ isProtected: true, locked: null });
  });

  test('backups and duplicates stay encrypted, and open with the passphrase', async () => {
    await create(PASSPHRASE);
    await importPeople();
    const at = (name: string): string => started.files.register(join(started.folder, name));
    await call()['case.backup']({ saveToken: at('kept') }, {});
    await call()['case.duplicate'](
      { saveToken: at('second'), details: { ...details, name: 'Zebra Holding again' } },
      {},
    );
    expect((await call()['case.check']({}, {})).problems).toEqual([]);
    await call()['case.move']({ saveToken: at('moved') }, {});
    expect(await recordOf()).toBe(secondLine);
    await call()['workspace.close']({}, {});
    expect(inClear(started.folder)).toEqual([]);
    const backup = readdirSync(started.folder).find((name) => name.startsWith('kept')) ?? '';
    await call()['case.restore']({ token: at(backup), saveToken: at('restored'), replace: false }, {});
    for (const name of ['second', 'moved', 'restored']) {
      await call()['workspace.open']({ token: at(`${name}.countersign`), passphrase: PASSPHRASE }, {});
      expect(await recordOf(), name).toBe(secondLine);
      expect((await call()['case.check']({}, {})).problems, name).toEqual([]);
    }
    const [copy] = readdirSync(join(started.folder, 'restored evidence'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => /[0-9a-f]{64}$/.test(name),
    );
    const damaged = join(started.folder, 'restored evidence', copy ?? '');
    const bytes = readFileSync(damaged);
    bytes.writeUInt8(bytes.readUInt8(60) ^ 1, 60);
    writeFileSync(damaged, bytes);
    expect((await call()['case.check']({}, {})).problems).toMatchObject([
      expect.stringContaining('no longer what was imported'),
    ]);
    await call()['workspace.close']({}, {});
    await expect(
      call()['case.recover']({ token: at('moved.countersign'), saveToken: at('recovered') }, {}),
    ).rejects.toMatchObject({ code: 'wrong-passphrase' });
  });

  test('an engine that comes back after a crash does not open it, and says that it waits', async () => {
    await create(PASSPHRASE);
    const copy = join(started.folder, 'copy');
    cpSync(join(started.folder, 'data'), join(copy, 'data'), { recursive: true });
    const next = startEngine(copy);
    try {
      expect(await next.engine.resume()).toBeNull();
      expect(await next.engine.handlers['protection.state']({}, {})).toMatchObject({
        isProtected: null,
        locked: { name: 'case.countersign' },
      });
    } finally {
      await next.dispose();
    }
  });

  test('passphrases do not reach the log', async () => {
    const folder = join(started.folder, 'logs');
    const log = createLog({ folder, name: 'test' });
    await log.begin();
    log.info({
      params: { passphrase: PASSPHRASE, newPassphrase: OTHER },
      passphrase: PASSPHRASE,
      newPassphrase: OTHER,
    });
    const written = readFileSync(join(folder, 'test.log'), 'utf8');
    expect(written).toContain('[redacted]');
    expect(written).not.toContain(OTHER);
    expect(written).not.toContain('phrase" 密');
  });
});

describe('interrupted at any step, the old case is there or the new one', () => {
  /** What a computer that fails now leaves, opened anew. */
  async function reopened(name: string, passphrase?: string): Promise<EngineCase> {
    const folder = join(started.folder, name);
    cpSync(evidence, join(folder, 'case evidence'), { recursive: true });
    for (const file of readdirSync(started.folder))
      if (file.includes('case.countersign')) copyFileSync(join(started.folder, file), join(folder, file));
    const other = startEngine(folder);
    const place = other.files.register(join(folder, 'case.countersign'));
    await other.engine.handlers['workspace.open'](
      passphrase === undefined ? { token: place } : { token: place, passphrase },
      {},
    );
    const [first] = await other.engine.handlers['imports.list']({}, {});
    const record = await other.engine.handlers['evidence.record']({ importId: first?.importId ?? 0, line: 2 }, {});
    expect(record.text, name).toBe(secondLine);
    const copies = readdirSync(join(folder, 'case evidence'), { recursive: true, encoding: 'utf8' });
    expect(
      copies.filter((file) => /[0-9a-f]{64}$/.test(file)),
      name,
    ).toHaveLength(1);
    expect(
      copies.filter((file) => basename(file).startsWith('.')),
      name,
    ).toEqual([]);
    expect(
      readdirSync(folder).filter((file) => file.includes('rewritten')),
      name,
    ).toEqual([]);
    if (passphrase !== undefined) expect(inClear(folder), name).toEqual([]);
    return other;
  }

  test.each([
    ['while it is protected', null, PASSPHRASE],
    ['while it is put in clear', PASSPHRASE, null],
    ['while its passphrase changes', PASSPHRASE, OTHER],
  ])('%s', async (_, from, to) => {
    await create(from ?? undefined);
    await importPeople();
    const { db } = started.engine.context.open();
    const key = to === null ? null : newEvidenceKey();
    beginRewrite(path);
    await (await reopened('begun', from ?? undefined)).dispose();
    if ((from === null) !== (to === null)) {
      await copyCopies(db, evidence, key);
      await (await reopened('copied', from ?? undefined)).dispose();
    }
    prepareRewrite({
      db,
      path,
      binding: undefined,
      passphrase: from,
      next: to,
      change: (copy) => {
        if (from === null && key !== null) giveEvidenceKey(copy, key);
        if (to === null) copy.prepare(`DELETE FROM meta WHERE key = 'evidence_key'`).run();
      },
    });
    await (await reopened('prepared', from ?? undefined)).dispose();
    await call()['workspace.close']({}, {});
    await (await reopened('closed', from ?? undefined)).dispose();
    putInPlace(path);
    await (await reopened('in place', to ?? undefined)).dispose();
    expect(dirname(path)).toBe(started.folder);
  });
});
