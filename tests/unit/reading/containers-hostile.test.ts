import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { tar, zip, type ZipPart } from './containers-archives.ts';
import { containerFolder } from './containers-source.ts';
import { randomFrom } from './files.ts';

const folder = containerFolder();
const CSV = 'User,App\nada@example.com,Planner\n';
const GOOD = { name: 'good.csv', content: CSV };
const MIB = 1024 * 1024;

describe('bombs and limits', () => {
  const zeros = Buffer.alloc(4 * MIB);

  test('trap 25: an entry that states a size above the ratio is refused before a byte is written', async () => {
    const { files, problems, scratch } = await folder.open(
      folder.file('ratio.zip', zip([{ name: 'bomb.csv', content: zeros }, GOOD])),
      { limits: { ratio: 100, ratioFrom: MIB, totalBytes: 1000 } },
    );
    expect(files.map(({ text }) => text)).toEqual([CSV]);
    expect(scratch).toHaveLength(1);
    expect(problems).toEqual([
      '“bomb.csv” in “ratio.zip” unpacks to more than 100 times its packed size, as archives do that are made to fill a disk. It was left out. Have it packed again if it is genuine.',
    ]);
  });

  test.each([
    [
      'an entry whose stated size is a lie',
      zip([{ name: 'bomb.csv', content: zeros, size: 100 }, GOOD]),
      'unpacks to more than the 100 bytes that the archive states',
    ],
    [
      'an entry of an unknown size',
      zip([GOOD, { name: 'bomb.csv', content: zeros, descriptor: 'marked' }]).subarray(0, -10),
      'unpacks to more than 100 times',
    ],
    ['a gzip file', gzipSync(zeros), 'unpacks to more than 100 times'],
    [
      'a gzip file of many members',
      Buffer.concat(Array.from({ length: 64 }, () => gzipSync(zeros.subarray(0, MIB / 16)))),
      'unpacks to more than 100 times',
    ],
    [
      'a gzip file in an archive',
      zip([GOOD, { name: 'bomb.gz', content: gzipSync(zeros) }]),
      'unpacks to more than 100 times',
    ],
    [
      'an archive packed twice, each time below the ratio',
      zip([
        GOOD,
        {
          name: 'in.zip',
          content: zip([
            { name: 'pad', content: Buffer.alloc(200_000), method: 0 },
            { name: 'bomb.csv', content: zeros.subarray(0, 2 * MIB), packed: deflated(2 * MIB, 30_000) },
          ]),
        },
      ]),
      'unpacks to more than 100 times',
    ],
  ])('trap 25: %s is stopped while it unpacks, and its temporary is gone', async (what, bytes, sentence) => {
    const { files, problems } = await folder.open(folder.file(`bombs/${what}`, bytes), {
      limits: { ratio: 100, ratioFrom: MIB },
    });
    expect(problems.join(' ')).toContain(sentence);
    expect(files.every(({ text }) => text.length < MIB)).toBe(true);
  });

  test('trap 25: entries that share bytes with another are not unpacked over and over', async () => {
    const parts = [GOOD, ...Array.from({ length: 20 }, (_, index) => ({ name: `${index}.csv`, content: CSV, at: 0 }))];
    const { files, problems } = await folder.open(folder.file('shared.zip', zip(parts)));
    expect(files.map(({ name }) => name)).toEqual(['good.csv']);
    expect(problems).toHaveLength(20);
    expect(problems[0]).toContain('“0.csv” in “shared.zip” is damaged: it shares bytes with another entry');
    const whole = { name: 'whole', content: Buffer.concat([Buffer.from('x'), zip([GOOD])]), method: 0 };
    const within = await folder.open(folder.file('within.zip', zip([whole, { ...GOOD, at: 30 + 'whole'.length + 1 }])));
    expect(within.files.map(({ name }) => name)).toEqual(['whole']);
    expect(within.problems).toEqual([
      expect.stringContaining('“good.csv” in “within.zip” is damaged: it shares bytes'),
    ]);
  });

  test('trap 25: one entry above the limit is refused, stated or not', async () => {
    const limits = { entryBytes: 1000 };
    const stated = await folder.open(
      folder.file('large.zip', zip([{ name: 'large', content: 'x'.repeat(1001) }, GOOD])),
      { limits },
    );
    const sentence =
      'unpacks to more than the limit of 1000 bytes for one file. It was left out. Export it in several parts.';
    expect([stated.files.length, stated.problems]).toEqual([1, [`“large” in “large.zip” ${sentence}`]]);
    const packed = await folder.open(folder.file('large.gz', gzipSync('x'.repeat(1001))), { limits });
    expect([packed.files.length, packed.problems]).toEqual([0, [`“large.gz” ${sentence}`]]);
    expect((await folder.open(folder.file('just.gz', gzipSync('x'.repeat(1000))), { limits })).files).toHaveLength(1);
  });

  test('trap 25: bytes in all are limited across the archives of a folder, and what is left is counted', async () => {
    const parts = ['a', 'b', 'c', 'd'].map((name) => ({ name, content: 'x'.repeat(400) }));
    folder.file('total/1.zip', zip(parts));
    folder.file('total/2.zip', zip(parts));
    folder.file('total/3.csv', CSV);
    const { files, problems } = await folder.open(join(folder.path, 'total'), { limits: { totalBytes: 1000 } });
    expect(files.map(({ name }) => name)).toEqual(['a', 'b', '3.csv']);
    const limit = 'would bring what is unpacked at once above the limit of 1000 bytes.';
    expect(problems).toEqual([
      expect.stringContaining(`“c” in “1.zip” ${limit}`),
      expect.stringContaining('After that, 1 more of the entries of “1.zip” were not read.'),
      expect.stringContaining(`“a” in “2.zip” ${limit}`),
      expect.stringContaining('After that, 3 more of the entries of “2.zip” were not read.'),
    ]);
  });

  test('trap 25: too many entries are refused as a whole, in an archive, in one that lies about it, in a folder', async () => {
    const parts = Array.from({ length: 6 }, (_, index) => ({ name: `${index}.csv`, content: CSV }));
    const limits = { entries: 5 };
    const sentence =
      'brings the number of files and folders above the limit of 5. Nothing of it was taken. Import it in several parts.';
    const many = await folder.open(folder.file('many.zip', zip(parts)), { limits });
    expect([many.files, many.problems]).toEqual([[], [`“many.zip” ${sentence}`]]);
    for (const { name, content } of parts) folder.file(`many/sub/${name}`, content);
    const tree = await folder.open(join(folder.path, 'many'), { limits });
    expect([tree.files, tree.problems]).toEqual([[], [`“many” ${sentence}`]]);
    const inner = await folder.open(
      folder.file('outer.zip', zip([GOOD, { name: 'many.zip', content: zip(parts.slice(0, 4)) }])),
      { limits },
    );
    expect(inner.files.map(({ name }) => name)).toEqual(['good.csv']);
    expect(inner.problems).toEqual([`“many.zip” in “outer.zip” ${sentence}`]);
    folder.file('few/1.zip', zip(parts));
    folder.file('few/2.zip', zip(parts.slice(0, 3)));
    const few = await folder.open(join(folder.path, 'few'), { limits });
    expect([few.files.length, few.problems]).toEqual([3, [`“1.zip” ${sentence}`]]);
    const cut = await folder.open(folder.file('cut.zip', zip(parts).subarray(0, -9)), { limits });
    expect(cut.files.map(({ name }) => name)).toEqual(parts.slice(0, 5).map(({ name }) => name));
    expect(cut.problems).toEqual([
      expect.stringContaining(
        '“cut.zip” brings the number of files and folders above the limit of 5. What comes after was left out.',
      ),
    ]);
  });

  test('trap 25: a list of contents that says less than it holds hides nothing', async () => {
    const parts = Array.from({ length: 4 }, (_, index) => ({ name: `${index}.csv`, content: CSV }));
    const { files, problems } = await folder.open(folder.file('hidden.zip', zip(parts, { count: 2 })));
    expect(files).toHaveLength(4);
    expect(problems).toEqual([
      expect.stringContaining(
        'The list of contents of “hidden.zip” could not be read, so its entries were read from front to back up to “3.csv”.',
      ),
    ]);
  });

  test('trap 25: what does not fit on the disk is refused before it is unpacked', async () => {
    const { files, problems } = await folder.open(folder.file('room.zip', zip([GOOD])), {
      limits: { reserve: Number.MAX_SAFE_INTEGER },
    });
    expect(files).toEqual([]);
    expect(problems).toEqual([
      expect.stringMatching(
        /^“good.csv” in “room.zip” needs 33 bytes where temporary files are kept, and only [\d.,]+ GiB are free there, of which 8,388,608 GiB are kept back\./,
      ),
    ]);
  });

  test('many bad entries are named up to a number, and the rest counted', async () => {
    const parts = Array.from({ length: 230 }, (_, index) => ({ name: `${index}.csv`, content: CSV, flags: 1 }));
    const { problems } = await folder.open(folder.file('locked.zip', zip(parts)));
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toBe('30 more entries of “locked.zip” were not taken for reasons like these.');
  });
});

