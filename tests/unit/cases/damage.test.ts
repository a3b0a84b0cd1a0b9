import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidenceFolderOf, filesOf } from '../../../electron/engine/cases/case-files.ts';
import { caseState } from '../../../electron/engine/cases/case-state.ts';
import { recoverCase } from '../../../electron/engine/cases/recover.ts';
import { closeDatabase } from '../../../electron/engine/db/copy.ts';
import { isProtectedFile, openDatabase } from '../../../electron/engine/db/open.ts';
import { openCase } from '../../../electron/engine/handlers/workspace.ts';
import { sign } from '../../../electron/engine/handlers/report.ts';
import { checkJournal, journalHead } from '../../../electron/engine/review/journal.ts';
import { startEngine } from '../engine/engine-case.ts';
import { contentOf, filledCase, type CaseContent } from './kept-case.ts';

const PAGE = 4096;
/** Its own recovery is what ours is compared with, and it knows which page belongs to which table. */
const hasSqlite = spawnSync('sqlite3', ['--version']).status === 0;
let folder: string;
/** A sound case, closed. */
let sound: string;
let content: CaseContent;
let rows: ReadonlyMap<string, number>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-damage-'));
  const started = await filledCase();
  const { path } = started.engine.context.open();
  content = await contentOf(started.engine);
  await started.engine.close();
  sound = join(folder, 'sound.countersign');
  copyFileSync(path, sound);
  cpSync(evidenceFolderOf(path), evidenceFolderOf(sound), { recursive: true });
  rmSync(started.folder, { recursive: true });
  rows = rowsOf(sound);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the sound case in a folder of its own, after something was done to its file. */
function damaged(name: string, harm: (path: string) => void): string {
  const place = join(folder, name);
  mkdirSync(place);
  const path = join(place, 'case.countersign');
  copyFileSync(sound, path);
  cpSync(evidenceFolderOf(sound), evidenceFolderOf(path), { recursive: true });
  harm(path);
  return path;
}

function change(path: string, edit: (bytes: Buffer) => void): void {
  const bytes = readFileSync(path);
  edit(bytes);
  writeFileSync(path, bytes);
}

/** The pages of a table, by SQLite's own word, in the order of its rows. */
function leavesOf(path: string, table: string): number[] {
  const listed = spawnSync(
    'sqlite3',
    ['-readonly', path, `SELECT pageno FROM dbstat WHERE name = '${table}' AND pagetype = 'leaf' ORDER BY path`],
    { encoding: 'utf8' },
  );
  return listed.stdout.trim().split('\n').filter(Boolean).map(Number);
}

function rowsOf(path: string): ReadonlyMap<string, number> {
  const db = new Database(path, { readonly: true });
  try {
    return countsIn(db);
  } finally {
    db.close();
  }
}

