import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { storeEvidence } from '../../../electron/engine/reading/evidence-copy.ts';
import { randomFrom, readCsv, testFolder, utf16 } from './files.ts';
import { markFor } from './secrets.ts';

const folder = testFolder();
const store = join(folder.path, 'store');

async function kept(content: string | Uint8Array): Promise<{ text: string; kinds: readonly string[]; path: string }> {
  const { path, secretKinds } = await storeEvidence(folder.file(content), store);
  return { text: readFileSync(path, 'utf8'), kinds: secretKinds, path };
}

test('trap 93: the token columns of a Salesforce OauthToken list, which have no recognizable shape', async () => {
  const rows = [
    '"Id","AppName","AccessToken","RequestToken","DeleteToken","UserId","UseCount","LastUsedDate"',
    '"","Tidewater Tasks","vbnmqwertz","","Zzyx.wvut_srq","005000000000001AAA","12","2026-09-01T08:00:00.000+0000"',
    '"","Halyard, Ltd","asdf ghjk, ""l""","yxcvbn","null","005000000000002AAA","3",""',
  ];
  const { text, kinds } = await kept(`${rows.join('\n')}\n`);
  expect(text.split('\n')).toEqual([
    rows[0],
    `"","Tidewater Tasks","${markFor('vbnmqwertz')}","","${markFor('Zzyx.wvut_srq')}","005000000000001AAA","12","2026-09-01T08:00:00.000+0000"`,
    `"","Halyard, Ltd","${markFor('asdf ghjk, "l"')}","${markFor('yxcvbn')}","null","005000000000002AAA","3",""`,
    '',
  ]);
  expect(kinds).toEqual([
    'OAuth refresh token column AccessToken',
    'OAuth request token column RequestToken',
    'OAuth revocation token column DeleteToken',
  ]);
});

test('upper-case headers, other delimiters, prelude, repeated headers; the name itself, numbers and blanks stay', async () => {
  const head = 'sep=;\r\n\r\nAPPNAME;ACCESSTOKEN;CLIENT SECRET;NOTE\r\n';
  const { text, kinds } = await kept(
    `${head}a;abcdefgh;x;abcdefgh\r\nAPPNAME;ACCESSTOKEN;CLIENT SECRET;NOTE\r\nb;1234567890;true;-\r\nc;${markFor('q')};ijklmnop;`,
  );
  expect(text).toBe(
    `${head}a;${markFor('abcdefgh')};x;abcdefgh\r\nAPPNAME;ACCESSTOKEN;CLIENT SECRET;NOTE\r\nb;1234567890;true;-\r\nc;${markFor('q')};${markFor('ijklmnop')};`,
  );
  expect(kinds).toEqual(['column ACCESSTOKEN', 'column CLIENT SECRET']);
});

test('safe join keys and labels stay', async () => {
  const content = `hashed_token,token_last_eight,tokenHash,uniqueTokenIdentifier,SESSION_KEY,LOGIN_KEY,tokenType,password_policy
${Array.from({ length: 8 }, (_, index) => `abcDEFghi${index}jklMNO${index}pqr`).join(',')}
`;
  expect(await kept(content)).toMatchObject({ text: content, kinds: [] });
});

test('a private key of several lines keeps its line ends', async () => {
  const key = 'first line of a key\nsecond line\r\nthird';
  const { text } = await kept(`app,private_key,x\na,"${key}",1\nb,,2\n`);
  expect(text).toBe(`app,private_key,x\na,"${markFor(key)}\n\r\n",1\nb,,2\n`);
});

test('rows that are broken or not as long as the header: no cell keeps a secret', async () => {
  const secret = 'k1J2h3G4f5D6s7A8q9W0e1R2';
  const rows = [
    `a,b,${secret},1`,
    `a, unquoted comma, b,${secret},1`,
    `a "quote" in, the middle,${secret}`,
    `"a",b,"${secret}" x,1`,
    `"opened,b,${secret},1`,
    `c,d,"${secret}`,
  ];
  const content = `app,note,access_token,count\n${rows.join('\n')}\ne,f,,2\n`;
  const before = await readCsv(folder.file(content));
  const { text, path } = await kept(content);
  expect(text).not.toContain(secret);
  const after = await readCsv(path);
  expect([after.lines, after.problems.map(({ line }) => line)]).toEqual([
    before.lines,
    before.problems.map(({ line }) => line),
  ]);
  expect(after.records.at(-1)).toEqual(['e', 'f', '', '2']);
});

