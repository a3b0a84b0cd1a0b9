import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { evidenceFolderOf, filesOf } from '../../../electron/engine/cases/case-files.ts';
import { caseState } from '../../../electron/engine/cases/case-state.ts';
import { deletionRecord } from '../../../electron/engine/cases/deletion-record.ts';
import { openCase } from '../../../electron/engine/handlers/workspace.ts';
import { readMeta } from '../../../electron/engine/db/meta.ts';
import { checkJournal, journalHead } from '../../../electron/engine/review/journal.ts';
import { type EngineCase, importFiles, startEngine } from '../engine/engine-case.ts';
import { contentOf, filledCase, readJson, SAMPLE } from './kept-case.ts';

let started: EngineCase;
let folder: string;
beforeEach(async () => {
  started = await filledCase();
  ({ folder } = started);
});
afterEach(() => started.dispose());

const token = (name: string): string => started.files.register(join(folder, name));
const handlers = () => started.engine.handlers;
const db = () => started.engine.context.open().db;
const details = {
  name: 'Another case',
  client: 'Client',
  engagement: 'E-2',
  periodFrom: null,
  periodTo: null,
  reviewer: 'Rita Reviewer',
};

describe('a backup', () => {
  test('restores to the same journal, the same findings and the same copies, and is noted', async () => {
    const before = await contentOf(started.engine);
    const written = await handlers()['case.backup']({ saveToken: token('kept') }, {});
    expect(written.fileName).toBe('kept.countersign-backup');
    expect(written.head).toBe(before.head);
    const { lastBackup } = caseState(db());
    expect(lastBackup).toMatchObject({ file: written.fileName, head: before.head, changedSince: 0 });
    await handlers()['case.retain']({ until: '2033-12-31', reason: 'Law of the books' }, {});
    expect(caseState(db()).lastBackup?.changedSince).toBe(1);

    const restored = await handlers()['case.restore'](
      { token: token('kept.countersign-backup'), saveToken: token('restored'), replace: false },
      {},
    );
    expect(restored).toMatchObject({ fileName: 'restored.countersign', aside: null });
    await openCase(started.engine.context, join(folder, 'restored.countersign'));
    expect(await contentOf(started.engine)).toEqual(before);
    expect(started.engine.context.open().notices).toEqual([]);
  });

  test('is a zip that other programs open and find whole', async () => {
    await handlers()['case.backup']({ saveToken: token('kept') }, {});
    const path = join(folder, 'kept.countersign-backup');
    const tested = spawnSync('python3', ['-m', 'zipfile', '-t', path], { encoding: 'utf8' });
    expect(tested.stdout + tested.stderr).toContain('Done testing');
    const listed = spawnSync('python3', ['-m', 'zipfile', '-l', path], { encoding: 'utf8' });
    expect(listed.stdout).toContain('case.countersign');
    expect(listed.stdout).toContain('manifest.json');
    expect(listed.stdout.match(/evidence\//g)).toHaveLength(2);
  });

  test('can be made while an import runs, and holds the case without it', async () => {
    const before = journalHead(db());
    const importing = importFiles(started, [
      { path: join(SAMPLE, 'entra/graph-activity.csv'), format: 'm365.graphactivity' },
    ]);
    const backedUp = handlers()['case.backup']({ saveToken: token('kept') }, {});
    const [job, written] = await Promise.all([importing, backedUp]);
    expect(job.outcome).toBe('done');
    expect(written.head).toBe(before.head);
    expect(checkJournal(db()).ok).toBe(true);
    await handlers()['case.restore'](
      { token: token('kept.countersign-backup'), saveToken: token('restored'), replace: false },
      {},
    );
    await openCase(started.engine.context, join(folder, 'restored.countersign'));
    expect(journalHead(db())).toEqual(before);
    const imports = db().prepare('SELECT count(*) FROM import').pluck().get();
    expect(imports).toBe(2);
  });

  test('that has one byte changed anywhere is refused before anything is written', async () => {
    await handlers()['case.backup']({ saveToken: token('kept') }, {});
    const path = join(folder, 'kept.countersign-backup');
    const whole = readFileSync(path);
    // Headers, data, manifest and directory alike; what no reader looks at may pass, and then restores the same case.
    const step = Math.floor(whole.length / 40);
    for (let at = 3; at < whole.length; at += step) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      writeFileSync(path, bytes);
      const names = readdirSync(folder).toSorted();
      const restoring = Promise.resolve(
        handlers()['case.restore'](
          { token: token('kept.countersign-backup'), saveToken: token('restored'), replace: false },
          {},
        ),
      );
      const outcome = await restoring.then(() => 'restored').catch((error: unknown) => String(error));
      if (outcome === 'restored') {
        rmSync(join(folder, 'restored.countersign'));
        rmSync(join(folder, 'restored evidence'), { recursive: true });
        continue;
      }
      expect(outcome, `byte ${at}`).toMatch(/^AppError: kept\.countersign-backup .* Nothing was changed\./);
      expect(readdirSync(folder).toSorted()).toEqual(names);
    }
  });

  test('never goes over a case, unless that is put aside', async () => {
    const before = await contentOf(started.engine);
    await handlers()['case.backup']({ saveToken: token('kept') }, {});
    const order = { token: token('kept.countersign-backup'), saveToken: token('case.countersign') };
    await expect((async () => handlers()['case.restore']({ ...order, replace: false }, {}))()).rejects.toThrow(
      /There is a case at .* already\. Nothing was changed/,
    );
    await handlers()['case.retain']({ until: '2033-12-31', reason: 'Law of the books' }, {});
    const changed = await contentOf(started.engine);
    const { aside } = await handlers()['case.restore']({ ...order, replace: true }, {});
    expect(started.engine.context.session.current).toBeNull();
    await openCase(started.engine.context, join(folder, 'case.countersign'));
    expect(await contentOf(started.engine)).toEqual(before);
    await openCase(started.engine.context, join(folder, aside ?? ''));
    expect(await contentOf(started.engine)).toEqual(changed);
  });

  test('says which kept copies are missing or changed', async () => {
    const [first, second] = filesOf(db().name).owned.filter(({ kind }) => kind === 'evidence');
    rmSync(first?.path ?? '');
    writeFileSync(second?.path ?? '', 'something else');
    const { notes } = await handlers()['case.backup']({ saveToken: token('kept') }, {});
    expect(notes).toEqual([
      expect.stringMatching(/^1 kept copy is missing: /),
      '1 kept copy is no longer what was imported.',
    ]);
    const { problems } = await handlers()['case.check']({}, {});
    expect(problems).toEqual([
      expect.stringMatching(/^1 kept copy is missing: /),
      expect.stringMatching(/^1 kept copy is no longer what was imported: /),
    ]);
  });

  test('that is cancelled leaves nothing, and the next one works', async () => {
    const making = Promise.resolve(handlers()['case.backup']({ saveToken: token('kept') }, {}));
    await handlers()['case.cancel']({}, {});
    await expect(making).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(folder).filter((name) => name.includes('kept'))).toEqual([]);
    expect(caseState(db()).lastBackup).toBeNull();
    await handlers()['case.backup']({ saveToken: token('kept') }, {});
  });

  test('is not put among the files of the case', async () => {
    const inside = join(evidenceFolderOf(db().name), 'kept');
    await expect(
      (async () => handlers()['case.backup']({ saveToken: started.files.register(inside) }, {}))(),
    ).rejects.toThrow(/among the files of the case itself/);
  });
});