function countsIn(db: Database.Database): ReadonlyMap<string, number> {
  const names = db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`)
    .pluck()
    .all();
  return new Map(names.map((name) => [name, Number(db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get())]));
}

/** What Debian's sqlite3 finds in a damaged file, table by table; null where it is not there. */
function oracle(path: string): ReadonlyMap<string, number> | null {
  const recovered = spawnSync('sqlite3', [path, '.recover'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (recovered.error !== undefined) return null;
  const target = `${path}.oracle`;
  spawnSync('sqlite3', [target], { input: recovered.stdout, encoding: 'utf8' });
  return rowsOf(target);
}

async function open(path: string): Promise<string> {
  const engine = startEngine();
  try {
    await openCase(engine.engine.context, path);
    return 'opened';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await engine.dispose();
  }
}

const recover = (source: string, target: string, passphrase?: string) =>
  recoverCase({ source, target, actor: 'Rita Reviewer', now: Date.UTC(2026, 10, 1), binding: undefined, passphrase });

const DAMAGES: readonly (readonly [string, (path: string) => void])[] = [
  ['cut off', (path) => truncateSync(path, Math.floor((readFileSync(path).length * 0.7) / PAGE) * PAGE + 100)],
  [
    'zeroed',
    (path) => {
      const [, page = 1] = leavesOf(path, 'grant_fact');
      change(path, (bytes) => bytes.fill(0, (page - 1) * PAGE, page * PAGE));
    },
  ],
  [
    'garbage',
    (path) => {
      const pages = leavesOf(path, 'event')
        .slice(1, 3)
        .concat(leavesOf(path, 'text').slice(1, 2), leavesOf(path, 'grant_fact').slice(0, 1));
      change(path, (bytes) => {
        for (const page of pages)
          for (let at = 0; at < PAGE; at += 1) bytes[(page - 1) * PAGE + at] = (at * 73 + 11) & 0xff;
      });
    },
  ],
  ['header', (path) => change(path, (bytes) => bytes.fill(0x5a, 0, 100))],
];

describe.skipIf(!hasSqlite).each(DAMAGES)('a case file that is damaged: %s', (name, harm) => {
  test('is refused in one sentence, and not changed', async () => {
    const path = damaged(`${name}-open`, harm);
    const before = readFileSync(path);
    const said = await open(path);
    expect(said).toMatch(/^case\.countersign .*\. Nothing was changed\./);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  test('is recovered as far as it can be read, at least as far as by SQLite’s own tool', async () => {
    const path = damaged(`${name}-recover`, harm);
    const before = readFileSync(path);
    const target = join(folder, `${name}-recover`, 'recovered.countersign');
    const found = await recover(path, target);
    expect(readFileSync(path).equals(before)).toBe(true);
    const readByUs = rowsOf(target);
    const byOracle = oracle(path);
    const derived = /^(?:meta|journal|journal_index)$/;
    for (const { table, read, lostAtMost, gaps, refused } of found.tables) {
      const had = rows.get(table) ?? 0;
      expect(read, table).toBeLessThanOrEqual(had + 3);
      if (gaps === 0 && refused === 0 && table !== 'meta') expect(read, table).toBe(had);
      if (lostAtMost !== null && table !== 'meta')
        expect(read + refused + lostAtMost, table).toBeGreaterThanOrEqual(had);
      if (byOracle !== null && !derived.test(table) && name !== 'header')
        expect(readByUs.get(table) ?? 0, table).toBeGreaterThanOrEqual(Math.min(byOracle.get(table) ?? 0, had));
    }
    const db = openDatabase(target, { create: false });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(caseState(db).recovery).toMatchObject({ lost: found.account, accepted: null });
    expect(journalHead(db).count).toBe(found.journal.entries + 1);
    expect(checkJournal(db).ok).toBe(found.journal.isWhole);
    expect(found.copies).toEqual({ taken: content.copies.length, changed: 0 });
    closeDatabase(db);
  });
});

test('a recovered case opens, says so, and is not signed from before that is accepted', async () => {
  const path = damaged('signed', DAMAGES[3]?.[1] ?? (() => {}));
  const target = join(folder, 'signed', 'recovered.countersign');
  const found = await recover(path, target);
  expect(found.account).toContain('Every table could be read to its end.');
  const engine = startEngine();
  try {
    const { context } = engine.engine;
    await openCase(context, target);
    expect(context.open().notices.join(' ')).toContain('recovered from a damaged file');
    expect((await contentOf(engine.engine)).digest).toBe(content.digest);
    const order = { keyPath: '/none', passphrase: '', meaning: 'reviewed', target: join(folder, 'out.zip') } as const;
    await expect(sign(context, order)).rejects.toThrow(
      /recovered from a damaged file, and nobody has accepted that yet\. Nothing was signed/,
    );
    await engine.engine.handlers['case.acceptRecovery']({ reason: 'Compared with the exports.' }, {});
    await expect(sign(context, order)).rejects.toThrow(/no printer/);
  } finally {
    await engine.dispose();
  }
});

test('a file whose list of tables is gone is not recovered, and is told so', async () => {
  const path = damaged('nothing', (place) => change(place, (bytes) => bytes.fill(0, 0, 3 * PAGE)));
  await expect(recover(path, join(folder, 'nothing', 'recovered.countersign'))).rejects.toThrow(
    /Nothing can be recovered from case\.countersign/,
  );
});

test('a log of another case beside it is not taken in', async () => {
  const path = damaged('foreign-log', () => {});
  const other = join(folder, 'foreign-log', 'other.countersign');
  copyFileSync(sound, other);
  const db = new Database(other);
  db.pragma('locking_mode = EXCLUSIVE');
  db.exec('VACUUM; DELETE FROM event; DELETE FROM usage; VACUUM');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.exec(
    `INSERT INTO text (value) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT 'other ' || i FROM n`,
  );
  copyFileSync(`${other}-wal`, `${path}-wal`);
  db.close();
  const before = readFileSync(path);
  const said = await open(path);
  expect(said).toMatch(
    /^case\.countersign-wal beside case\.countersign does not belong to it or is damaged; the case itself is sound\. Nothing was changed\./,
  );
  expect(readFileSync(path).equals(before)).toBe(true);
  const found = await recover(path, join(folder, 'foreign-log', 'recovered.countersign'));
  expect(found.journal).toMatchObject({ isWhole: true, entries: content.count });
});

test('garbage in place of the log is passed over', async () => {
  const path = damaged('garbage-log', (place) => writeFileSync(`${place}-wal`, Buffer.alloc(50_000, 0x41)));
  expect(await open(path)).toBe('opened');
});

test('a case without its folder of copies opens and says what is missing', async () => {
  const path = damaged('no-evidence', (place) => rmSync(evidenceFolderOf(place), { recursive: true }));
  const engine = startEngine();
  await openCase(engine.engine.context, path);
  expect(engine.engine.context.open().notices).toEqual([
    expect.stringMatching(
      /^2 kept copies are missing: .* What was imported is still in the case\. Look for the folder “case evidence”/,
    ),
  ]);
  await engine.dispose();
});

describe('a protected case', () => {
  const PASSPHRASE = 'Twelve signs at the very least';
  let safe: string;
  let had: ReadonlyMap<string, number>;
  beforeAll(async () => {
    const started = await filledCase();
    const { path } = started.engine.context.open();
    await started.engine.handlers['protection.add']({ passphrase: PASSPHRASE }, {});
    await started.engine.close();
    safe = join(folder, 'safe.countersign');
    copyFileSync(path, safe);
    cpSync(evidenceFolderOf(path), evidenceFolderOf(safe), { recursive: true });
    rmSync(started.folder, { recursive: true });
    const db = openDatabase(safe, { create: false, passphrase: PASSPHRASE });
    had = countsIn(db);
    closeDatabase(db);
  });

  /** A copy in a folder of its own, after something was done to its file; and where what is recovered of it goes. */
  function harmed(name: string, harm: (bytes: Buffer) => Buffer): { path: string; target: string } {
    const place = join(folder, name);
    mkdirSync(place);
    const path = join(place, 'case.countersign');
    writeFileSync(path, harm(readFileSync(safe)));
    cpSync(evidenceFolderOf(safe), evidenceFolderOf(path), { recursive: true });
    return { path, target: join(place, 'recovered.countersign') };
  }

  /** The last page with rows of a table. */
  function pageOf(table: string): number {
    const db = openDatabase(safe, { create: false, passphrase: PASSPHRASE });
    try {
      const page = db
        .prepare<[string], number>(`SELECT max(pageno) FROM dbstat WHERE name = ? AND pagetype = 'leaf'`)
        .pluck()
        .get(table);
      return page ?? 0;
    } finally {
      closeDatabase(db);
    }
  }

  test('is recovered with its passphrase as far as its pages can be decrypted, and stays protected', async () => {
    const page = pageOf('grant_fact');
    const { path, target } = harmed('safe-garbage', (bytes) =>
      bytes.fill(0x5a, (page - 1) * PAGE + 7, (page - 1) * PAGE + 900),
    );
    const before = readFileSync(path);
    expect(() => openDatabase(path, { create: false, passphrase: PASSPHRASE })).toThrow(/is damaged: /);
    const found = await recover(path, target, PASSPHRASE);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(found.journal.isWhole).toBe(true);
    expect(found.copies).toEqual({ taken: content.copies.length, changed: 0 });
    for (const { table, read } of found.tables)
      if (table !== 'grant_fact' && table !== 'meta') expect(read, table).toBe(had.get(table));
    const hurt = found.tables.find(({ table }) => table === 'grant_fact');
    expect(hurt?.gaps).toBeGreaterThan(0);
    expect(hurt?.read).toBeGreaterThan(0);
    // Its last page is gone, and with it how far it went.
    expect(hurt?.lostAtMost).toBeNull();

    expect(isProtectedFile(target)).toBe(true);
    expect(await open(target)).toContain('It opens with that passphrase only.');
    const engine = startEngine();
    try {
      await openCase(engine.engine.context, target, PASSPHRASE);
      expect(engine.engine.context.open().notices.join(' ')).toContain('recovered from a damaged file');
      expect((await engine.engine.handlers['case.check']({}, {})).problems).toEqual([]);
    } finally {
      await engine.dispose();
    }
  });

  test('that has lost its end is recovered too', async () => {
    const { path, target } = harmed('safe-cut', (bytes) => bytes.subarray(0, Math.floor(bytes.length * 0.8)));
    const found = await recover(path, target, PASSPHRASE);
    expect(found.tables.reduce((sum, { read }) => sum + read, 0)).toBeGreaterThan(50);
    const db = openDatabase(target, { create: false, passphrase: PASSPHRASE });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    closeDatabase(db);
  });

  test('says which of its copies were changed', async () => {
    const { path, target } = harmed('safe-copy', (bytes) => bytes);
    const [copy] = filesOf(path).owned.filter(({ kind }) => kind === 'evidence');
    change(copy?.path ?? '', (bytes) => bytes.writeUInt8(bytes.readUInt8(60) ^ 1, 60));
    expect((await recover(path, target, PASSPHRASE)).copies).toMatchObject({ changed: 1 });
  });

  test.each([
    ['another passphrase', 'Another passphrase altogether', (bytes: Buffer) => bytes],
    ['a first page that is destroyed', PASSPHRASE, (bytes: Buffer) => bytes.fill(1, 0, PAGE)],
  ])('is not recovered with %s, and nothing is left of the try', async (name, passphrase, harm) => {
    const { path, target } = harmed(`safe-${name.slice(0, 7)}`, harm);
    await expect(recover(path, target, passphrase)).rejects.toMatchObject({ code: 'wrong-passphrase' });
    expect(existsSync(target)).toBe(false);
    expect(existsSync(evidenceFolderOf(target))).toBe(false);
  });
});
