import type Database from 'better-sqlite3';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportOrder } from '../../../shared/contract/imports.ts';
import { loadCatalog } from '../../../electron/engine/catalog/load.ts';
import type { Catalog } from '../../../electron/engine/catalog/types.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { derive } from '../../../electron/engine/derive/derive.ts';
import { type ImportContext, runImport } from '../../../electron/engine/import/run-import.ts';
import { beginReading, discardStaging, readingIsIn } from '../../../electron/engine/import/staging.ts';
import { storeEvidence } from '../../../electron/engine/reading/evidence-copy.ts';
import { DEFAULT_POLICY } from '../../../electron/engine/rules/policy.ts';
import { randomFrom } from '../reading/files.ts';
import { newCase, RESOURCES } from './engine-case.ts';
import { fixtureSeeds, pick, type Random } from './random-files.ts';

const POINTS = 100;
const SEED = 71;
const catalog = loadCatalog(join(RESOURCES, 'catalog'));

interface Source {
  readonly path: string;
  readonly format: string;
  /** The case with this file in it, table by table. */
  after: string;
  /** How often progress is reported when nothing interrupts. */
  steps: number;
}

let folder: string;
let base: string;
let before: string;
const sources: Source[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-interrupted-'));
  base = join(folder, 'base.countersign');
  const started = await newCase();
  const { context } = started.engine;
  const { db } = context.open();
  for (const seed of fixtureSeeds().filter((one) =>
    /^(?:entra|google.gam|google.reports.token|m365\.graph|register)/.test(one.format),
  ))
    await runImport(contextFor(db, join(folder, 'base evidence')), seed.path, orderFor(seed.format));
  derive(db, catalog, DEFAULT_POLICY);
  db.exec(`VACUUM INTO '${base}'`);
  await started.dispose();
  before = await withCase(base, (copy) => dump(copy));
  for (const [format, content] of largeFiles()) {
    const path = join(folder, `large-${format}`);
    writeFileSync(path, content);
    const source = { path, format, after: '', steps: 0 };
    await withCase(base, async (copy, evidence) => {
      await runImport({ ...contextFor(copy, evidence), onProgress: () => (source.steps += 1) }, path, orderFor(format));
      source.after = finished(copy);
    });
    expect(source.after).not.toBe(before);
    expect(source.steps).toBeGreaterThan(1);
    sources.push(source);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files of some pieces each: a list, a declared log, and a log of JSON in which repeats and refusals are met. */
function largeFiles(): readonly (readonly [format: string, content: string])[] {
  // One read of the file is more than one of its pieces, and the file is more than one read.
  const filler = 'x'.repeat(1500);
  const gam = Array.from(
    { length: 3000 },
    (_, index) =>
      `p${index % 300}@firm.example,${index % 37}-x.apps.googleusercontent.com,App ${index % 37} ${filler},False,False,,openid scope-${index % 11}`,
  );
  const app = (index: number): string => `0c0c0c0c-0000-4000-8000-${String(index % 23).padStart(12, '0')}`;
  const calls = Array.from(
    { length: 2000 },
    (_, index) =>
      `2026-09-${String(1 + (index % 28)).padStart(2, '0')}T10:00:00Z,${app(index)},user-${index % 50},GET,https://graph.microsoft.com/v1.0/users/x/messages/${index}?$filter=${filler},${index % 7 === 0 ? 403 : 200},${index % 90},192.0.2.${index % 200},large-${index}`,
  );
  const audit = Array.from({ length: 1500 }, (_, index) =>
    JSON.stringify({
      CreationTime: `2026-09-02T08:${String(index % 60).padStart(2, '0')}:00`,
      Id: `large-${index % 1400}`,
      Operation: index % 3 === 0 ? 'Consent to application.' : 'FileModified',
      RecordType: 8,
      Workload: 'AzureActiveDirectory',
      ResultStatus: 'Success',
      UserId: `p${index % 40}@firm.example`,
      Filler: filler,
      ClientIP: `192.0.2.${index % 250}`,
      Target: index % 5 === 0 ? [] : [{ ID: `ServicePrincipal_${app(index)}`, Type: 2 }],
    }),
  );
  return [
    ['google.gam.tokens', `user,clientId,displayText,anonymous,nativeApp,userKey,scopes\n${gam.join('\n')}\n`],
    [
      'm365.graphactivity',
      `TimeGenerated,AppId,UserId,RequestMethod,RequestUri,ResponseStatusCode,ResponseSizeBytes,IPAddress,RequestId\n${calls.join('\n')}\n`,
    ],
    ['m365.ual', `${audit.join('\n')}\n`],
  ];
}

function orderFor(format: string): Omit<ImportOrder, 'token'> {
  return {
    format,
    mapping: null,
    system: 's',
    tenant: 'tenant',
    asOf: '2026-10-01T06:00:00Z',
    extractedBy: 'e',
    method: 'm',
    keepCopy: true,
    completeness: 'whole',
  };
}

function contextFor(db: Database.Database, evidenceFolder: string): ImportContext {
  return {
    db,
    catalog,
    evidenceFolder,
    now: () => 0,
    actor: 'a',
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
}

/** Works on a copy of a case file with an empty folder of source copies. */
async function withCase<T>(
  path: string,
  work: (db: Database.Database, evidence: string) => T | Promise<T>,
): Promise<T> {
  const copy = mkdtempSync(join(folder, 'case-'));
  copyFileSync(path, join(copy, 'case.countersign'));
  const db = openDatabase(join(copy, 'case.countersign'), { create: false });
  try {
    db.pragma('synchronous = OFF');
    return await work(db, join(copy, 'evidence'));
  } finally {
    db.close();
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Every row of every table. */
function dump(db: Database.Database): string {
  const tables = db
    .prepare<[], string>(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all();
  return tables
    .map(
      (table) =>
        `${table} ${JSON.stringify(
          db
            .prepare(`SELECT * FROM "${table}"`)
            .raw()
            .all()
            .map((row) => JSON.stringify(row))
            .toSorted(),
        )}`,
    )
    .join('\n');
}

function finished(db: Database.Database): string {
  derive(db, catalog, DEFAULT_POLICY);
  return dump(db);
}

function copiesIn(evidence: string): string[] {
  return existsSync(evidence) ? readdirSync(evidence, { recursive: true, encoding: 'utf8' }) : [];
}

/** The first table in which two cases differ; the whole of it would fill the screen. */
function difference(a: string, b: string): string | null {
  const [left, right] = [a.split('\n'), b.split('\n')];
  const at = left.findIndex((table, index) => table !== right[index]);
  return at < 0 ? null : `${left[at]?.slice(0, 400)}\n${right[at]?.slice(0, 400)}`;
}

class Fault extends Error {}

/** Something that ends an import at a random point of it, and the context in which it happens. */
function interruption(kind: number, source: Source, context: ImportContext, next: Random): ImportContext {
  const abort = new AbortController();
  const at = 1 + next(source.steps);
  let step = 0;
  switch (kind) {
    case 0:
      return { ...context, signal: abort.signal, onProgress: () => (++step === at ? abort.abort() : undefined) };
    case 1:
      return {
        ...context,
        onProgress: () => {
          if (++step === at) throw new Fault('between two transactions');
        },
      };
    case 2: {
      // Of a log, in the middle of a transaction; of a list, in the last one.
      const calls = 1 + next(20);
      let count = 0;
      const broken: Catalog = {
        ...catalog,
        matchGraph: (method, uri) => {
          if (++count === calls) throw new Fault('in a transaction');
          return catalog.matchGraph(method, uri);
        },
      };
      if (source.format === 'm365.graphactivity') return { ...context, catalog: broken };
      return {
        ...context,
        now: () => {
          if (++step === 2) throw new Fault('in the last transaction');
          return 0;
        },
      };
    }
    default: {
      void (async () => {
        for (let turn = next(60); turn > 0; turn -= 1) await nextTurn();
        abort.abort();
      })();
      return { ...context, signal: abort.signal };
    }
  }
}

test(
  `an import interrupted at any of ${POINTS} points leaves nothing, and can be repeated`,
  { timeout: 600_000 },
  async () => {
    const fates = { interrupted: 0, complete: 0 };
    for (let point = 0; point < POINTS; point += 1) {
      const next = randomFrom(SEED + point * 7919);
      const source = pick(sources, next);
      const kind = point % 4;
      const label = `point ${point} of seed ${SEED}: ${source.format}, kind ${kind}`;
      await withCase(base, async (db, evidence) => {
        const context = interruption(kind, source, contextFor(db, evidence), next);
        const failure: unknown = await runImport(context, source.path, orderFor(source.format)).then(
          () => null,
          (error: unknown) => error,
        );
        if (failure === null) {
          // Larger steps than in the measured run: the point was never reached.
          expect(kind, label).not.toBe(2);
          fates.complete += 1;
          expect(difference(finished(db), source.after), label).toBeNull();
          return;
        }
        fates.interrupted += 1;
        if (!(failure instanceof Fault)) expect(failure, label).toMatchObject({ code: 'cancelled' });
        expect(db.inTransaction, label).toBe(false);
        expect(difference(dump(db), before), label).toBeNull();
        expect(copiesIn(evidence), label).toEqual([]);
        await runImport(contextFor(db, evidence), source.path, orderFor(source.format));
        expect(difference(finished(db), source.after), label).toBeNull();
        expect(copiesIn(evidence), label).toHaveLength(2);
      });
    }
    expect(fates.interrupted).toBeGreaterThan(POINTS / 2);
  },
);

test('what a crash leaves in the middle of an import is removed when the case is opened, with its copy', async () => {
  const [source] = sources;
  if (source === undefined) throw new Error('no source');
  await withCase(base, async (db, evidence) => {
    let crashed = '';
    await expect(
      runImport(
        {
          ...contextFor(db, evidence),
          onProgress: (_done, _total, note) => {
            if (!/^[1-9].* records$/.test(note)) return;
            // The file of the case as the disk has it at this moment.
            crashed = join(folder, 'crashed.countersign');
            rmSync(crashed, { force: true });
            db.exec(`VACUUM INTO '${crashed}'`);
            throw new Fault('the power went');
          },
        },
        source.path,
        orderFor(source.format),
      ),
    ).rejects.toThrow(Fault);
    await withCase(crashed, async (left, folderOfCopies) => {
      // The copy, and one that was still being written.
      await runImport(contextFor(db, folderOfCopies), source.path, orderFor(source.format));
      writeFileSync(join(folderOfCopies, '.incoming-00000000-0000-4000-8000-000000000000'), 'half');
      expect(
        left
          .prepare(`SELECT count(*) AS n FROM grant_fact JOIN import ON import.id = import_id WHERE status = 'staging'`)
          .get(),
      ).not.toEqual({ n: 0 });
      expect(copiesIn(folderOfCopies)).toHaveLength(3);
      expect(await discardStaging(left, folderOfCopies)).toEqual([`large-${source.format}`]);
      expect(difference(dump(left), before)).toBeNull();
      expect(copiesIn(folderOfCopies)).toEqual([]);
      await runImport(contextFor(left, folderOfCopies), source.path, orderFor(source.format));
      expect(difference(finished(left), source.after)).toBeNull();
    });
  });
});

test('a file that is refused, and one that is in the case already, leave no copy', async () => {
  await withCase(base, async (db, evidence) => {
    const page = join(folder, 'page.json');
    writeFileSync(page, '<!DOCTYPE html><html><head><title>Sign in</title></head></html>');
    await expect(runImport(contextFor(db, evidence), page, orderFor('entra.audit'))).rejects.toMatchObject({
      code: 'corrupt-input',
    });
    expect(copiesIn(evidence)).toEqual([]);
    const path = join(folder, 'once.csv');
    writeFileSync(
      path,
      'user,clientId,displayText,anonymous,nativeApp,userKey,scopes\nann@firm.example,1-a,App,False,False,1,openid\n',
    );
    await runImport(contextFor(db, evidence), path, { ...orderFor('google.gam.tokens'), keepCopy: false });
    await runImport(contextFor(db, evidence), path, orderFor('google.gam.tokens'));
    expect(copiesIn(evidence)).toEqual([]);
  });
});

test('a copy that was made before the first record came into the case goes when the case is opened, others never', async () => {
  const [source] = sources;
  if (source === undefined) throw new Error('no source');
  await withCase(base, async (db, evidence) => {
    // A folder of copies beside a case that knows nothing of them: that of a newer state, put back by hand.
    const stray = join(evidence, 'ab', `ab${'0'.repeat(62)}`);
    mkdirSync(join(evidence, 'ab'), { recursive: true });
    writeFileSync(stray, 'kept');
    expect(await discardStaging(db, evidence)).toEqual([]);
    expect(existsSync(stray)).toBe(true);
    rmSync(stray);
    beginReading(db, 'large.csv');
    await storeEvidence(source.path, evidence);
    mkdirSync(join(evidence, '.reading-abcdef'));
    expect(copiesIn(evidence)).not.toEqual([]);
    expect(await discardStaging(db, evidence)).toEqual(['large.csv']);
    expect(copiesIn(evidence)).toEqual([]);
    expect(difference(dump(db), before)).toBeNull();
    // In the case already, and only its clean-up was left to do.
    beginReading(db, 'large.csv');
    readingIsIn(db);
    expect(await discardStaging(db, evidence)).toEqual([]);
    expect(difference(dump(db), before)).toBeNull();
  });
});
