import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openArchive } from '../../electron/engine/cases/archive-read.ts';
import { restoreCase } from '../../electron/engine/cases/restore.ts';
import { journalHead } from '../../electron/engine/review/journal.ts';
import { startEngine } from '../unit/engine/engine-case.ts';
import type { Act } from './act.ts';
import { keepBase } from './base.ts';
import { killAtMoments, MOMENTS, runChild, type Trial, withPlace } from './moments.ts';
import { difference, dumpOf, type Dump, filesIn, leftovers, openedAgain } from './opened.ts';

const base = mkdtempSync(join(tmpdir(), 'countersign-kill-base-'));
const backups = mkdtempSync(join(tmpdir(), 'countersign-kill-backups-'));
const backup = join(backups, 'base.countersign-backup');
/** Restoring, moving, duplicating and deleting are killed less often: they come on top of the four kinds that are counted. */
const LESS = Math.ceil(MOMENTS / 5);
/** The case before anything was done, but for the entries that its journal gets. */
let before: Dump = {};
let copies: readonly string[] = [];
let name = '';

beforeAll(async () => {
  const started = startEngine();
  await started.engine.handlers['workspace.openSample']({}, {});
  ({ name } = (await started.engine.handlers['workspace.status']({}, {}))?.details ?? { name: '' });
  await keepBase(started, base);
  copies = filesIn(join(base, 'case evidence'));
  await withPlace(base, async (folder) => {
    before = await openedAgain(folder, stateOf);
    await runChild(folder, [{ act: 'backup', target: backup }], null);
  });
});
afterAll(() => {
  for (const folder of [base, backups]) rmSync(folder, { recursive: true, force: true });
});

const ACTS: readonly {
  readonly name: string;
  readonly holds: string;
  readonly moments: number;
  readonly act: (folder: string) => Act;
  readonly judge: (trial: Trial) => Promise<void>;
}[] = [
  {
    name: 'back up',
    holds: 'a backup is there whole and can be restored, or is not there',
    moments: MOMENTS,
    act: (folder) => ({ act: 'backup', target: join(folder, 'out', 'kept.countersign-backup') }),
    judge: judgeBackup,
  },
  {
    name: 'restore',
    holds: 'a case that is restored is there whole, or is not there and can be restored again',
    moments: LESS,
    act: (folder) => ({ act: 'restore', archive: backup, target: join(folder, 'restored.countersign') }),
    judge: judgeRestored,
  },
  {
    name: 'move',
    holds: 'a case that is moved is whole where it was or where it goes, and none of its copies is lost',
    moments: LESS,
    act: (folder) => ({ act: 'move', target: join(folder, 'moved.countersign') }),
    judge: judgeMoved,
  },
  {
    name: 'duplicate',
    holds: 'a case that is duplicated is as it was, and its duplicate is there whole or not at all',
    moments: LESS,
    act: (folder) => ({ act: 'duplicate', target: join(folder, 'twin.countersign') }),
    judge: judgeDuplicated,
  },
  {
    name: 'delete',
    holds:
      'a case that is deleted is gone with everything of it and recorded, or is a case still and says what it lacks',
    moments: LESS,
    act: (folder) => ({ act: 'delete', name, record: join(folder, 'out', 'record.json') }),
    judge: judgeDeleted,
  },
];

test.each(ACTS.map((each) => [each.holds, each] as const))(
  '%s',
  async (_holds, { name: kind, moments, act, judge }) => {
    const variants = [{ acts: (folder: string) => [act(folder)] }];
    const trials = await killAtMoments({ name: kind, base, variants, judge }, moments);
    expect(trials).toHaveLength(moments);
  },
);

async function judgeBackup({ folder, acknowledged }: Trial): Promise<void> {
  const target = join(folder, 'out', 'kept.countersign-backup');
  const noted = await openedAgain(folder, (db) => {
    expect(difference(stateOf(db), before)).toEqual({});
    return db.prepare(`SELECT count(*) FROM journal WHERE type = 'case-backed-up'`).pluck().get();
  });
  // Every byte of the case and of its copies is as it was.
  expect(filesIn(join(folder, 'case evidence'))).toEqual(copies);
  const isThere = existsSync(target);
  if (acknowledged > 0) expect([isThere, noted]).toEqual([true, 1]);
  // What is noted is there; a backup that was saved and not noted is a backup all the same.
  if (noted === 1) expect(isThere).toBe(true);
  expect(
    leftovers(folder, [
      ...copies.map((path) => join('case evidence', path)),
      ...(isThere ? [join('out', 'kept.countersign-backup')] : []),
    ]),
  ).toEqual([]);
  if (!isThere) return;
  await withPlace(backups, async (place) => {
    await restoreCase({
      archive: target,
      target: join(place, 'case.countersign'),
      replace: false,
      now: 0,
      binding: undefined,
    });
    await expectWhole(place);
  });
}

