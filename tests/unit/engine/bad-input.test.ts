import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseFacts } from './case-facts.ts';
import { type EngineCase, importFiles, newCase, waitForJob } from './engine-case.ts';

const HEADER = 'user,clientId,displayText,anonymous,nativeApp,userKey,scopes';
const ROW = 'ann@firm.example,1-a.apps.googleusercontent.com,Fine,False,False,1,openid';
let folder: string;
let started: EngineCase;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-bad-'));
  started = await newCase();
  await gam('good.csv', `${HEADER}\n${ROW}\n`);
});
afterAll(async () => {
  await started.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function gam(name: string, content: string | Uint8Array) {
  const result = await importFiles(started, [{ path: file(name, content), format: 'google.gam.tokens' }]);
  return { failure: result.failures[0]?.message, summary: result.imports[0] };
}

test.each([
  ['empty.csv', '', /empty/i],
  ['page.csv', '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>', /web page/i],
  ['error.json', '{"error":{"code":403,"message":"Not authorized"}}', /Not authorized/],
  ['binary.csv', Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256), /binary/i],
  ['pointer.json', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n', /pointer|placeholder|LFS/i],
])('%s is refused with a sentence, and the case stays as it was', async (name, content, sentence) => {
  const before = caseFacts(started.engine.context.open().db);
  const { failure, summary } = await gam(name, content);
  expect(summary).toBeUndefined();
  expect(failure).toMatch(sentence);
  expect(caseFacts(started.engine.context.open().db)).toEqual(before);
});

test('a damaged row costs itself, with its line; the rest is imported', async () => {
  const { summary } = await gam(
    'rows.csv',
    `${HEADER}\n${ROW.replace('1-a', '2-b')}\nhalf,row\n${HEADER}\n${ROW.replace('1-a', '3-c')}\n`,
  );
  expect(summary).toMatchObject({ read: 4, accepted: 2, rejected: 2, closes: true });
  const rows = await started.engine.handlers['imports.rows'](
    { importId: summary?.importId ?? 0, outcome: 'rejected', offset: 0, limit: 10 },
    {},
  );
  expect(rows.rows.map((row) => row.line)).toEqual([3, 4]);
});

test('truncated JSON keeps its complete records and says where it ends', async () => {
  const record = (id: string) =>
    JSON.stringify({ kind: 'admin#directory#token', clientId: id, displayText: 'x', userKey: '5', scopes: ['openid'] });
  const path = file(
    'cut.json',
    `{"kind":"admin#directory#tokenList","items":[${record('4-d')},${record('5-e')},{"clientId":"6-f","userK`,
  );
  const [summary] = (await importFiles(started, [{ path, format: 'google.directory.tokens' }])).imports;
  expect(summary).toMatchObject({ read: 3, accepted: 2, rejected: 1, closes: true });
  expect(summary?.reasons[0]?.reason).toMatch(/ends in the middle/);
});

test('hostile keys and names are data, nothing else', async () => {
  const hostile = '<img src=x onerror=alert(1)>\u202Efdp.exe';
  const path = file(
    'hostile.json',
    `{"kind":"admin#directory#tokenList","items":[{"__proto__":{"polluted":true},"constructor":1,"clientId":"7-g","displayText":${JSON.stringify(hostile)},"userKey":"9","scopes":["openid"]}]}`,
  );
  const [summary] = (await importFiles(started, [{ path, format: 'google.directory.tokens' }])).imports;
  expect(summary?.accepted).toBe(1);
  expect(Object.prototype).not.toHaveProperty('polluted');
  const page = await started.engine.handlers['inventory.page'](
    { filter: { text: '7-g' }, sort: { by: 'name', descending: false }, offset: 0, limit: 5 },
    {},
  );
  expect(page.rows[0]?.nameWarning).not.toBeNull();
});

test('10,000 levels of nesting cost one record', async () => {
  const path = file(
    'deep.json',
    `{"kind":"admin#directory#tokenList","items":[{"clientId":"8-h","userKey":"9","scopes":["openid"]},{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}},{"clientId":"9-i","userKey":"9","scopes":["openid"]}]}`,
  );
  const [summary] = (await importFiles(started, [{ path, format: 'google.directory.tokens' }])).imports;
  expect(summary).toMatchObject({ read: 3, accepted: 2, rejected: 1, closes: true });
});

test('one line of 200 MB is one rejected record; the rest is imported', async () => {
  const path = join(folder, 'long.csv');
  const out = createWriteStream(path);
  out.write(`${HEADER}\n${ROW.replace('1-a', '10-k')}\n`);
  const block = 'x'.repeat(1 << 20);
  for (let written = 0; written < 200; written += 1) if (!out.write(block)) await once(out, 'drain');
  out.end(`\n${ROW.replace('1-a', '11-l')}\n`);
  await once(out, 'close');
  const [summary] = (await importFiles(started, [{ path, format: 'google.gam.tokens' }])).imports;
  expect(summary).toMatchObject({ read: 3, accepted: 2, rejected: 1, closes: true });
});

test('a cancelled import leaves the case as it was before that file', async () => {
  const before = caseFacts(started.engine.context.open().db);
  const lines = Array.from(
    { length: 60_000 },
    (_, index) => `p${index}@firm.example,12-m.apps.googleusercontent.com,Big,False,False,${index},openid`,
  );
  const path = file('big.csv', `${HEADER}\n${lines.join('\n')}\n`);
  const { jobId } = await started.engine.handlers['imports.run'](
    {
      orders: [
        {
          token: started.files.register(path),
          format: 'google.gam.tokens',
          mapping: null,
          system: 's',
          tenant: 'tenant',
          asOf: '2026-10-01T06:00:00Z',
          extractedBy: 'e',
          method: 'm',
          keepCopy: true,
          completeness: 'whole',
        },
      ],
    },
    {},
  );
  const db = started.engine.context.open().db;
  while (
    db.prepare(`SELECT count(*) FROM grant_fact`).pluck().get() ===
    db
      .prepare(`SELECT count(*) FROM grant_fact JOIN import ON import.id = import_id WHERE status = 'complete'`)
      .pluck()
      .get()
  ) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await started.engine.handlers['jobs.cancel']({ jobId }, {});
  const result = await waitForJob(started, jobId);
  expect(result.outcome).toBe('cancelled');
  expect(caseFacts(db)).toEqual(before);
  expect(db.prepare(`SELECT count(*) FROM import WHERE status = 'staging'`).pluck().get()).toBe(0);
});

test('a file no importer knows is read by a plain mapping', async () => {
  const path = file(
    'vendor.csv',
    'Integration;Owner mail;Rights;Given\nMarble;zoe@firm.example;read write;2026-03-04\n;zoe@firm.example;read;2026-03-04\n',
  );
  const [plan] = await started.engine.handlers['imports.inspect']({ tokens: [started.files.register(path)] }, {});
  expect(plan).toMatchObject({ format: null, records: 2, columns: ['Integration', 'Owner mail', 'Rights', 'Given'] });
  const { jobId } = await started.engine.handlers['imports.run'](
    {
      orders: [
        {
          token: started.files.register(path),
          format: null,
          mapping: {
            target: 'grants',
            platform: 'other',
            fields: { connector: 'Integration', principal: 'Owner mail', scopes: 'Rights', grantedAt: 'Given' },
          },
          system: 'Vendor portal',
          tenant: 'tenant',
          asOf: '2026-10-01T06:00:00Z',
          extractedBy: 'e',
          method: 'm',
          keepCopy: true,
          completeness: 'whole',
        },
      ],
    },
    {},
  );
  const result = await waitForJob(started, jobId);
  expect(result.imports[0]).toMatchObject({ read: 2, accepted: 1, rejected: 1, grants: 1 });
  const page = await started.engine.handlers['inventory.page'](
    { filter: { text: 'Marble' }, sort: { by: 'name', descending: false }, offset: 0, limit: 5 },
    {},
  );
  expect(page.rows[0]).toMatchObject({ platform: 'other', scopes: 2, unratedScopes: 2, highestTier: null });
});