describe('damage', () => {
  test.each<[string, ZipPart, string]>([
    [
      'encrypted',
      { name: 'bad', content: CSV, flags: 1 },
      'is encrypted. It was left out. Unpack the archive with its password',
    ],
    ['strongly encrypted', { name: 'bad', content: CSV, flags: 0x41 }, 'is encrypted.'],
    [
      'packed with Deflate64',
      { name: 'bad', content: CSV, method: 9 },
      'is packed in a way that is not supported (method 9, Deflate64).',
    ],
    [
      'packed in an unknown way',
      { name: 'bad', content: CSV, method: 77 },
      'is packed in a way that is not supported (method 77).',
    ],
    [
      'wrong in its checksum',
      { name: 'bad', content: CSV, crc: 1 },
      'is damaged: its content does not match its checksum in the archive.',
    ],
    [
      'wrong in its checksum and stored',
      { name: 'bad', content: CSV, crc: 1, method: 0 },
      'is damaged: its content does not match its checksum in the archive.',
    ],
    [
      'damaged in its packed bytes',
      { name: 'bad', content: CSV, packed: Buffer.alloc(20, 0xff) },
      'is damaged: invalid block type.',
    ],
    [
      'without its last packed bytes',
      { name: 'bad', content: CSV, packed: deflateRawSync(CSV).subarray(0, -4) },
      'is cut off',
    ],
    [
      'shorter than stated',
      { name: 'bad', content: CSV, size: 99 },
      'is damaged: it unpacks to 33 bytes where the archive states 99 bytes.',
    ],
    [
      'of two sizes',
      { name: 'bad', content: CSV, size: 99, method: 0 },
      'is damaged: its two sizes in the archive differ.',
    ],
    [
      'beyond the end',
      { name: 'bad', content: CSV, packedSize: 1_000_000 },
      'is cut off: the archive ends before it does.',
    ],
    [
      'somewhere else',
      { name: 'bad', content: CSV, at: 100_000 },
      'is damaged: there is no entry where the list of contents says.',
    ],
    ['of a path too long', { name: 'x'.repeat(1001), content: CSV }, 'has a path above the limit of 1,000 characters.'],
    ['a tar', { name: 'bad', content: tar('a.csv', CSV) }, 'is a tar archive, which is not opened.'],
  ])('trap 25: an entry that is %s is named, and the others are taken', async (what, bad, sentence) => {
    const parts = [{ ...GOOD, name: 'before.csv' }, bad, { ...GOOD, name: 'later.csv' }];
    const { files, problems } = await folder.open(folder.file(`damage/${what}.zip`, zip(parts)));
    expect(files).toEqual(['before.csv', 'later.csv'].map((name) => ({ name, text: CSV, modified: null })));
    const named = Buffer.from(bad.name).toString().length > 200 ? 'xxx' : 'bad';
    const single = problems.filter((problem) => problem.includes(sentence));
    expect(single).toHaveLength(1);
    expect(single[0]).toContain(named);
    // Strong encryption hides the list of contents from the reader: that is said too.
    expect(problems).toHaveLength(what === 'strongly encrypted' ? 2 : 1);
  });

  test('trap 25: one part of a split archive is said to be one', async () => {
    const { files, problems } = await folder.open(folder.file('part.zip', zip([GOOD], { disk: 3 })));
    expect([files, problems]).toEqual([
      [],
      [expect.stringContaining('“part.zip” is one part of an archive that is split over several files.')],
    ]);
  });

  const forms = ['plain', 'marked', 'bare', 'long'] as const;
  test.each(forms)(
    'trap 25: an archive cut off anywhere gives whole entries only, and says what is missing (%s)',
    async (form) => {
      const parts = ['a.csv', 'b.csv', 'c.csv'].map((name, index) => ({
        name,
        content: `${CSV}${name}\n`,
        method: form === 'plain' && index === 1 ? 0 : 8,
        ...(form === 'plain' ? {} : { descriptor: form }),
      }));
      const whole = zip(parts);
      const text = new Map(parts.map(({ name, content }) => [name, content]));
      const counts = new Set<number>();
      for (let length = 4; length < whole.length; length += form === 'plain' ? 2 : 7) {
        const { files, problems } = await folder.open(folder.file(`cut-${form}.zip`, whole.subarray(0, length)));
        for (const { name, text: found } of files)
          expect([length, name, found]).toEqual([length, name, text.get(name)]);
        expect(problems.length, `cut at ${length}`).toBeGreaterThan(0);
        counts.add(files.length);
      }
      expect([...counts]).toEqual([0, 1, 2, 3]);
    },
  );

  test('trap 25: the entry in which a download broke off is named', async () => {
    const whole = zip([
      { ...GOOD, name: 'a.csv' },
      { ...GOOD, name: 'b.csv' },
    ]);
    const { files, problems } = await folder.open(folder.file('broken.zip', whole.subarray(0, 110)));
    expect(files.map(({ name }) => name)).toEqual(['a.csv']);
    expect(problems).toEqual([
      '“b.csv” in “broken.zip” is cut off: the archive ends before it does. It was left out. Download or export it again.',
      '“broken.zip” is cut off or damaged, and its list of contents could not be read. Its entries were read from front to back up to “b.csv”; whatever came after is missing. Download the archive again.',
    ]);
  });

  test('trap 25: an entry whose end record contradicts it is not taken', async () => {
    const whole = zip([GOOD, { name: 'bad.csv', content: `${CSV}x`, descriptor: 'wrong' }]);
    const { files, problems } = await folder.open(folder.file('wrong.zip', whole.subarray(0, -10)));
    expect(files.map(({ name }) => name)).toEqual(['good.csv']);
    expect(problems[0]).toContain('“bad.csv” in “wrong.zip” is damaged: its content does not match its checksum');
  });

  test('traps 25 and 92: bytes changed anywhere never crash it, and never give other content without a word', async () => {
    const parts = [
      { name: 'a.csv', content: CSV },
      { name: 'b.csv', content: CSV, method: 0 },
      { name: 'c.json.gz', content: gzipSync('{"a":1}') },
      { name: 'd.csv', content: CSV, descriptor: 'marked' as const },
      { name: 'in.zip', content: zip([GOOD]) },
    ];
    const sources = [
      zip(parts),
      zip(
        parts.map((part) => ({ ...part, isZip64: true })),
        { isZip64: true },
      ),
      Buffer.concat([gzipSync(CSV), gzipSync(CSV)]),
    ];
    const right = new Set([CSV, '{"a":1}', CSV + CSV]);
    const random = randomFrom(25);
    for (let round = 0; round < 300; round += 1) {
      const bytes = Buffer.from(sources[round % sources.length] ?? '');
      const changes = 1 + random(3);
      for (let change = 0; change < changes; change += 1) bytes[4 + random(bytes.length - 4)] = random(256);
      const { files } = await folder.open(folder.file('fuzz', bytes), { limits: { totalBytes: 10 * MIB } });
      // A changed method or first byte may turn an inner archive into a plain file; content that passes is unchanged.
      for (const { name, text } of files.filter(({ name }) => name.endsWith('.csv')))
        expect([round, name, right.has(text)]).toEqual([round, name, true]);
    }
  });
});

/** Zero bytes as deflate blocks of little compression: several packed bytes for a given size. */
function deflated(length: number, least: number): Buffer {
  const zeros = deflateRawSync(Buffer.alloc(length));
  const padding = Buffer.alloc(Math.max(0, least - zeros.length));
  return Buffer.concat([zeros, padding]);
}