describe('a duplicate', () => {
  test('has the history and the evidence, an identity of its own, and both journals say so', async () => {
    const before = await contentOf(started.engine);
    const id = readMeta(db(), 'case_id');
    await handlers()['case.retain']({ until: '2033-12-31', reason: 'Law of the books' }, {});
    await handlers()['case.backup']({ saveToken: token('kept') }, {});
    await handlers()['case.duplicate']({ saveToken: token('twin'), details }, {});
    expect(db().prepare(`SELECT type FROM journal ORDER BY seq DESC LIMIT 1`).pluck().get()).toBe(
      'case-duplicate-made',
    );
    await openCase(started.engine.context, join(folder, 'twin.countersign'));
    const twin = await contentOf(started.engine);
    expect(twin).toMatchObject({ digest: before.digest, copies: before.copies });
    expect(readMeta(db(), 'case_id')).not.toBe(id);
    const last = db()
      .prepare(`SELECT type, payload ->> 'of' AS of, payload ->> 'id' AS id FROM journal ORDER BY seq DESC LIMIT 1`)
      .get();
    expect(last).toEqual({ type: 'case-duplicated', of: id, id: readMeta(db(), 'case_id') });
    expect(checkJournal(db()).ok).toBe(true);
    expect(caseState(db())).toMatchObject({ lastBackup: null, retention: { until: '2033-12-31' } });
  });

  test('never replaces a case', async () => {
    await expect(
      (async () => handlers()['case.duplicate']({ saveToken: token('case'), details }, {}))(),
    ).rejects.toThrow(/is there already\. Nothing was changed/);
  });
});

