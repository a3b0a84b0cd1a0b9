import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inspectZip, readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { isSafeEntryName, writeCanonicalZip } from '../../../electron/engine/evidence/zip.ts';

const FILES = new Map<string, Uint8Array>([
  ['b/two.txt', Buffer.from('two')],
  ['a.txt', Buffer.from('one'.repeat(1000))],
  ['empty', new Uint8Array()],
]);
const PLAIN = { level: 0, mtime: new Date(1980, 0, 1, 12), os: 3, attrs: 0o100644 << 16 } as const;

describe('canonical zip', () => {
  it('is read by another program and by its own reader', () => {
    const zip = writeCanonicalZip(FILES);
    expect(Object.keys(unzipSync(zip))).toEqual(['a.txt', 'b/two.txt', 'empty']);
    const read = readCanonicalZip(zip);
    expect([...read.keys()].sort()).toEqual([...FILES.keys()].sort());
    for (const [name, bytes] of FILES) expect(Buffer.compare(read.get(name) ?? Buffer.of(1), bytes), name).toBe(0);
  });

  it('does not depend on the order of insertion', () => {
    expect(writeCanonicalZip(new Map([...FILES].reverse()))).toEqual(writeCanonicalZip(FILES));
  });

  it('is the same in time zones on both sides of UTC', () => {
    const module = new URL('../../../electron/engine/evidence/zip.ts', import.meta.url).href;
    const program = `import { writeCanonicalZip } from ${JSON.stringify(module)};
      const zip = writeCanonicalZip(new Map([['a', Buffer.from('x')]]));
      console.log(new Date(0).getTimezoneOffset(), Buffer.from(zip).toString('hex'));`;
    const printed = ['UTC', 'America/St_Johns', 'Pacific/Kiritimati'].map((zone) => {
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        env: { ...process.env, TZ: zone },
        cwd: fileURLToPath(new URL('../../..', import.meta.url)),
        encoding: 'utf8',
      });
      expect(stderr).not.toMatch(/Error/);
      return stdout.trim().split(' ');
    });
    expect(new Set(printed.map(([offset]) => offset)).size).toBe(3);
    expect(new Set(printed.map(([, hex]) => hex)).size).toBe(1);
    expect(printed[0]?.[1]).toMatch(/^504b0304/);
  });

  it.each([
    '../up',
    '/absolute',
    'a/../b',
    'a//b',
    'a\\b',
    'C:x',
    '',
    '.',
    '.hidden',
    '__proto__',
    'ä',
    'a\0b',
    '-rf',
    'a/',
  ])('refuses the name %j', (name) => {
    expect(isSafeEntryName(name)).toBe(false);
    expect(() => writeCanonicalZip(new Map([[name, new Uint8Array()]]))).toThrow(RangeError);
  });

  it.each(['../up.txt', '/etc/passwd', 'a/../../b', '.hidden'])('does not hand out an entry named %j', (name) => {
    const { files, problems } = inspectZip(zipSync({ [name]: Buffer.from('x') }, PLAIN));
    expect(files.size).toBe(0);
    expect(problems[0]?.detail).toContain('not allowed');
  });

  it('refuses a name that occurs twice', () => {
    const zip = Buffer.from(
      writeCanonicalZip(
        new Map([
          ['aa', Buffer.from('1')],
          ['ab', Buffer.from('2')],
        ]),
      ),
    );
    const twice = Buffer.from(zip.toString('latin1').replaceAll('ab', 'aa'), 'latin1');
    const { files, problems } = inspectZip(twice);
    expect(Buffer.from(files.get('aa') ?? []).toString()).toBe('1');
    expect(problems).toContainEqual({ file: 'aa', detail: 'the name occurs twice' });
  });

  it('refuses more entries, bytes or packing than allowed', () => {
    const zip = writeCanonicalZip(FILES);
    expect(() => readCanonicalZip(zip, { entries: 2 })).toThrow('more than 2 entries');
    expect(() => readCanonicalZip(zip, { totalBytes: 3000 })).toThrow('more than 3000 bytes');
    const bomb = zipSync({ bomb: new Uint8Array(1_000_000) }, { ...PLAIN, level: 9 });
    const { files, problems } = inspectZip(bomb);
    expect(files.size).toBe(0);
    expect(problems[0]).toEqual({ file: 'bomb', detail: 'unpacks to more than 200 times its size' });
  });

  it('reads a repacked archive but says that it is not the one that was written', () => {
    const repacked = zipSync({ 'a.txt': Buffer.from('one'.repeat(10)) }, { ...PLAIN, level: 6 });
    const { files, problems } = inspectZip(repacked);
    expect(Buffer.from(files.get('a.txt') ?? []).toString()).toBe('one'.repeat(10));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.file).toBe('a.txt');
  });

  it.each([
    ['bytes behind the end', (zip: Buffer) => Buffer.concat([zip, Buffer.from('x')])],
    ['bytes before the start', (zip: Buffer) => Buffer.concat([Buffer.from('x'), zip])],
    ['a missing last byte', (zip: Buffer) => zip.subarray(0, -1)],
    ['another time', (zip: Buffer) => (zip.writeUInt16LE(1, 10), zip)],
    ['no bytes at all', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('%PDF-1.7 not a zip at all, but long enough to be looked at')],
  ])('finds %s', (_, change) => {
    expect(inspectZip(change(Buffer.from(writeCanonicalZip(FILES)))).problems).not.toEqual([]);
  });

  it('names the entry and field of every single changed byte', () => {
    const zip = Buffer.from(
      writeCanonicalZip(
        new Map([
          ['a', Buffer.from('xyz')],
          ['b', Buffer.from('')],
        ]),
      ),
    );
    for (let offset = 0; offset < zip.length; offset++) {
      const changed = Buffer.from(zip);
      changed[offset] = (changed[offset] ?? 0) ^ 0x10;
      const { problems } = inspectZip(changed);
      expect(problems, `byte ${offset}`).not.toEqual([]);
      expect(
        problems.some(({ file, detail }) => file !== undefined || /byte \d+|end record/.test(detail)),
        `byte ${offset}: ${JSON.stringify(problems)}`,
      ).toBe(true);
    }
  });
});
