import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type StoredEvidence, storeEvidence } from '../../../electron/engine/reading/evidence-copy.ts';
import { readRecordAtLine } from '../../../electron/engine/reading/record-at-line.ts';
import { csvHead, jsonHead, randomFrom, readCsv, readJson, testFolder, utf16 } from './files.ts';
import { hasTool, run } from '../signing/fixtures.ts';
import { markFor, secretMaker } from './secrets.ts';

const folder = testFolder();
const store = join(folder.path, 'store');
const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

async function stored(content: string | Uint8Array): Promise<StoredEvidence & { readonly kept: Buffer }> {
  const result = await storeEvidence(folder.file(content), store);
  const kept = readFileSync(result.path);
  expect(result.copySha256).toBe(digest(kept));
  expect(result.path).toBe(join(store, result.copySha256.slice(0, 2), result.copySha256));
  return { ...result, kept };
}

const tokens = secretMaker(1).map(({ make }) => make());
const [slack = ''] = tokens;

describe('trap 93: live secrets are taken out before anything is stored', () => {
  test('each platform’s tokens in a note, a URL and JSON inside a cell', async () => {
    const rows = tokens.map((token, index) => {
      const json = JSON.stringify({ a: { note: `see ${token}, ok`, raw: JSON.stringify({ t: token }) } });
      return `${index},"note: ${token}","https://h.example/?x=${token}&y=1","${json.replaceAll('"', '""')}"`;
    });
    const { kept, secrets, secretKinds } = await stored(`id,note,url,json\n${rows.join('\n')}\n`);
    const text = kept.toString('utf8');
    for (const token of tokens) expect(text).not.toContain(token);
    expect(secrets).toBe(4 * tokens.length);
    expect(secretKinds).toEqual([...new Set(secretMaker(1).map(({ kind }) => kind))].toSorted());
    expect(text.split('\n')).toHaveLength(rows.length + 2);
    expect((text.match(/\[secret:[0-9a-f]{8}\]/g) ?? []).length).toBe(secrets);
  });

  test('Okta debugData, RequestUri and query strings', async () => {
    const lines = [
      { debugContext: { debugData: { requestUri: '/oauth2/v1/token?code=aBcDeF123456', authnRequestId: 'x' } } },
      { RequestUri: 'https://graph.microsoft.com/v1.0/me?access_token=qwertz-1&$skiptoken=RFNwdAIAAQAAACI6' },
      { uri: 'https://store.example/b?sv=2024-01-01&sig=a%2Bb%2Fc%3D%3D&se=2026' },
      { headers: 'Authorization: SSWS 00qwertzuiopasdfghjklyxcvbnm', api: '/api/v1/users' },
    ];
    const { kept, secretKinds } = await stored(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
    expect(kept.toString('utf8').split('\n')).toEqual([
      `{"debugContext":{"debugData":{"requestUri":"/oauth2/v1/token?code=${markFor('aBcDeF123456')}","authnRequestId":"x"}}}`,
      `{"RequestUri":"https://graph.microsoft.com/v1.0/me?access_token=${markFor('qwertz-1')}&$skiptoken=RFNwdAIAAQAAACI6"}`,
      `{"uri":"https://store.example/b?sv=2024-01-01&sig=${markFor('a%2Bb%2Fc%3D%3D')}&se=2026"}`,
      `{"headers":"Authorization: SSWS ${markFor('00qwertzuiopasdfghjklyxcvbnm')}","api":"/api/v1/users"}`,
      '',
    ]);
    expect(secretKinds).toEqual([
      'Okta API token',
      'query parameter access_token',
      'query parameter code',
      'query parameter sig',
    ]);
  });

  test('secret-named members at any depth, in JSON inside JSON and in pages of SOQL', async () => {
    const record = {
      attributes: { type: 'OauthToken' },
      AppName: 'Tidewater Tasks',
      AccessToken: 'no shape at all',
      RequestToken: null,
      DeleteToken: 'gh/ij+kl==',
      UseCount: 12,
      inner: JSON.stringify({ oauth: { client_secret: 'x"y\\z quoted', token_type: 'Bearer', expires_in: 3600 } }),
    };
    const { kept, secrets, path } = await stored(JSON.stringify({ done: true, records: [record, record] }, null, 1));
    const { records } = await readJson(path);
    expect(records).toHaveLength(2);
    expect(records[0]).toEqual({
      ...record,
      AccessToken: markFor('no shape at all'),
      DeleteToken: markFor('gh/ij+kl=='),
      inner: expect.stringMatching(
        /^\{"oauth":\{"client_secret":"\[secret:[0-9a-f]{8}\]","token_type":"Bearer","expires_in":3600\}\}$/,
      ),
    });
    expect(secrets).toBe(6);
    expect(kept.toString('utf8').split('\n')).toHaveLength(
      JSON.stringify({ done: true, records: [record, record] }, null, 1).split('\n').length,
    );
  });

  test('nothing of a secret is written anywhere in the folder', async () => {
    const own = join(folder.path, 'own');
    await storeEvidence(folder.file(`id,note\n1,${slack}\n`), own);
    const files = readdirSync(own, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('/'));
    expect(files).toHaveLength(1);
    expect(readFileSync(join(own, files[0] ?? ''), 'utf8')).toBe(`id,note\n1,${markFor(slack)}\n`);
  });
});

describe('trap 94: the original stays provable', () => {
  test('its digest is taken before redaction, that of the copy after; the same file twice is the same copy', async () => {
    const path = folder.file(`id,note\n1,${slack}\n${'2,plain\n'.repeat(300_000)}`);
    const first = await storeEvidence(path, store);
    expect(first.sha256).toBe(digest(readFileSync(path)));
    const bySystem = run('sha256sum', [path]);
    if (hasTool('sha256sum')) expect(bySystem.output.slice(0, 64)).toBe(first.sha256);
    expect(first).toMatchObject({ bytes: statSync(path).size, secrets: 1, secretKinds: ['Slack token'] });
    expect(first.copySha256).not.toBe(first.sha256);
    expect(await storeEvidence(path, store)).toEqual(first);
    expect(await storeEvidence(path, null)).toEqual({ ...first, path });
  });

  test('a copy of a copy is the copy', async () => {
    const first = await stored(`id,note\n1,${tokens.join(' ')}\n`);
    const again = await storeEvidence(first.path, store);
    expect(again).toMatchObject({
      sha256: first.copySha256,
      copySha256: first.copySha256,
      secrets: 0,
      secretKinds: [],
    });
  });

  test('a file without secrets is kept byte for byte, in any encoding and however broken', async () => {
    const next = randomFrom(94);
    for (const content of [
      'id,note\n1,token and secret and password\n',
      utf16('a,b\r\n1,ü\r\n', 'le', true),
      utf16('a,b\r\n1,ü\r\n', 'be', false),
      Buffer.from([0x61, 0x2c, 0xe9, 0x0a, 0xff, 0x00, 0x80]),
      Buffer.concat([utf16('a,b\n', 'le', true), Buffer.from([0x41])]),
      Buffer.from(Array.from({ length: 300_000 }, () => next(256))),
    ]) {
      const { kept, sha256, copySha256, secrets } = await stored(content);
      expect(kept.equals(Buffer.from(content))).toBe(true);
      expect([copySha256, secrets]).toEqual([sha256, 0]);
    }
  });

  test('an archive would only be damaged and is kept as it is', async () => {
    const content = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]), Buffer.from(slack)]);
    expect((await stored(content)).kept.equals(content)).toBe(true);
  });
});