describe('a case that is moved', () => {
  test.each([
    ['on one disk', (): string => join(folder, 'elsewhere')],
    ['to another disk', (): string => join('/dev/shm', `countersign-${process.pid}-${Date.now()}`)],
  ])('%s stays open, with everything that belongs to it', async (where, place) => {
    const target = place();
    const isOtherDisk = where !== 'on one disk';
    if (isOtherDisk && (!existsSync('/dev/shm') || statSync('/dev/shm').dev === statSync(folder).dev)) return;
    mkdirSync(target);
    try {
      const from = db().name;
      writeFileSync(`${from}.before-10`, 'an earlier version');
      const before = await contentOf(started.engine);
      const status = await handlers()['case.move'](
        { saveToken: started.files.register(join(target, 'renamed.countersign')) },
        {},
      );
      expect(status).toMatchObject({ fileName: 'renamed.countersign', location: target });
      expect(await contentOf(started.engine)).toMatchObject({ digest: before.digest, copies: before.copies });
      expect(journalHead(db()).count).toBe(before.count + 1);
      expect(
        db().prepare(`SELECT payload ->> 'toOtherDisk' FROM journal ORDER BY seq DESC LIMIT 1`).pluck().get(),
      ).toBe(isOtherDisk ? 1 : 0);
      expect(filesOf(from)).toEqual({ owned: [], foreign: [] });
      expect(existsSync(evidenceFolderOf(from))).toBe(false);
      expect(existsSync(join(target, 'renamed.countersign.before-10'))).toBe(true);
      const recent = await handlers()['workspace.recent']({}, {});
      expect(recent.map(({ isMissing }) => isMissing)).toEqual([false]);
    } finally {
      await started.engine.close();
      rmSync(target, { recursive: true, force: true });
    }
  });

  test('stays where it is when it cannot go', async () => {
    writeFileSync(join(folder, 'taken.countersign'), 'something');
    const from = db().name;
    for (const [name, why] of [
      ['taken', /there already/],
      ['no such folder/case', /could not be moved .* It is where it was/],
    ] as const) {
      await expect((async () => handlers()['case.move']({ saveToken: token(name) }, {}))()).rejects.toThrow(why);
      expect(db().name).toBe(from);
    }
  });
});

describe('an archive', () => {
  test('makes the case read-only until it is taken out, here and where it is restored', async () => {
    await handlers()['case.archive']({ saveToken: token('kept'), reason: 'The engagement is over.' }, {});
    const refused = async (): Promise<void> => {
      expect(caseState(db()).archived).toMatchObject({ reason: 'The engagement is over.', by: 'Rita Reviewer' });
      await expect((async () => handlers()['case.retain']({ until: null, reason: 'x' }, {}))()).rejects.toThrow(
        /archived, and so read-only/,
      );
      expect(() => db().exec('DELETE FROM finding')).toThrow(/readonly/);
    };
    await refused();
    const before = await contentOf(started.engine);
    await handlers()['case.restore'](
      { token: token('kept.countersign-backup'), saveToken: token('restored'), replace: false },
      {},
    );
    await openCase(started.engine.context, join(folder, 'restored.countersign'));
    await refused();
    expect(started.engine.context.open().notices).toEqual([expect.stringMatching(/was archived on .* read-only/)]);
    expect(await contentOf(started.engine)).toEqual(before);
    await handlers()['case.reopen']({ reason: 'A question came up.' }, {});
    expect(caseState(db()).archived).toBeNull();
    await handlers()['case.retain']({ until: '2030-01-01', reason: 'x' }, {});
  });

  test('that cannot be written leaves the case in work', async () => {
    await expect(
      (async () => handlers()['case.archive']({ saveToken: token('no/such/folder'), reason: 'Over.' }, {}))(),
    ).rejects.toThrow(/could not be written .* no half file was left/);
    expect(caseState(db()).archived).toBeNull();
    await handlers()['case.retain']({ until: '2030-01-01', reason: 'x' }, {});
  });
});

