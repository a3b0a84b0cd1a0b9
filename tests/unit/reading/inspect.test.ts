import { expect, test, describe } from 'vitest';
import { gzipSync } from 'node:zlib';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';
import { csvHead, jsonHead, nothingHead, testFolder, utf16 } from './files.ts';

const folder = testFolder();

describe('encodings', () => {
  const csv = 'Name,Id\r\nZoë,1\r\n';

  test('a UTF-8 byte order mark is not part of the first header', async () => {
    const head = await csvHead(folder.file(`\ufeff${csv}`));
    expect(head.encoding).toBe('utf-8-bom');
    expect(head.header).toEqual(['Name', 'Id']);
  });

  test.each([
    ['le', true],
    ['be', true],
    ['le', false],
    ['be', false],
  ] as const)('UTF-16%s with mark %s', async (order, hasMark) => {
    const head = await csvHead(folder.file(utf16(csv, order, hasMark)));
    expect(head.encoding).toBe(`utf-16${order}`);
    expect(head.sample).toEqual([['Zoë', '1']]);
    expect(head.warnings).toHaveLength(hasMark ? 0 : 1);
    const json = await jsonHead(folder.file(utf16('[{"a":"é"},{"a":2}]', order, hasMark)));
    expect(json.sample).toEqual([{ a: 'é' }, { a: 2 }]);
  });

  test('invalid UTF-8 is read as Windows-1252, with a warning', async () => {
    const head = await csvHead(folder.file(Buffer.from('Name,Id\nZo\xeb \x96 M\xfcller,1\n', 'latin1')));
    expect(head.encoding).toBe('windows-1252');
    expect(head.sample).toEqual([['Zoë – Müller', '1']]);
    expect(head.warnings.join()).toContain('Windows-1252');
  });

  test('a few stray bytes in UTF-8 do not spoil the rest', async () => {
    const bytes = Buffer.concat([Buffer.from('Name,Id\nZoë é à,1\nM'), Buffer.from([0xfc]), Buffer.from('ller,2\n')]);
    const head = await csvHead(folder.file(bytes));
    expect(head.encoding).toBe('utf-8');
    expect(head.sample).toEqual([
      ['Zoë é à', '1'],
      ['Müller', '2'],
    ]);
    expect(head.warnings).toHaveLength(1);
  });
});

