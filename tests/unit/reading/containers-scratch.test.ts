import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { expandSource } from '../../../electron/engine/reading/containers/expand.ts';
import { openSource, sourceSize } from '../../../electron/engine/reading/sealed/source.ts';
import { createScratch, removeScratch, sweepScratch } from '../../../electron/engine/reading/containers/scratch.ts';
import { zip } from './containers-archives.ts';
import { containerFolder, contentOf } from './containers-source.ts';

const folder = containerFolder();
const CSV = 'User,App\nada@example.com,Planner\n';
const GOOD = { name: 'good.csv', content: CSV };

describe('stopping', () => {
  const noise = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251));
  const sources = {
    'a.gz': gzipSync(Buffer.concat(Array.from({ length: 20 }, () => noise)), { level: 1 }),
    'a.zip': zip([1, 2, 3].map((index) => ({ name: `${index}.csv`, content: Buffer.concat([noise, noise]) }))),
    'nested.zip': zip([
      { name: 'in.zip', content: zip([{ name: 'a.csv', content: noise }]) },
      { name: 'b.gz', content: gzipSync(noise) },
    ]),
  };

  test.each(Object.entries(sources))('trap 25: %s cancelled at any step leaves nothing behind', async (name, bytes) => {
    const source = folder.file(`stop/${name}`, bytes);
    let steps = 0;
    await folder.open(source, { onProgress: () => (steps += 1) });
    expect(steps).toBeGreaterThan(2);
    for (let stop = 1; stop < steps; stop += 1) {
      const scratch = folder.scratch();
      const abort = new AbortController();
      let step = 0;
      const onProgress = () => {
        step += 1;
        if (step === stop) abort.abort();
      };
      await expect(expandSource(source, scratch, { signal: abort.signal, onProgress })).rejects.toMatchObject({
        code: 'cancelled',
        message: 'Opening the files was cancelled. Nothing was kept.',
      });
      expect([stop, contentOf(scratch)]).toEqual([stop, []]);
    }
  });

  test('trap 25: cancelled before it began, also in a folder', async () => {
    folder.file('before/a.gz', gzipSync(CSV));
    for (const path of ['before', 'before/a.gz'])
      await expect(
        expandSource(join(folder.path, path), folder.scratch(), { signal: AbortSignal.abort() }),
      ).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('an archive that changes while it is read is not taken', async () => {
    const source = folder.file('changing.zip', zip([GOOD]));
    const scratch = folder.scratch();
    let isFirst = true;
    const onProgress = () => {
      if (isFirst) writeFileSync(source, zip([GOOD, { ...GOOD, name: 'new.csv' }]));
      isFirst = false;
    };
    await expect(expandSource(source, scratch, { onProgress })).rejects.toMatchObject({ code: 'conflict' });
    expect(contentOf(scratch)).toEqual([]);
  });
});

describe('scratch folders', () => {
  test('one is made for this user only, used, and removed with all that is in it', async () => {
    const parent = join(folder.path, 'data/scratch');
    const scratch = await createScratch(parent);
    if (process.platform !== 'win32') expect(statSync(scratch).mode & 0o777).toBe(0o700);
    const { files } = await expandSource(folder.file('use.zip', zip([GOOD])), scratch);
    const unpacked = files[0]?.path ?? '';
    expect(sourceSize(unpacked)).toBe(CSV.length);
    // Nobody but this process can read what it unpacks.
    expect(readFileSync(unpacked).includes(CSV)).toBe(false);
    const head = Buffer.alloc(CSV.length);
    const source = await openSource(unpacked);
    await source.read(head, 0, head.length, 0);
    await source.close();
    expect(head.toString()).toBe(CSV);
    if (process.platform !== 'win32') expect(statSync(files[0]?.path ?? '').mode & 0o777).toBe(0o600);
    await removeScratch(scratch);
    await removeScratch(scratch);
    expect(readdirSync(parent)).toEqual([]);
  });

  test('a folder of another name is never removed', async () => {
    for (const name of ['data', 'countersign-scratch-', 'countersign-scratch-1-../x', '.'])
      await expect(removeScratch(join(folder.path, name))).rejects.toMatchObject({ code: 'internal' });
  });

  test('what a crashed run has left is swept, what a running one uses is not', async () => {
    const parent = join(folder.path, 'sweep');
    const ours = await createScratch(parent);
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const other = (id: number) => `countersign-scratch-${id}-AbCd12`;
    const crashed = other(child.pid ?? 0);
    const earlier = other(process.pid);
    const running = other(process.ppid);
    for (const name of [crashed, earlier, running, 'countersign-scratch-x', 'case']) {
      mkdirSync(join(parent, name, 'source-1'), { recursive: true });
      writeFileSync(join(parent, name, 'source-1/1'), CSV);
    }
    const linked = `countersign-scratch-${child.pid ?? 0}-LinkXX`;
    symlinkSync(join(parent, 'case'), join(parent, linked));
    expect(await sweepScratch(parent)).toBe(2);
    expect(readdirSync(parent).sort()).toEqual(
      [basename(ours), running, linked, 'countersign-scratch-x', 'case'].sort(),
    );
    expect(contentOf(join(parent, 'case'))).toEqual(['source-1/1']);
    expect(await sweepScratch(join(folder.path, 'no-such-folder'))).toBe(0);
  });
});
