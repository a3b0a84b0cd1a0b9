import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expandSource } from '../../../electron/engine/reading/containers/expand.ts';
import { zip } from './containers-archives.ts';
import { containerFolder, contentOf } from './containers-source.ts';

const folder = containerFolder();
const CSV = 'User,App\nada@example.com,Planner\n';

describe('names', () => {
  const unused = (why: string) => `(read without this path: ${why})`;
  test.each([
    ['../../etc/cron.d/x', `../../etc/cron.d/x ${unused('it points outside the archive')}`],
    ['/etc/passwd', `/etc/passwd ${unused('it points outside the archive')}`],
    ['C:\\Windows\\win.csv', `C:/Windows/win.csv ${unused('it points outside the archive, it holds backslashes')}`],
    ['..\\..\\x.csv', `../../x.csv ${unused('it points outside the archive, it holds backslashes')}`],
    ['\\\\server\\share\\x', `//server/share/x ${unused('it points outside the archive, it holds backslashes')}`],
    ['logs/CON', `logs/CON ${unused('Windows reserves the name “CON”')}`],
    ['nul.csv', `nul.csv ${unused('Windows reserves the name “nul.csv”')}`],
    ['com1 .txt/a', `com1 .txt/a ${unused('Windows reserves the name “com1 .txt”')}`],
    ['a.csv:stream', `a.csv:stream ${unused('it holds “:”')}`],
    ['logs/h=00:00/a', `logs/h=00:00/a ${unused('it holds “:”')}`],
    [`${'x'.repeat(296)}.csv`, `${'x'.repeat(60)}…${'x'.repeat(135)}.csv ${unused('it is 300 characters long')}`],
    ['gnp.\u202evsc.csv', 'gnp.⟨U+202E⟩vsc.csv'],
    ['zero\u200bwidth\u0000.csv', 'zero⟨U+200B⟩width⟨U+0000⟩.csv'],
    ['line\nbreak.csv', 'line break.csv'],
    ['__proto__', '__proto__'],
    ['constructor/a.csv', 'constructor/a.csv'],
    ['console.csv', 'console.csv'],
    ['a..b/c.csv', 'a..b/c.csv'],
  ])('trap 95: %j is only shown, never used, and its bytes are read', async (name, shown) => {
    const parent = folder.scratch();
    const scratch = join(parent, 'in/it');
    folder.file(`${scratch.slice(folder.path.length + 1)}/.keep`, '');
    const source = folder.file('hostile.zip', zip([{ name, content: CSV }]));
    const { files } = await expandSource(source, scratch);
    expect(files.map((file) => file.name)).toEqual([shown]);
    expect(contentOf(parent)).toEqual(['in/it/.keep', expect.stringMatching(/^in\/it\/source-\w{6}\/1$/)]);
  });

  test('trap 95: names in other encodings are shown as far as they can be', async () => {
    const { files } = await folder.open(
      folder.file(
        'encodings.zip',
        zip([
          { name: Buffer.from('Zoë.csv'), content: CSV, flags: 0 },
          { name: Buffer.from([0x5a, 0x6f, 0x89, 0x2e, 0x63, 0x73, 0x76]), content: CSV, flags: 0 },
          { name: Buffer.from([0x62, 0xff, 0xfe]), content: CSV, flags: 0x800 },
        ]),
      ),
    );
    expect(files.map(({ name }) => name)).toEqual(['Zoë.csv', 'Zoë.csv (entry 2 of this name)', 'b\ufffd\ufffd']);
  });

  test('trap 95: two entries of one name are both taken and told apart', async () => {
    const { files } = await folder.open(
      folder.file(
        'twice.zip',
        zip([
          { name: 'a.csv', content: '1' },
          { name: 'a.csv', content: '2' },
        ]),
      ),
    );
    expect(files.map(({ name, text }) => [name, text])).toEqual([
      ['a.csv', '1'],
      ['a.csv (entry 2 of this name)', '2'],
    ]);
  });

  test('trap 95: a path too long in a folder is said, and names there are made safe for show', async () => {
    folder.file('paths/\u202ecsv.exe', CSV);
    const { files, problems } = await folder.open(join(folder.path, 'paths'), { limits: { pathLength: 20 } });
    expect([files.map(({ name }) => name), problems]).toEqual([['⟨U+202E⟩csv.exe'], []]);
    folder.file('paths/a-long-folder/a-long-name.csv', CSV);
    const long = await folder.open(join(folder.path, 'paths'), { limits: { pathLength: 20 } });
    expect(long.files).toHaveLength(1);
    expect(long.problems).toEqual([
      expect.stringContaining(
        '“a-long-folder/a-long-name.csv” in “paths” has a path above the limit of 20 characters.',
      ),
    ]);
  });
});