describe('1,000 secrets at random places', () => {
  const next = randomFrom(1000);
  const makers = secretMaker(2);
  const planted: string[] = [];
  const RECORDS = 12_000;
  // Words of a record, most of them the beginnings of secrets.
  const WORDS = [
    'token',
    'code',
    'uniqueTokenId',
    'résumé',
    '漢字',
    '😀',
    'eyJ',
    'a=b',
    '00D',
    'xox',
    'Bearer',
    'Q~',
    '~',
  ];
  const words = (): string => Array.from({ length: 1 + next(14) }, () => WORDS[next(WORDS.length)] ?? '').join(' ');
  const records = Array.from({ length: RECORDS }, (_, id) => [String(id), words(), words(), words()]);
  const hidden = records.map((record) => [...record]);
  for (let count = 0; count < 1000; count += 1) {
    const secret = makers[next(makers.length)]?.make() ?? '';
    const [id, field] = [next(RECORDS), 1 + next(3)];
    const place = next(15);
    for (const [rows, text] of [
      [records, secret],
      [hidden, markFor(secret)],
    ] as const) {
      const cells = rows[id];
      if (cells !== undefined) cells[field] = (cells[field] ?? '').split(' ').toSpliced(place, 0, text).join(' ');
    }
    planted.push(secret);
  }
  const toCsv = (rows: readonly (readonly string[])[]): string =>
    `id,note,more,last\r\n${rows.map(([id, note, more, last]) => `${id},${note},"${more}\n",${last}`).join('\r\n')}\r\n`;
  const toNdjson = (rows: readonly (readonly string[])[]): string =>
    rows
      .map(([id, note, more, last]) => JSON.stringify({ id, note, inner: JSON.stringify({ more }), last }))
      .join('\n');
  const toList = (rows: readonly (readonly string[])[]): string =>
    JSON.stringify(rows.map(([id, ...rest]) => ({ id, rest })));
  const utf8 = (text: string): Buffer => Buffer.from(text);
  const utf8Marked = (text: string): Buffer => Buffer.from(`\ufeff${text}`);
  const utf16le = (text: string): Buffer => utf16(text, 'le', true);
  const utf16be = (text: string): Buffer => utf16(text, 'be', true);

  test.each([
    ['CSV, UTF-8', toCsv, utf8],
    ['CSV, UTF-8 with mark', toCsv, utf8Marked],
    ['CSV, UTF-16LE', toCsv, utf16le],
    ['CSV, UTF-16BE', toCsv, utf16be],
    ['NDJSON, UTF-8', toNdjson, utf8],
    ['NDJSON, UTF-16LE', toNdjson, utf16le],
    ['a list on one line, UTF-8', toList, utf8],
    ['a list on one line, UTF-16LE', toList, utf16le],
  ])('%s: none survives; all else, records and lines stay', async (_, toText, encode) => {
    const path = folder.file(encode(toText(records)));
    const result = await storeEvidence(path, store);
    const kept = readFileSync(result.path);
    expect(kept.equals(encode(toText(hidden)))).toBe(true);
    for (const secret of planted) expect(kept.includes(encode(secret).subarray(encode('').length))).toBe(false);
    expect(result.secrets).toBe(planted.length);
    const read = toText === toCsv ? readCsv : readJson;
    const [before, after] = [await read(path), await read(result.path)];
    expect(after.lines).toEqual(before.lines);
    expect([after.records.length, after.problems]).toEqual([RECORDS, []]);
    const head = toText === toCsv ? await csvHead(result.path) : await jsonHead(result.path);
    const line = after.lines[RECORDS - 5] ?? 0;
    expect(await readRecordAtLine(result.path, head, line)).toMatch(new RegExp(`^\\D*${RECORDS - 5}\\b`));
  });
});

