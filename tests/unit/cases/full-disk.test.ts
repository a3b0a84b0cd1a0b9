import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { evidenceFolderOf } from '../../../electron/engine/cases/case-files.ts';
import { caseState } from '../../../electron/engine/cases/case-state.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { openCase } from '../../../electron/engine/handlers/workspace.ts';
import { encodeError } from '../../../electron/engine/rpc/encode-error.ts';
import { silentLog } from '../../../electron/common/log.ts';
import { checkJournal, journalHead } from '../../../electron/engine/review/journal.ts';
import { type EngineCase, importFiles, startEngine } from '../engine/engine-case.ts';
import { contentOf, filledCase, SAMPLE } from './kept-case.ts';

const disk = mkdtempSync(join(tmpdir(), 'countersign-disk-'));
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'none', disk]).status === 0;
const MEGABYTE = 1024 * 1024;

afterAll(() => {
  if (canMount) spawnSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** What a handler's failure says to the page. */
async function said(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'done';
  } catch (error) {
    return encodeError(error, 'test', silentLog()).message;
  }
}

/** Takes all the room there is on the small disk, but for so many bytes. */
function fill(leave = 0): void {
  writeFileSync(join(disk, 'spare'), Buffer.alloc(leave));
  const filler = join(disk, 'filler');
  const block = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeFileSync(filler, block, { flag: 'a' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
  rmSync(join(disk, 'spare'));
}

function free(): void {
  rmSync(join(disk, 'filler'), { force: true });
}

describe.skipIf(!canMount)('on a full disk (needs the right to mount one)', () => {
  let started: EngineCase;
  const handlers = () => started.engine.handlers;
  const db = () => started.engine.context.open().db;
  const onDisk = (name: string): string => started.files.register(join(disk, name));
  const names = (): string[] => readdirSync(disk).toSorted();

  describe('where copies go', () => {
    beforeAll(async () => {
      started = await filledCase();
    });
    beforeEach(() => {
      fill(64 * 1024);
    });
    afterAll(() => started.dispose());

    test('a backup leaves nothing, and is made when there is room', async () => {
      const before = names();
      expect(await said(() => handlers()['case.backup']({ saveToken: onDisk('kept') }, {}))).toMatch(
        /^The backup could not be written to .*\. The disk is full\. The case is as it was, and no half file was left\. Mend that, or choose another place\.$/,
      );
      expect(names()).toEqual(before);
      expect(caseState(db()).lastBackup).toBeNull();
      free();
      await handlers()['case.backup']({ saveToken: onDisk('kept') }, {});
      rmSync(join(disk, 'kept.countersign-backup'));
    });

    test('a duplicate, a restored case and a moved one leave nothing', async () => {
      free();
      const backup = join(started.folder, 'kept');
      await handlers()['case.backup']({ saveToken: started.files.register(backup) }, {});
      fill(64 * 1024);
      const before = names();
      const content = await contentOf(started.engine);
      const details = { ...(await handlers()['workspace.status']({}, {}))?.details, name: 'Twin' };
      const full = /could not be (?:duplicated|restored|moved) to .*\. The disk is full\. /;
      expect(
        await said(() =>
          handlers()['case.duplicate'](
            {
              saveToken: onDisk('twin'),
              details: { client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: 'R', ...details },
            },
            {},
          ),
        ),
      ).toMatch(full);
      expect(
        await said(() =>
          handlers()['case.restore'](
            {
              token: started.files.register(`${backup}.countersign-backup`),
              saveToken: onDisk('restored'),
              replace: false,
            },
            {},
          ),
        ),
      ).toMatch(full);
      expect(await said(() => handlers()['case.move']({ saveToken: onDisk('moved') }, {}))).toMatch(full);
      expect(names()).toEqual(before);
      expect(await contentOf(started.engine)).toEqual(content);
    });

    test('an archive leaves the case in work', async () => {
      expect(await said(() => handlers()['case.archive']({ saveToken: onDisk('over'), reason: 'Over.' }, {}))).toMatch(
        /^The archive could not be written to .*\. The disk is full\./,
      );
      expect(caseState(db()).archived).toBeNull();
      await handlers()['case.retain']({ until: '2033-12-31', reason: 'Law of the books' }, {});
    });

    test('a deletion whose record has no room does not begin', async () => {
      fill(0);
      const { name } = db();
      const order = { name: 'Test case', reason: 'Over.', saveToken: onDisk('record.json'), key: null };
      expect(await said(() => handlers()['case.delete'](order, {}))).toMatch(
        /^The record of the deletion could not be saved to .*\. The disk is full\. Nothing was deleted\./,
      );
      expect(db().name).toBe(name);
      expect(names()).toEqual(['filler']);
    });
  });

  describe('where the case lies', () => {
    beforeAll(async () => {
      free();
      const made = await filledCase();
      const { path } = made.engine.context.open();
      await made.engine.close();
      mkdirSync(join(disk, 'place'));
      cpSync(path, join(disk, 'place', 'case.countersign'));
      cpSync(evidenceFolderOf(path), join(disk, 'place', 'case evidence'), { recursive: true });
      await made.dispose();
      started = startEngine();
      await openCase(started.engine.context, join(disk, 'place', 'case.countersign'));
    });
    afterAll(() => started.dispose());

    test('an act and an import fail with one sentence each, lose nothing, and work when there is room', async () => {
      const content = await contentOf(started.engine);
      fill(0);
      const act = () => handlers()['case.retain']({ until: '2033-12-31', reason: `Law ${'x'.repeat(1500)}` }, {});
      let told = 'done';
      // What is left in the last page of the log takes a few acts more.
      for (let tries = 0; tries < 50 && told === 'done'; tries += 1) told = await said(act);
      expect(told).toMatch(/^The disk is full\. What was saved before is safe; this step was not finished\./);
      const { count } = journalHead(db());
      expect(checkJournal(db()).ok).toBe(true);
      const job = await importFiles(started, [
        { path: join(SAMPLE, 'entra/graph-activity.csv'), format: 'm365.graphactivity' },
      ]);
      expect(job.outcome).toBe('failed');
      expect(job.failures[0]?.message).toMatch(/disk is full/);
      expect(journalHead(db()).count).toBe(count);
      expect((await contentOf(started.engine)).digest).toBe(content.digest);
      free();
      expect(await said(act)).toBe('done');
      expect(journalHead(db()).count).toBe(count + 1);
      const again = await importFiles(started, [
        { path: join(SAMPLE, 'google/gam-tokens.csv'), format: 'google.gam.tokens', tenant: 'another' },
      ]);
      expect(again.outcome).toBe('done');
      expect(db().pragma('integrity_check', { simple: true })).toBe('ok');
      expect(readdirSync(evidenceFolderOf(db().name)).filter((name) => name.startsWith('.'))).toEqual([]);
    });

    test('a case of an earlier version is not touched when there is no room for its copy', async () => {
      const path = join(disk, 'place', 'earlier.countersign');
      const old = openDatabase(path, { create: true });
      old.pragma('user_version = 170');
      old.exec(`DROP TABLE IF EXISTS trusted_act; INSERT INTO text (value) VALUES ('${'x'.repeat(2 * MEGABYTE)}')`);
      old.close();
      const before = readFileSync(path);
      fill(64 * 1024);
      expect(await said(() => openDatabase(path, { create: false }).close())).toMatch(
        /^earlier\.countersign could not be copied to .*\. The disk is full\. The case is as it was, and no half copy was left\./,
      );
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(readdirSync(dirname(path)).filter((name) => name.includes('before') || name.includes('partial'))).toEqual(
        [],
      );
      free();
      rmSync(path);
    });

    test('a case that cannot be written is refused with a sentence, and one that is taken away while open as well', async () => {
      const { name } = db();
      const reopened = () => openCase(started.engine.context, name);
      await handlers()['workspace.close']({}, {});
      spawnSync('mount', ['-o', 'remount,ro', disk]);
      try {
        expect(await said(reopened)).toMatch(/^case\.countersign cannot be written .* Check the permissions/);
      } finally {
        spawnSync('mount', ['-o', 'remount,rw', disk]);
      }
      await reopened();
      rmSync(name);
      expect(existsSync(name)).toBe(false);
      expect(await said(() => handlers()['case.retain']({ until: null, reason: 'x' }, {}))).toMatch(
        /^case\.countersign is no longer where it was opened: .* Nothing was recorded\./,
      );
      // The app goes on: it closes the case, and says that it is not there.
      await handlers()['workspace.close']({}, {});
      expect(await said(reopened)).toMatch(/^case\.countersign is no longer there\./);
    });
  });
});
