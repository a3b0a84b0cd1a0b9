import { describe, expect, test } from 'vitest';
import { redactSecrets } from '../../../electron/engine/lib/redact.ts';
import { createSecretRedactor } from '../../../electron/engine/reading/redact-stream.ts';
import type { Encoding } from '../../../electron/engine/reading/types.ts';
import { randomFrom, utf16 } from './files.ts';
import { markFor, secretMaker } from './secrets.ts';

function redacted(bytes: Buffer, encoding: Encoding, sizeOf: () => number): { kept: Buffer; count: number } {
  const redactor = createSecretRedactor({ encoding, columns: null });
  const kept: Buffer[] = [];
  const sources: Buffer[] = [];
  let isChanged = false;
  const keep = (part: Buffer): void => {
    if (!isChanged && redactor.count() > 0) {
      isChanged = true;
      sources.push(...kept, Buffer.from(redactor.source()));
    }
    kept.push(Buffer.from(part));
  };
  for (let at = 0; at < bytes.length;) {
    const block = bytes.subarray(at, at + sizeOf());
    at += block.length;
    if (isChanged) sources.push(block);
    // The memory is used again.
    const lent = Buffer.from(block);
    keep(redactor.push(lent));
    lent.fill(0);
  }
  keep(redactor.end());
  // What was kept before the first secret, and what the redactor says it holds then, are the file.
  if (isChanged) expect(Buffer.concat(sources).equals(bytes)).toBe(true);
  return { kept: Buffer.concat(kept), count: redactor.count() };
}

const next = randomFrom(7);
const PIECES = [
  ...secretMaker(3).map(({ make }) => make()),
  'SSWS 00abcdefghijklmnopqrst',
  'Bearer abcdef.123456789',
  'Basic dXNlcjpwYXNzd29yZA==',
  'access_token=',
  'code=',
  '&sig=',
  '%26code%3D',
  'client_secret%3d',
  '\\u0026sig\\u003d',
  'refresh_token',
  '"access_token":"',
  '""password"":""',
  '\\"apiKey\\": \\"',
  '"AccessToken" : ["',
  '"name":"access_token","value":"',
  'signature=',
  'X-Amz-Signature=',
  'pwd=',
  '"displayName":"client_secret","oldValue":null,"newValue":"\\"',
  'secretText',
  'toke',
  'secr',
  'AbCdEf123456',
  'Q~',
  '"',
  '""',
  '\\"',
  '\\',
  '\\\\',
  '\\\\"',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  '\n',
  '\r\n',
  ' ',
  "'",
  '=',
  '&',
  '-',
  '_',
  '.',
  'é',
  '漢',
  '😀',
  'ťŹJ',
  '%20',
  '\\/',
  '\\n',
  'null',
  'true',
  '0',
  '123456',
  'abcdef',
  '[secret:12345678]',
  `${'-----BEGIN'} PRIVATE KEY-----\nMIIEabc\ndef=\n-----END PRIVATE KEY-----`,
  `${'-----BEGIN'} RSA PRIVATE KEY-----\\nMII`,
];
const soup = (length: number): string => Array.from({ length }, () => PIECES[next(PIECES.length)] ?? '').join('');

describe('whatever the text', () => {
  test('redacting it again finds nothing, and no line moves', () => {
    let found = 0;
    for (let round = 0; round < 2000; round += 1) {
      const text = soup(1 + next(50));
      const once = redactSecrets(text);
      expect(redactSecrets(once.text)).toEqual({ text: once.text, count: 0 });
      expect(once.text.replace(/[^\r\n]/g, '')).toBe(text.replace(/[^\r\n]/g, ''));
      found += once.count;
    }
    expect(found).toBeGreaterThan(5000);
  });

  test('a file in pieces of any size and encoding gives what the whole text gives', () => {
    for (let round = 0; round < 300; round += 1) {
      const text = soup(1 + next(80));
      const whole = redactSecrets(text);
      const largest = 1 + next(round % 2 === 0 ? 8 : 500);
      const size = (): number => 1 + next(largest);
      for (const [encoding, encode] of [
        ['utf-8', (part: string) => Buffer.from(part)],
        ['utf-16le', (part: string) => utf16(part, 'le', true)],
        ['utf-16be', (part: string) => utf16(part, 'be', false)],
      ] as const) {
        const { kept, count } = redacted(encode(text), encoding, size);
        expect(kept.equals(encode(whole.text))).toBe(true);
        expect(count).toBe(whole.count);
      }
    }
  });

  test('so does a text longer than what is looked at ahead', () => {
    for (const encoding of ['utf-8', 'utf-16le'] as const) {
      const text = Array.from({ length: 900 }, () => soup(30).replaceAll('"', "'")).join('\n');
      const whole = redactSecrets(text);
      const bytes = encoding === 'utf-8' ? Buffer.from(text) : utf16(text, 'le', false);
      const { kept, count } = redacted(bytes, encoding, () => 1 + next(70_000));
      expect(kept.toString(encoding === 'utf-8' ? 'utf8' : 'utf16le') === whole.text).toBe(true);
      expect(count).toBe(whole.count);
      expect(count).toBeGreaterThan(3000);
    }
  });
});

