import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { expandSource } from '../../../electron/engine/reading/containers/expand.ts';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';
import { tar, zip } from './containers-archives.ts';
import { containerFolder } from './containers-source.ts';

const folder = containerFolder();
const CSV = 'User,App\nada@example.com,Planner\n';
const TIME = Date.UTC(2026, 8, 1, 6, 30);

describe('files and folders', () => {
  test('a plain file stands for itself, whatever its name says', async () => {
    for (const name of ['grants.csv', 'odd.zip', 'odd.gz']) {
      const path = folder.file(`plain/${name}`, CSV);
      utimesSync(path, TIME / 1000, TIME / 1000);
      const { expansion } = await folder.open(path);
      expect(expansion).toEqual({ files: [{ path, name, modified: TIME, container: null }], problems: [] });
    }
  });

  test('trap 25: a folder stands for its files at any depth, with archives opened; hidden files and links are counted', async () => {
    folder.file('tree/b.csv', CSV);
    folder.file('tree/2026/09/01/h=00/m=00/PT1H.json', '{"hour":0}');
    folder.file('tree/2026/09/01/h=01/m=00/PT1H.json.gz', gzipSync('{"hour":1}'));
    folder.file('tree/a.zip', zip([{ name: 'in/c.csv', content: CSV }]));
    for (const hidden of ['.git/config', '.DS_Store', 'sub/.hidden.csv', 'desktop.ini', '__MACOSX/x.csv'])
      folder.file(`tree/${hidden}`, CSV);
    symlinkSync(join(folder.path, 'tree'), join(folder.path, 'tree/sub/loop'));
    symlinkSync(join(folder.path, 'tree/b.csv'), join(folder.path, 'tree/other.csv'));
    const opened = await folder.open(join(folder.path, 'tree'));
    expect(opened.files.map(({ name, text }) => [name, text])).toEqual([
      ['2026/09/01/h=00/m=00/PT1H.json', '{"hour":0}'],
      ['2026/09/01/h=01/m=00/PT1H.json', '{"hour":1}'],
      ['in/c.csv', CSV],
      ['b.csv', CSV],
    ]);
    expect(opened.expansion.files.map(({ container }) => container?.name ?? null)).toEqual([
      null,
      '2026/09/01/h=01/m=00/PT1H.json.gz',
      'a.zip',
      null,
    ]);
    expect(opened.problems).toEqual([]);
    expect(opened.notices).toHaveLength(1);
    expect(opened.notices[0]).toMatch(/^Left out of “tree”: 5 hidden or system files or folders; 2 links, such as “/);
  });

  test('a folder without a file to read is said to be so', async () => {
    mkdirSync(join(folder.path, 'nothing/sub'), { recursive: true });
    const { files, problems } = await folder.open(join(folder.path, 'nothing'));
    expect(files).toEqual([]);
    expect(problems).toEqual([
      expect.stringContaining('“nothing” holds no files to read. That is not evidence of zero grants.'),
    ]);
  });

  test('trap 25: a damaged archive in a folder is a problem of its own', async () => {
    folder.file('mixed/a.csv.gz', gzipSync(CSV).subarray(0, 20));
    folder.file('mixed/b.csv', CSV);
    folder.file('mixed/c.tar', tar('c.csv', CSV));
    const { files, problems } = await folder.open(join(folder.path, 'mixed'));
    expect(files.map(({ name }) => name)).toEqual(['b.csv']);
    expect(problems).toEqual([
      expect.stringContaining('“a.csv.gz” is cut off'),
      expect.stringContaining('“c.tar” is a tar archive, which is not opened.'),
    ]);
  });

  test.skipIf(process.platform !== 'linux')(
    'a file that cannot be opened by its name does not stop the others (Linux only)',
    async () => {
      folder.file('latin/a.csv', CSV);
      writeFileSync(
        Buffer.concat([Buffer.from(join(folder.path, 'latin/b')), Buffer.from([0xe9]), Buffer.from('.csv')]),
        CSV,
      );
      const { files, problems } = await folder.open(join(folder.path, 'latin'));
      expect(files.map(({ name }) => name)).toEqual(['a.csv']);
      expect(problems).toEqual([expect.stringContaining('“b\ufffd.csv” in “latin” has a name that is not UTF-8')]);
    },
  );

  test('a path to nothing and to a device are errors', async () => {
    await expect(expandSource(join(folder.path, 'gone.csv'), folder.scratch())).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(expandSource('/dev/null', folder.scratch())).rejects.toMatchObject({ code: 'invalid-request' });
  });

  test('a scratch folder that is missing is named as the fault, not the archive', async () => {
    const source = folder.file('fault/a.gz', gzipSync(CSV));
    await expect(expandSource(source, join(folder.path, 'no-such-folder'))).rejects.toMatchObject({
      code: 'io',
      message: expect.stringContaining('The folder for temporary files cannot be used (ENOENT)'),
    });
  });
});