describe('large files', () => {
  test('secrets across the borders of blocks', async () => {
    const path = folder.file('');
    const forms = [
      `{"a":"${slack}"}`,
      '{"client_secret":"asdf ghjk"}',
      '"{""url"":""https://h.example/?a=1&access_token=yxcvbnm1""}"',
      `${'-----BEGIN'} PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----`,
    ];
    const secrets = [slack, 'asdf ghjk', 'yxcvbnm1', 'MIIEvQ'];
    const block = Buffer.alloc(1024 * 1024, 'nothing of note here\n');
    let borders = 0;
    for (const form of forms) {
      for (let before = 1; before < form.length; before += 7) {
        // The form begins so many characters before the end of this block.
        const one = Buffer.from(block);
        one.write(`\n${form}`.slice(0, before + 1), one.length - before - 1, 'latin1');
        const two = Buffer.from(block);
        two.write(`${form.slice(before)}\n`, 0, 'latin1');
        appendFileSync(path, one);
        appendFileSync(path, two);
        borders += 1;
      }
    }
    const { path: copy, secrets: count } = await storeEvidence(path, store);
    const kept = readFileSync(copy);
    for (const secret of secrets) expect(kept.includes(secret)).toBe(false);
    expect(count).toBe(borders);
    rmSync(path);
    rmSync(copy);
  });

  test('a line of 200 MB and a secret of 200 MB: memory stays bounded', async () => {
    const block = Buffer.alloc(1024 * 1024, 'xy');
    for (const [before, after] of [
      ['{"id":1,"note":"', `","token":"${slack}"}\n{"id":2}\n`],
      ['{"id":1,"password":"', '\\"\\\\","next":"y"}\n{"id":2}\n'],
    ] as const) {
      const path = folder.file(before);
      for (let count = 0; count < 200; count += 1) appendFileSync(path, block);
      appendFileSync(path, after);
      const start = process.memoryUsage().rss;
      let peak = 0;
      const result = await storeEvidence(path, store, {
        onProgress: () => {
          peak = Math.max(peak, process.memoryUsage().rss - start);
        },
      });
      expect(peak).toBeLessThan(100 * 1024 * 1024);
      expect(result.secrets).toBe(1);
      const kept = readFileSync(result.path, 'latin1');
      expect(kept.slice(0, before.length)).toBe(before);
      expect(kept.slice(before.length, before.length + 300).replace(/\[secret:[0-9a-f]{8}\]/, '…')).toBe(
        before.includes('note') ? 'xy'.repeat(150) : `…${after.replace(/^\\"\\\\/, '')}`,
      );
      rmSync(path);
      rmSync(result.path);
    }
  });
});