describe('a deletion', () => {
  test('removes what belongs to the case and nothing else, and leaves a record', async () => {
    await handlers()['case.retain']({ until: '2033-12-31', reason: 'Law of the books' }, {});
    await handlers()['case.backup']({ saveToken: token('kept') }, {});
    const path = db().name;
    const foreign = join(evidenceFolderOf(path), 'my notes.txt');
    writeFileSync(foreign, 'mine');
    const plan = await handlers()['case.planDeletion']({}, {});
    expect(plan).toMatchObject({ name: 'Test case', retention: { until: '2033-12-31', isEarly: true } });
    expect(plan.left.join(' ')).toContain('my notes.txt');
    expect(plan.left.join(' ')).toContain('kept.countersign-backup');
    const order = { reason: 'The client asked.', saveToken: token('record.json'), key: null };
    await expect((async () => handlers()['case.delete']({ ...order, name: 'Test' }, {}))()).rejects.toThrow(
      /not that of the case\. Nothing was deleted/,
    );
    expect(existsSync(path)).toBe(true);

    const done = await handlers()['case.delete']({ ...order, name: 'Test case' }, {});
    expect(started.engine.context.session.current).toBeNull();
    expect(filesOf(path).owned).toEqual([]);
    expect(readFileSync(foreign, 'utf8')).toBe('mine');
    expect(existsSync(join(folder, 'kept.countersign-backup'))).toBe(true);
    const record = deletionRecord.parse(readJson(join(folder, 'record.json')));
    expect(record).toMatchObject({
      state: 'done',
      case: { name: 'Test case', location: path },
      by: 'Rita Reviewer',
      reason: 'The client asked.',
      retention: { until: '2033-12-31', wasBefore: true },
    });
    expect(record.removed).toHaveLength(done.files);
    expect(record.removed.every(({ isGone }) => isGone)).toBe(true);
    expect(record.removed.filter(({ kind }) => kind === 'evidence')).toHaveLength(2);
    for (const { kind, file, sha256 } of record.removed)
      if (kind === 'evidence') expect(file.endsWith(sha256)).toBe(true);
    const text = readFileSync(join(folder, 'record.txt'), 'utf8');
    expect(text).toContain('deleted before that date');
    expect(text).toContain('solid-state disks');
    expect(await handlers()['case.deletions']({}, {})).toMatchObject([{ name: 'Test case', state: 'done' }]);
    expect(await handlers()['workspace.recent']({}, {})).toEqual([]);
  });

  test('does not begin when its record cannot be written', async () => {
    const path = db().name;
    const before = filesOf(path).owned.length;
    await expect(
      (async () =>
        handlers()['case.delete'](
          { name: 'Test case', reason: 'Over.', saveToken: token('no/such/record.json'), key: null },
          {},
        ))(),
    ).rejects.toThrow(/The record of the deletion could not be saved .* Nothing was deleted/);
    expect(filesOf(path).owned.length).toBeGreaterThanOrEqual(before);
    expect(db().name).toBe(path);
  });
});

test('a date until which a case is kept shows in the list of cases when it is past', async () => {
  await handlers()['case.retain']({ until: '2020-12-31', reason: 'Law of the books' }, {});
  await handlers()['workspace.close']({}, {});
  expect(await handlers()['workspace.recent']({}, {})).toMatchObject([{ retainUntil: '2020-12-31', isPastDue: true }]);
});

test('a case that lost its last acts is noticed', async () => {
  const path = db().name;
  await handlers()['case.backup']({ saveToken: token('kept') }, {});
  await handlers()['case.retain']({ until: '2033-12-31', reason: 'Law of the books' }, {});
  await handlers()['workspace.close']({}, {});
  for (const { path: file } of filesOf(path).owned) rmSync(file);
  rmSync(evidenceFolderOf(path), { recursive: true });
  await handlers()['case.restore'](
    { token: token('kept.countersign-backup'), saveToken: started.files.register(path), replace: false },
    {},
  );
  await openCase(started.engine.context, path);
  expect(started.engine.context.open().notices).toEqual([
    expect.stringMatching(/^When this case was last open .* an older copy/),
  ]);
});

test('a second program is told who has the case open, and a note of a program that died is written over', async () => {
  const path = db().name;
  const second = startEngine(join(folder, 'second'));
  const open = async () => second.engine.handlers['workspace.open']({ token: second.files.register(path) }, {});
  // One process shares its locks, so that the refusal comes from SQLite all the same.
  await expect(open()).rejects.toThrow(
    new RegExp(`case\\.countersign is open by .* on the computer .*, process ${process.pid}, since .* UTC`),
  );
  const note = readFileSync(`${path}-open`, 'utf8');
  await handlers()['workspace.close']({}, {});
  expect(existsSync(`${path}-open`)).toBe(false);
  writeFileSync(`${path}-open`, note.replace(String(process.pid), '1'));
  await open();
  expect(readFileSync(`${path}-open`, 'utf8')).toContain(`"process":${process.pid}`);
  await second.engine.close();
  expect(readdirSync(dirname(path)).filter((name) => name.startsWith('case.countersign'))).toEqual([
    'case.countersign',
  ]);
});