describe('gzip', () => {
  test('trap 25: is unpacked, with the digest of the packed file and its time', async () => {
    const packed = gzipSync(CSV);
    packed.writeUInt32LE(TIME / 1000, 4);
    const { expansion, files } = await folder.open(folder.file('audit.csv.gz', packed));
    expect(files).toEqual([{ name: 'audit.csv', text: CSV, modified: TIME }]);
    expect(expansion.files[0]?.container).toEqual({
      name: 'audit.csv.gz',
      sha256: createHash('sha256').update(packed).digest('hex'),
      bytes: packed.length,
    });
    expect(await inspectSource(expansion.files[0]?.path ?? '')).toMatchObject({ kind: 'csv', header: ['User', 'App'] });
  });

  test('trap 25: several members are one file, with zero bytes after them', async () => {
    const members = Buffer.concat([
      gzipSync('a,b\n'),
      gzipSync('1,2\n'),
      gzipSync(''),
      gzipSync('3,4\n'),
      Buffer.alloc(512),
    ]);
    const { files, problems } = await folder.open(folder.file('members.gz', members));
    expect([files, problems]).toEqual([[{ name: 'members', text: 'a,b\n1,2\n3,4\n', modified: null }], []]);
  });

  const two = Buffer.concat([gzipSync('a,b\n'), gzipSync('1,2\n')]);
  test.each([
    ['is cut off in a member', two.subarray(0, two.length - 3), 'is cut off'],
    ['is cut off in the header of a member', two.subarray(0, gzipSync('a,b\n').length + 4), 'is cut off'],
    ['has a wrong checksum', changed(two, two.length - 6), 'is damaged: incorrect data check.'],
    ['has a wrong size', changed(two, two.length - 2), 'is damaged: incorrect length check.'],
    ['goes on with text', Buffer.concat([two, Buffer.from('1,2\n')]), 'is damaged: incorrect header check.'],
    [
      'goes on after zero bytes',
      Buffer.concat([two, Buffer.alloc(9), two]),
      'it goes on with something that is not gzip',
    ],
    [
      'goes on after a whole block',
      Buffer.concat([two, Buffer.alloc(300_000), two]),
      'it goes on with something that is not gzip',
    ],
  ])('trap 25: a gzip file that %s is left out', async (what, bytes, sentence) => {
    const { files, problems } = await folder.open(folder.file(`bad/${what}.gz`, bytes));
    expect(files).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(sentence)]);
  });

  test('trap 25: a packed tar is refused, a packed archive is opened once and no deeper', async () => {
    const tarred = await folder.open(folder.file('logs.tar.gz', gzipSync(tar('a.csv', CSV))));
    expect([tarred.files, tarred.problems]).toEqual([[], [expect.stringContaining('“logs.tar.gz” is a tar archive')]]);
    const zipped = await folder.open(folder.file('a.zip.gz', gzipSync(zip([{ name: 'a.csv', content: CSV }]))));
    expect(zipped.files.map(({ name }) => name)).toEqual(['a.zip/a.csv']);
    const twice = await folder.open(folder.file('b.csv.gz.gz', gzipSync(gzipSync(CSV))));
    expect(twice.files.map(({ text }) => text)).toEqual([CSV]);
    const thrice = await folder.open(folder.file('c.gz', gzipSync(gzipSync(gzipSync(CSV)))));
    expect([thrice.files, thrice.problems]).toEqual([
      [],
      [expect.stringContaining('is nested too deep: the limit is 1')],
    ]);
  });
});