test('a row too long to be read is replaced whole, and the next ones are read', async () => {
  const long = `x,${'y'.repeat(19 * 1024 * 1024)},Q1w2E3r4T5z6U7i8O9p0,z`;
  const path = folder.file(`app,access_token,note\n${long}\nb,abcdefgh,c\n`);
  const stored = await storeEvidence(path, store);
  const lines = readFileSync(stored.path, 'latin1').split('\n');
  expect(lines.map((line) => line.length)).toEqual([21, 17, 21, 0]);
  expect(stored.secretKinds).toEqual(['column access_token', 'row too long to be read, in a file with secret columns']);
});

test('however badly the cells are quoted, the same lines are read and given up, and no secret is left', async () => {
  const next = randomFrom(94);
  const secret = 'k1J2h3G4f5D6s7A8q9W0e1R2';
  const pieces = ['a', 'bc', '"', '""', ',', '\n', ' ', '"x"', '"y",', 'secret', secret, ','];
  const outcome = ({ lines, problems }: Awaited<ReturnType<typeof readCsv>>): unknown => [
    lines,
    problems.map(({ line, reason }) => [line, reason]),
  ];
  let broken = 0;
  for (let round = 0; round < 100; round += 1) {
    const body = Array.from({ length: next(80) }, () => pieces[next(pieces.length)] ?? '').join('');
    const path = folder.file(`id,note,client_secret,apiKey\n1,2,3,4\n${body}\nz,y,x,w\n`);
    const before = await readCsv(path);
    const stored = await storeEvidence(path, store);
    const after = await readCsv(stored.path);
    expect(outcome(after)).toEqual(outcome(before));
    const lines = readFileSync(stored.path, 'utf8').split('\n');
    for (const { line } of before.problems) expect(lines[line - 1]).not.toMatch(/(?<!\w)k1J2h3G4f5D6s7A8q9W0e1R2/);
    for (const row of after.records) expect(row.slice(2, 4).join()).not.toContain(secret);
    broken += before.problems.length;
  }
  expect(broken).toBeGreaterThan(100);
});

test('whatever the cells hold, only those of the secret columns change', async () => {
  const next = randomFrom(93);
  const pieces = ['a', 'bc', '"', '""', ',', '\n', '\r\n', '\r', ' ', 'é', '漢', '😀', "'", ';', '1', 'secret'];
  const cell = (): string => Array.from({ length: next(7) }, () => pieces[next(pieces.length)] ?? '').join('');
  const quoted = (text: string): string =>
    /[",\r\n;]/.test(text) || text !== text.trim() || next(3) === 0 ? `"${text.replaceAll('"', '""')}"` : text;
  let replaced = 0;
  for (let round = 0; round < 80; round += 1) {
    const end = ['\n', '\r\n', '\r'][next(3)] ?? '\n';
    const rows = Array.from({ length: 3 + next(12) }, (_, index) => [`r${index}`, cell(), cell(), cell()]);
    const lines = rows.map((row) => row.map(quoted).join(','));
    const content = `id,note,client_secret,apiKey${end}${lines.join(end)}${end}`;
    const bytes =
      [Buffer.from(content), Buffer.from(`\ufeff${content}`), utf16(content, 'le', true)][next(3)] ?? content;
    const path = folder.file(bytes);
    const before = await readCsv(path);
    const stored = await storeEvidence(path, store);
    const after = await readCsv(stored.path);
    expect(after.lines).toEqual(before.lines);
    expect(after.problems.map(({ line, reason }) => [line, reason])).toEqual(
      before.problems.map(({ line, reason }) => [line, reason]),
    );
    before.records.forEach((row, index) => {
      const shown = after.records[index] ?? [];
      if (row.length !== 4) return;
      expect(shown.slice(0, 2)).toEqual(row.slice(0, 2));
      for (const column of [2, 3]) {
        const value = row[column] ?? '';
        if (shown[column] === value) continue;
        const mark = shown[column]?.replace(/[\r\n]+/g, '');
        // A carriage return at the end of a row is read as its line end.
        if (value.includes('\r') || column === 3) expect(mark).toMatch(/^\[secret:[0-9a-f]{8}\]$/);
        else expect(mark).toBe(markFor(value));
        replaced += 1;
      }
    });
    expect((await storeEvidence(stored.path, store)).secrets).toBe(0);
  }
  expect(replaced).toBeGreaterThan(200);
});