describe('nothing is left behind', () => {
  test('when the copy of a file with secrets is cancelled', async () => {
    const own = join(folder.path, 'cancelled');
    mkdirSync(own);
    const controller = new AbortController();
    const path = folder.file(`id,note\n1,${slack}\n${'2,plain\n'.repeat(500_000)}`);
    const copying = storeEvidence(path, own, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(copying).rejects.toMatchObject({ name: 'AppError', code: 'cancelled' });
    expect(readdirSync(own)).toEqual([]);
  });

  const namespaces = ['--mount', '--map-root-user'];
  const canMount = run('unshare', [...namespaces, 'true']).status === 0;
  test.skipIf(!canMount)('when the disk is full (needs user namespaces)', () => {
    const own = join(folder.path, 'full');
    mkdirSync(own);
    const path = folder.file(`id,note\n1,${slack}\n${'2,plain\n'.repeat(500_000)}`);
    const module = pathToFileURL(join(import.meta.dirname, '../../../electron/engine/reading/evidence-copy.ts')).href;
    const script = `
      const { storeEvidence } = await import(${JSON.stringify(module)});
      const { readdirSync } = await import('node:fs');
      const [path, store] = process.argv.slice(1);
      const error = await storeEvidence(path, store).catch((cause) => cause);
      console.log(JSON.stringify([error.code, error.message, readdirSync(store)]));`;
    const command = 'mount -t tmpfs -o size=1m none "$1" && exec "$2" --input-type=module --eval "$3" "$4" "$1"';
    const { output } = run('unshare', [...namespaces, 'sh', '-c', command, 'sh', own, process.execPath, script, path]);
    expect(JSON.parse(output)).toEqual(['io', expect.stringMatching(/disk is full|free space/), []]);
  });
});