describe('ZIP', () => {
  test('trap 25: entries come with their paths, sorted, with the digest of the archive', async () => {
    const packed = Buffer.from(
      zipSync({ 'z/b.json': Buffer.from('{"a":1}'), 'a.csv': [Buffer.from(CSV), { level: 0 }] }),
    );
    const { files, expansion, problems, notices } = await folder.open(folder.file('purview.zip', packed));
    expect(files.map(({ name, text }) => [name, text])).toEqual([
      ['a.csv', CSV],
      ['z/b.json', '{"a":1}'],
    ]);
    expect([problems, notices]).toEqual([[], []]);
    const sha256 = createHash('sha256').update(packed).digest('hex');
    for (const { container } of expansion.files)
      expect(container).toEqual({ name: 'purview.zip', sha256, bytes: packed.length });
  });

  test('trap 25: hourly blobs packed one by one in an archive are unpacked', async () => {
    const blobs = [0, 1, 2].map((hour) => ({
      name: `h=0${hour}/m=00/PT1H.json.gz`,
      content: gzipSync(`{"hour":${hour}}`),
      method: hour === 1 ? 0 : 8,
    }));
    const { files } = await folder.open(folder.file('blobs.zip', zip(blobs)));
    expect(files.map(({ name, text }) => [name, text])).toEqual([
      ['h=00/m=00/PT1H.json.gz', '{"hour":0}'],
      ['h=01/m=00/PT1H.json.gz', '{"hour":1}'],
      ['h=02/m=00/PT1H.json.gz', '{"hour":2}'],
    ]);
  });

  test('trap 25: an archive in an archive is opened, one in that is not', async () => {
    const inner = zip([
      { name: 'a.csv', content: CSV },
      { name: 'deep.zip', content: zip([{ name: 'b.csv', content: CSV }]) },
      { name: 'PT1H.json.gz', content: gzipSync('{}') },
    ]);
    const { files, problems } = await folder.open(
      folder.file('outer.zip', zip([{ name: 'x/inner.zip', content: inner }])),
    );
    expect(files.map(({ name }) => name)).toEqual(['x/inner.zip/PT1H.json.gz', 'x/inner.zip/a.csv']);
    expect(problems).toEqual([
      '“x/inner.zip/deep.zip” in “outer.zip” is an archive that is nested too deep: the limit is 1 inside another. It was left out. Unpack it and import the files inside.',
    ]);
  });

  test('only times that are UTC are times', async () => {
    const unix = Buffer.from([0x55, 0x54, 5, 0, 1, 0, 0, 0, 0]);
    unix.writeInt32LE(TIME / 1000, 5);
    const windows = Buffer.alloc(36);
    windows.writeUInt16LE(0x000a, 0);
    windows.writeUInt16LE(32, 2);
    windows.writeUInt16LE(1, 8);
    windows.writeUInt16LE(24, 10);
    windows.writeBigUInt64LE((BigInt(TIME) + 11_644_473_600_000n) * 10_000n, 12);
    const { files } = await folder.open(
      folder.file(
        'times.zip',
        zip([
          { name: 'a', content: 'x', extra: unix },
          { name: 'b', content: 'x', extra: windows },
          { name: 'c', content: 'x' },
          { name: 'd', content: 'x', extra: Buffer.from([0x55, 0x54, 200, 0, 1]) },
        ]),
      ),
    );
    expect(files.map(({ modified }) => modified)).toEqual([TIME, TIME, null, null]);
  });

  test('zip64 headers, records and descriptors are read', async () => {
    const parts = [
      { name: 'a.csv', content: CSV, isZip64: true },
      { name: 'b.csv', content: CSV, method: 0, isZip64: true },
      { name: 'c.csv', content: CSV, descriptor: 'long' },
      { name: 'd.csv', content: '', method: 0, descriptor: 'marked' },
    ] as const;
    const { files, problems } = await folder.open(folder.file('wide.zip', zip(parts, { isZip64: true })));
    expect([files.map(({ text }) => text), problems]).toEqual([[CSV, CSV, CSV, ''], []]);
  });

  test('trap 25: what is no file of its own is left out and counted', async () => {
    const { files, problems, notices } = await folder.open(
      folder.file(
        'mac.zip',
        zip([
          { name: 'logs/', method: 0 },
          { name: 'logs/a.csv', content: CSV },
          { name: '__MACOSX/logs/._a.csv', content: 'x' },
          { name: 'logs/.DS_Store', content: 'x' },
          { name: 'logs/Desktop.ini', content: 'x' },
          { name: 'logs/link.csv', content: '../../../etc/passwd', mode: 0o120777 },
          { name: 'logs/real.csv', content: CSV, mode: 0o100644 },
        ]),
      ),
    );
    expect(files.map(({ name }) => name)).toEqual(['logs/a.csv', 'logs/real.csv']);
    expect(problems).toEqual([]);
    expect(notices).toEqual([
      'Left out of “mac.zip”: 3 hidden or system files or folders; 1 link; 1 folder entry without content, such as “__MACOSX/logs/._a.csv”, “logs/.DS_Store”, “logs/Desktop.ini”. If one of them is an export, copy it under a plain name and add it by itself.',
    ]);
  });

  test('a workbook is a workbook, in an archive too', async () => {
    const workbook = zip([
      { name: '[Content_Types].xml', content: '<Types/>' },
      { name: '_rels/.rels', content: '<Relationships/>' },
      { name: 'xl/workbook.xml', content: '<workbook/>' },
    ]);
    const plain = await folder.open(folder.file('grants.xlsx', workbook));
    const advice = 'is an Excel workbook. It was left out. Save each sheet as CSV (UTF-8) and import that.';
    expect([plain.files, plain.problems]).toEqual([[], [`“grants.xlsx” ${advice}`]]);
    const packed = await folder.open(
      folder.file(
        'with-sheet.zip',
        zip([
          { name: 'a.csv', content: CSV },
          { name: 'b.xlsx', content: workbook },
        ]),
      ),
    );
    expect(packed.files.map(({ name }) => name)).toEqual(['a.csv']);
    expect(packed.problems).toEqual([`“b.xlsx” in “with-sheet.zip” ${advice}`]);
    const cut = await folder.open(folder.file('cut.xlsx', workbook.subarray(0, -30)));
    expect([cut.files, cut.problems]).toEqual([
      [],
      [expect.stringContaining('is an Excel workbook or another Office document.')],
    ]);
  });

  test.each([
    ['an empty archive', zip([])],
    ['an archive of folders', zip([{ name: 'a/', method: 0 }])],
  ])('%s is no evidence of zero grants', async (what, bytes) => {
    const { files, problems } = await folder.open(folder.file(`${what}.zip`, bytes));
    expect(files).toEqual([]);
    expect(problems).toEqual([`“${what}.zip” holds no files. That is not evidence of zero grants. Export it again.`]);
  });

  test('every file of a source is counted in the progress, which ends where it should', async () => {
    folder.file('progress/a.csv', CSV);
    folder.file('progress/b.gz', gzipSync(CSV.repeat(1000)));
    folder.file('progress/c.zip', zip([{ name: 'c.csv', content: CSV.repeat(1000) }]));
    const seen: (readonly [number, number])[] = [];
    await folder.open(join(folder.path, 'progress'), { onProgress: (done, total) => seen.push([done, total]) });
    const sizes = ['a.csv', 'b.gz', 'c.zip'].map((name) => readFileSync(join(folder.path, 'progress', name)).length);
    const total = 2 * sizes.reduce((sum, size) => sum + size, 0);
    expect(seen.at(-1)).toEqual([total, total]);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
  });
});

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x40;
  return copy;
}