async function judgeRestored({ folder, acknowledged }: Trial): Promise<void> {
  const target = join(folder, 'restored.countersign');
  await openedAgain(folder, (db) => expect(difference(stateOf(db), before)).toEqual({}));
  expect(readdirSync(folder).filter((entry) => entry.startsWith('.'))).toEqual([]);
  if (acknowledged > 0) expect(existsSync(target)).toBe(true);
  if (!existsSync(target)) await restoreCase({ archive: backup, target, replace: false, now: 0, binding: undefined });
  expect(filesIn(join(folder, 'restored evidence'))).toEqual(copies);
  const archive = await openArchive(backup);
  await archive.close();
  await openedAgain(
    folder,
    (db) => {
      expect(journalHead(db)).toEqual(archive.manifest.journal);
      expect(difference(stateOf(db), before)).toEqual({});
    },
    'restored.countersign',
  );
}

async function judgeMoved({ folder, acknowledged }: Trial): Promise<void> {
  const [here, there] = ['case', 'moved'].map((at) => existsSync(join(folder, `${at}.countersign`)));
  // On one disk it is renamed: it is never there twice.
  expect(here).toBe(!there);
  if (acknowledged > 0) expect(there).toBe(true);
  // Its copies come after it; a case without them says so, and where they have to lie.
  const kept = ['case', 'moved'].flatMap((at) => filesIn(join(folder, `${at} evidence`)));
  expect(kept.toSorted()).toEqual(copies);
  await openedAgain(
    folder,
    (db) => expect(difference(stateOf(db), before)).toEqual({}),
    there === true ? 'moved.countersign' : 'case.countersign',
  );
}

async function judgeDuplicated({ folder, acknowledged }: Trial): Promise<void> {
  await openedAgain(folder, (db) => expect(difference(stateOf(db), before)).toEqual({}));
  expect(filesIn(join(folder, 'case evidence'))).toEqual(copies);
  expect(readdirSync(folder).filter((entry) => entry.startsWith('.'))).toEqual([]);
  const isThere = existsSync(join(folder, 'twin.countersign'));
  if (acknowledged > 0) expect(isThere).toBe(true);
  if (!isThere) return;
  expect(filesIn(join(folder, 'twin evidence'))).toEqual(copies);
  // It has an identity of its own, and everything else is the same.
  const { meta: _meta, ...wanted } = before;
  await openedAgain(
    folder,
    (db) => {
      const { meta: _own, ...found } = stateOf(db);
      expect(difference(found, wanted)).toEqual({});
    },
    'twin.countersign',
  );
}

async function judgeDeleted({ folder, acknowledged }: Trial): Promise<void> {
  const record = join(folder, 'out', 'record.json');
  const state = existsSync(record)
    ? z.object({ state: z.enum(['begun', 'done']) }).parse(JSON.parse(readFileSync(record, 'utf8'))).state
    : null;
  const isThere = existsSync(join(folder, 'case.countersign'));
  if (acknowledged > 0) expect([isThere, state]).toEqual([false, 'done']);
  if (isThere) {
    expect(state).not.toBe('done');
    await openedAgain(folder, (db) => expect(difference(stateOf(db), before)).toEqual({}));
    if (state === null) expect(filesIn(join(folder, 'case evidence'))).toEqual(copies);
    return;
  }
  expect(state).not.toBeNull();
  expect(filesIn(join(folder, 'case evidence'))).toEqual([]);
  expect(readdirSync(folder).filter((entry) => entry.startsWith('case.countersign'))).toEqual([]);
}

async function expectWhole(place: string): Promise<void> {
  expect(filesIn(join(place, 'case evidence'))).toEqual(copies);
  await openedAgain(place, (db) => expect(difference(stateOf(db), before)).toEqual({}));
}

/** Everything but the acts on the case as a whole, which the journal tells. */
function stateOf(db: Parameters<typeof dumpOf>[0]): Dump {
  const { journal: _journal, journal_index: _index, ...rest } = dumpOf(db);
  return rest;
}