describe('CSV layout', () => {
  test('#TYPE and sep= lines come before the header', async () => {
    const typed = await csvHead(folder.file('#TYPE Selected.Microsoft.Graph\r\n"Id","App"\r\n"1","A"\r\n'));
    expect(typed).toMatchObject({ header: ['Id', 'App'], headerLine: 2, sample: [['1', 'A']] });
    const separated = await csvHead(folder.file('sep=;\r\nId;App, full\r\n1;A\r\n'));
    expect(separated).toMatchObject({
      delimiter: ';',
      header: ['Id', 'App, full'],
      headerLine: 2,
      sample: [['1', 'A']],
    });
  });

  test.each([',', ';', '\t', '|'] as const)('delimiter %j', async (delimiter) => {
    const rows = [
      ['Id', 'Scopes', 'Name'],
      ['1', 'a, b; c', 'x'],
      ['2', 'd', 'y'],
    ];
    const text = rows.map((row) => row.map((cell) => `"${cell}"`).join(delimiter)).join('\n');
    const head = await csvHead(folder.file(text));
    expect(head.delimiter).toBe(delimiter);
    expect(head.sample).toEqual(rows.slice(1));
  });

  test('line ends: CRLF, CR alone, and a mixture', async () => {
    expect(await csvHead(folder.file('a,b\r\n1,2\r\n'))).toMatchObject({ lineEnd: '\n', sample: [['1', '2']] });
    expect(await csvHead(folder.file('a,b\r1,2\r3,4\r'))).toMatchObject({
      lineEnd: '\r',
      sample: [
        ['1', '2'],
        ['3', '4'],
      ],
    });
    expect(await csvHead(folder.file('a,b\r\n1,2\r3,4\n5,6'))).toMatchObject({
      lineEnd: 'mixed',
      sample: [
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    });
  });

  test('header cells are trimmed, repeated names are numbered, empty ones named', async () => {
    const head = await csvHead(
      folder.file('Application ID ,\u00a0Resource ID\u00a0,Token type,Token type,,__proto__\n1,2,3,4,5,6\n'),
    );
    expect(head.header).toEqual([
      'Application ID',
      'Resource ID',
      'Token type',
      'Token type#2',
      'column 5',
      '__proto__',
    ]);
  });

  test('a first row that looks like data is no header', async () => {
    const head = await csvHead(
      folder.file('5523c0ac-586d-491e-bc73-fc18f9ed2c28,DocuSign\n3190d40e-82d9-44ee-af78-4ce2aafd4f15,Zoom\n'),
    );
    expect(head).toMatchObject({ hasHeader: false, header: ['column 1', 'column 2'], headerLine: 1 });
    expect(head.sample).toHaveLength(2);
    expect(head.warnings.join()).toContain('no header row');
  });

  test('a header without rows is a table without rows, and says so', async () => {
    const head = await csvHead(folder.file('id,clientId,scope\n'));
    expect(head.sample).toEqual([]);
    expect(head.warnings.join()).toContain('no rows');
  });

  test('damage by spreadsheets, PowerShell depth and templates is named', async () => {
    expect((await csvHead(folder.file('id,n\n1.23E+17,a\n'))).warnings.join()).toContain('spreadsheet');
    expect((await csvHead(folder.file('id,n\nSystem.Object[],a\n'))).warnings.join()).toContain('-Depth 10');
    expect((await jsonHead(folder.file('[{"clientId":"{clientId}"}]'))).warnings.join()).toContain('placeholders');
    expect((await csvHead(folder.file('id,n\n12.5,a\n'))).warnings).toEqual([]);
  });
});

describe('JSON layout', () => {
  test.each([
    ['[{"a":1},{"a":2}]', 'array', null],
    ['{"a":1}\n{"a":2}\n', 'ndjson', null],
    ['{"a":1}{"a":2}', 'documents', null],
    ['[{"a":1}][{"a":2}]', 'documents', null],
    ['[{"a":1}]\r\n[{"a":2}]', 'documents', null],
    ['{\n"a":1}\n{\n"a":2}', 'documents', null],
    ['{"@odata.context":"x","value":[{"a":1},{"a":2}]}', 'wrapper', 'value'],
    ['{"value":[{"a":1}]}{"value":[{"a":2}]}', 'wrapper', 'value'],
    ['{"value":{"a":1}}\n{"value":[{"a":2}]}', 'wrapper', 'value'],
    ['{"kind":"admin#directory#tokenList","items":[{"a":1},{"a":2}]}', 'wrapper', 'items'],
    ['{"status":0,"result":{"totalSize":2,"records":[{"a":1},{"a":2}]}}', 'wrapper', 'result.records'],
    ['{"took":3,"hits":{"total":2,"hits":[{"_source":{"a":1}},{"_source":{"a":2}}]}}', 'wrapper', 'hits.hits'],
    [
      '{"ok":true,"approved_apps":[{"a":1},{"a":2}],"response_metadata":{"next_cursor":""}}',
      'wrapper',
      'approved_apps',
    ],
    ['{"exportedBy":"tool","grantsOfTenant":[{"a":1},{"a":2}]}', 'wrapper', 'grantsOfTenant'],
  ] as const)('%s', async (text, shape, wrapperKey) => {
    const head = await jsonHead(folder.file(text));
    expect(head).toMatchObject({ shape, wrapperKey, sample: [{ a: 1 }, { a: 2 }], warnings: [] });
  });

  test('one record that holds a list of objects stays one record', async () => {
    const webhook = { action: 'created', installation: { id: 1 }, repositories: [{ id: 2 }], sender: { login: 'x' } };
    expect(await jsonHead(folder.file(JSON.stringify(webhook)))).toMatchObject({
      shape: 'object',
      wrapperKey: null,
      sample: [webhook],
    });
    const principal = { id: '1', appId: '2', keyCredentials: [{ keyId: '3' }] };
    expect(await jsonHead(folder.file(JSON.stringify(principal)))).toMatchObject({
      shape: 'object',
      sample: [principal],
    });
  });

  test.each([
    '{"@odata.nextLink":"https://graph.microsoft.com/next","value":[{"a":1}]}',
    '{"items":[{"a":1}],"nextPageToken":"abc"}',
    '{"totalSize":2,"done":false,"records":[{"a":1}]}',
    '{"ok":true,"entries":[{"a":1}],"response_metadata":{"next_cursor":"dXNlcg=="}}',
    '{"ok":true,"logs":[{"a":1}],"paging":{"page":1,"pages":3}}',
    '{"@odata.nextLink":"x","value":[{"a":1}]}{"@odata.nextLink":"y","value":[{"a":2}]}',
  ])('a next page is announced: %s', async (text) => {
    expect((await jsonHead(folder.file(text))).warnings.join()).toContain('incomplete');
  });

  test('pages that are all there are complete', async () => {
    const text = '{"@odata.nextLink":"x","value":[{"a":1}]}{"value":[{"a":2}]}';
    expect((await jsonHead(folder.file(text))).warnings).toEqual([]);
  });

  test('a marker behind more than one MiB of records is seen', async () => {
    const items = Array.from({ length: 30_000 }, (_, index) => ({
      clientId: `client-${index}`,
      displayText: 'x'.repeat(30),
    }));
    const head = await jsonHead(folder.file(JSON.stringify({ kind: 'k', items, nextPageToken: 'more' })));
    expect(head.wrapperKey).toBe('items');
    expect(head.warnings.join()).toContain('nextPageToken');
  });

  test('the envelope keeps the scalars beside the records', async () => {
    const head = await jsonHead(
      folder.file('{"kind":"k","n":12345678901234567890,"items":[{"a":1}],"meta":{"x":true}}'),
    );
    expect([...head.envelope]).toEqual([
      ['kind', 'k'],
      ['n', '12345678901234567890'],
      ['meta.x', 'true'],
    ]);
  });

  test('a file that breaks off says at which byte', async () => {
    const text = '[{"a":1},{"a":2},{"a":';
    const head = await jsonHead(folder.file(text));
    expect(head.sample).toHaveLength(2);
    expect(head.warnings.join()).toContain(`byte ${text.length}`);
  });

  test('an empty list is a list, and says so', async () => {
    const head = await jsonHead(folder.file('{"@odata.context":"x","value":[]}'));
    expect(head).toMatchObject({ shape: 'wrapper', wrapperKey: 'value', sample: [] });
    expect(head.warnings.join()).toContain('no records');
  });
});

describe('files that hold nothing', () => {
  test.each([
    ['empty', ''],
    ['empty', ' \r\n \n'],
    ['html', '\n<!DOCTYPE html><html><head><title>Sign in</title></head></html>'],
    ['html', '<html><body>Moved</body></html>'],
    ['pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12\n'],
    ['error-payload', '{"error":{"code":"InvalidAuthenticationToken","message":"Access token has expired."}}'],
    ['error-payload', '{"ok":false,"error":"missing_scope","needed":"admin.apps:read"}'],
    ['error-payload', '{"error":"invalid_grant","error_description":"Token has been revoked."}'],
    ['error-payload', '{"errorCode":"E0000006","errorSummary":"You do not have permission."}'],
    ['error-payload', '[{"message":"Session expired","errorCode":"INVALID_SESSION_ID"}]'],
    ['error-payload', '{"message":"Not Found","documentation_url":"https://docs.example.com"}'],
    ['error-payload', '<?xml version="1.0"?><Error><Code>AuthFailed</Code><Message>Denied</Message></Error>'],
    ['text', 'Dear colleagues\nplease find attached\nthe export you asked for\n'],
    ['archive', gzipSync('hello')],
    ['archive', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(60, 1)])],
    ['binary', Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7919) % 256))],
    ['binary', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(100, 65)])],
    ['binary', Buffer.alloc(5000)],
  ] as const)('%s: %j', async (why, content) => {
    const head = await nothingHead(folder.file(content));
    expect(head.why).toBe(why);
    expect(head.sentence).toMatch(/^The file .*\.$/s);
  });

  test('the error text is shown, without secrets in it', async () => {
    const head = await nothingHead(
      folder.file('{"error":{"code":"Bad","message":"token xoxb-1234567890-abcdef is revoked"}}'),
    );
    expect(head.sentence).toContain('Bad: token');
    expect(head.sentence).not.toContain('xoxb-');
  });

  test('records that carry an error field are records', async () => {
    const head = await jsonHead(folder.file('[{"id":"1","error":"x"},{"id":"2","error":{"code":1}}]'));
    expect(head.sample).toHaveLength(2);
  });

  test('a blanked answer with records keeps them and warns', async () => {
    const head = await jsonHead(folder.file('{"ok":false,"error":"","logs":[{"user_id":"U1"}]}'));
    expect(head.warnings.join()).toContain('ok: false');
  });

  test('a missing file and a folder are errors for people', async () => {
    await expect(inspectSource(`${folder.path}/nowhere`)).rejects.toMatchObject({
      name: 'AppError',
      code: 'not-found',
    });
    await expect(inspectSource(folder.path)).rejects.toMatchObject({ name: 'AppError', code: 'invalid-request' });
  });
});
