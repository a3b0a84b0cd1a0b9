import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { discardImport } from '../../../electron/engine/import/staging.ts';
import { runImport } from '../../../electron/engine/import/run-import.ts';
import { caseFacts } from './case-facts.ts';
import { type EngineCase, importFiles, newCase, RESOURCES, waitForJob } from './engine-case.ts';

let folder: string;
let started: EngineCase;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-half-'));
  started = await newCase();
});
afterEach(async () => {
  await started.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const details = { name: 'Second', client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: '' };
const answer = async <T>(work: () => T | Promise<T>): Promise<T> => work();

test('a case that cannot be opened or created leaves the open one open', async () => {
  const { path } = started.engine.context.open();
  const foreign = join(folder, 'foreign.countersign');
  writeFileSync(foreign, 'nothing');
  const open = started.engine.handlers['workspace.open'];
  await expect(answer(() => open({ token: started.files.register(foreign) }, {}))).rejects.toThrow(/not a Countersign/);
  await expect(answer(() => open({ token: started.files.register(join(folder, 'gone')) }, {}))).rejects.toThrow(
    /there/,
  );
  const create = started.engine.handlers['workspace.create'];
  const saveToken = started.files.register(path);
  await expect(answer(() => create({ saveToken, details }, {}))).rejects.toThrow(/already exists/);
  expect(started.engine.context.open().path).toBe(path);
  expect((await answer(() => started.engine.handlers['workspace.status']({}, {})))?.details.name).toBe('Test case');
  await open({ token: started.files.register(path) }, {});
  expect((await answer(() => started.engine.handlers['workspace.status']({}, {})))?.details.name).toBe('Test case');
});

test('a case that could not be finished is not left behind as a file', async () => {
  const path = join(folder, 'half.countersign');
  const broken = { ...details, reviewer: 'half \ud800' };
  await expect(
    answer(() =>
      started.engine.handlers['workspace.create']({ saveToken: started.files.register(path), details: broken }, {}),
    ),
  ).rejects.toThrow();
  expect(existsSync(path)).toBe(false);
  await started.engine.handlers['workspace.create']({ saveToken: started.files.register(path), details }, {});
  expect(existsSync(path)).toBe(true);
});

test('the same files in another order after a removal point at the right files again', async () => {
  const header = 'user,clientId,displayText,anonymous,nativeApp,userKey,scopes';
  const rows = (app: string): string => `${header}\nann@firm.example,${app},App ${app},False,False,1,openid\n`;
  const list = ['a', 'b'].map((app) => {
    const path = join(folder, `${app}.csv`);
    writeFileSync(path, rows(app));
    return { path, format: 'google.gam.tokens' };
  });
  await importFiles(started, list);
  const { db } = started.engine.context.open();
  for (const id of [2, 1]) await discardImport(db, id, async () => {});
  await importFiles(started, list.toReversed());
  const files = db
    .prepare(
      "SELECT connector.native_id || '.csv' AS app, file_name FROM consent_grant g JOIN connector ON connector.id = g.connector JOIN import ON import.id = g.import_id",
    )
    .all();
  expect(files).toHaveLength(2);
  for (const row of files) expect(row).toMatchObject({ app: Object(row).file_name });
});

test('a cancelled import leaves no people and connectors for the next one to bring up', async () => {
  const header = 'user,clientId,displayText,anonymous,nativeApp,userKey,scopes';
  const lines = Array.from(
    { length: 30_000 },
    (_, index) => `p${index}@firm.example,c-${index},Big,False,False,,openid`,
  );
  const path = join(folder, 'big.csv');
  writeFileSync(path, `${header}\n${lines.join('\n')}\n`);
  const { db, evidenceFolder } = started.engine.context.open();
  const abort = new AbortController();
  const context = {
    db,
    catalog: started.engine.context.catalog(),
    evidenceFolder,
    now: Date.now,
    actor: 'a',
    signal: abort.signal,
    onProgress: (_done: number, _total: number, note: string) => {
      if (/records/.test(note)) abort.abort();
    },
  };
  const order = {
    format: 'google.gam.tokens',
    mapping: null,
    system: 's',
    tenant: 't',
    asOf: '2026-10-01T06:00:00Z',
    extractedBy: 'e',
    method: 'm',
    keepCopy: false,
    completeness: 'whole' as const,
  };
  await expect(runImport(context, path, order)).rejects.toMatchObject({ code: 'cancelled' });
  const good = { path: join(RESOURCES, 'sample/google/gam-tokens.csv'), format: 'google.gam.tokens' };
  await importFiles(started, [good]);
  const withCancelled = caseFacts(db);
  const fresh = await newCase();
  try {
    await importFiles(fresh, [good]);
    expect(withCancelled).toEqual(caseFacts(fresh.engine.context.open().db));
  } finally {
    await fresh.dispose();
  }
});

test('while an import runs a second one waits its turn; opening and closing are refused', async () => {
  const path = join(RESOURCES, 'sample/entra/graph-activity.csv');
  const order = {
    token: started.files.register(path),
    format: 'm365.graphactivity',
    mapping: null,
    system: 's',
    tenant: 't',
    asOf: '2026-10-01T06:00:00Z',
    extractedBy: 'e',
    method: 'm',
    keepCopy: false,
    completeness: 'whole' as const,
  };
  const { jobId } = await started.engine.handlers['imports.run']({ orders: [order] }, {});
  const second = await started.engine.handlers['imports.run']({ orders: [order] }, {});
  await expect(answer(() => started.engine.handlers['workspace.close']({}, {}))).rejects.toThrow(/running/);
  await expect(answer(() => started.engine.handlers['workspace.openSample']({}, {}))).rejects.toThrow(/running/);
  expect((await waitForJob(started, jobId)).outcome).toBe('done');
  const again = await waitForJob(started, second.jobId);
  expect(again.outcome).toBe('done');
  expect(again.imports[0]).toMatchObject({ accepted: 0 });
  expect(again.imports[0]?.duplicate).toBeGreaterThan(0);
});