describe('a secret longer than what is looked at ahead', () => {
  const long = 'x'.repeat(200_000);
  test.each([
    [`a,code=${long}&state=1`, 'a,code=…&state=1'],
    [`{"token":"a1${long}","b":1}`, '{"token":"…","b":1}'],
    [`"{""password"":""${long}\\""x\\\\"",""b"":1}"`, '"{""password"":""…"",""b"":1}"'],
    [`{\\"apiKey\\":\\"${long}\\\\\\"x\\\\\\\\\\",\\"b\\":1}`, '{\\"apiKey\\":\\"…\\",\\"b\\":1}'],
    [`{"id_token":"${long}`, '{"id_token":"…'],
    [`{"id_token":"${long}\n{"b":1}`, '{"id_token":"…\n{"b":1}'],
    [`${'ghp'}_${long} code=abcdefgh9`, `… code=${markFor('abcdefgh9')}`],
  ])('%#: goes on to its end, in pieces of any size', (text, expected) => {
    for (const size of [60_001, 65_536, 131_072, 1_000_000]) {
      const { kept } = redacted(Buffer.from(text), 'utf-8', () => size);
      expect(kept.toString('utf8').replace(/\[secret:[0-9a-f]{8}\]/, '…')).toBe(expected);
    }
    const bySmallPieces = redacted(Buffer.from(text), 'utf-8', () => 1 + next(90));
    expect(bySmallPieces.kept.toString('utf8').replace(/\[secret:[0-9a-f]{8}\]/, '…')).toBe(expected);
  });
});

test('secrets across the border of two blocks, at every place', () => {
  const [slack = ''] = PIECES;
  const forms = [
    [`{"a":"${slack}"}`, slack],
    ['{"client_secret":"asdf ghjk"}', 'asdf ghjk'],
    ['{\\"apiKey\\" : \\"qwertz\\\\\\"uiop\\"}', 'qwertz'],
    ['"{""url"":""https://h.example/?a=1&access_token=yxcvbnm1""}"', 'yxcvbnm1'],
    ['?next=https%3A%2F%2Fh%3Fcode%3Dpoiuzt12%26b%3D1', 'poiuzt12'],
    ['Authorization: Bearer lkjhgfds.12345', 'lkjhgfds'],
    [`x ${PIECES.find((piece) => piece.includes(`${'Q'}~`)) ?? ''} y`, `${'Q'}~`],
    [`${'-----BEGIN'} PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----`, 'MIIEvQ'],
  ] as const;
  const filler = '\nnothing of note here\n'.repeat(6000);
  for (const [form, secret] of forms) {
    const whole = redactSecrets(form);
    expect(whole.count).toBe(1);
    for (let at = 1; at < form.length; at += 1) {
      const redactor = createSecretRedactor({ encoding: 'utf-8', columns: null });
      const kept = [
        Buffer.from(redactor.push(Buffer.from(filler + form.slice(0, at)))),
        Buffer.from(redactor.push(Buffer.from(form.slice(at) + filler))),
        redactor.end(),
      ];
      const text = Buffer.concat(kept).toString('utf8');
      expect(text === filler + whole.text + filler).toBe(true);
      expect(text.includes(secret)).toBe(false);
    }
  }
});

test('Windows-1252 and broken UTF-8 stay as they are around a secret', () => {
  const secret = PIECES[0] ?? '';
  for (const encoding of ['windows-1252', 'utf-8'] as const) {
    const bytes = Buffer.concat([
      Buffer.from([0xe9, 0x80, 0xff, 0x20]),
      Buffer.from(secret),
      Buffer.from([0x20, 0xfc, 0x00]),
    ]);
    const { kept } = redacted(bytes, encoding, () => 5);
    expect(kept.toString('latin1')).toBe(`\u00e9\u0080\u00ff ${markFor(secret)} \u00fc\u0000`);
  }
  const password = redacted(Buffer.from('{"password":"p\u00e4ssw\u00f6rd"}', 'latin1'), 'windows-1252', () => 4);
  expect(password.kept.toString('latin1')).toBe(`{"password":"${markFor('pässwörd')}"}`);
});
