import type Database from 'better-sqlite3';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadCatalog } from '../../../electron/engine/catalog/load.ts';
import { writeMeta } from '../../../electron/engine/db/meta.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { derive } from '../../../electron/engine/derive/derive.ts';
import { runImport } from '../../../electron/engine/import/run-import.ts';
import { DEFAULT_POLICY } from '../../../electron/engine/rules/policy.ts';

const root = new URL('../../../', import.meta.url).pathname;
const declared = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      system: z.string(),
      kind: z.string(),
      tenant: z.string(),
      asOf: z.string(),
      extractedBy: z.string(),
      method: z.string(),
    }),
  ),
});
const FORMATS: Readonly<Record<string, string>> = { people: 'register.people', owners: 'register.owners' };

/** The sample of the product, imported by the engine and derived, in a case of its own; without the files `without` names. */
export async function openSampleCase(without: readonly string[] = []): Promise<Database.Database> {
  const folder = mkdtempSync(join(tmpdir(), 'rules-sample-'));
  const db = openDatabase(join(folder, 'sample.countersign'), { create: true });
  writeMeta(db, 'key_seed', '7');
  const catalog = loadCatalog(join(root, 'resources/catalog'));
  const { files } = declared.parse(JSON.parse(readFileSync(join(root, 'resources/sample/sample.json'), 'utf8')));
  for (const file of files.filter((entry) => !without.includes(entry.path))) {
    await runImport(
      {
        db,
        catalog,
        evidenceFolder: join(folder, 'evidence'),
        now: () => Date.UTC(2026, 9, 2),
        actor: 'Test',
        signal: new AbortController().signal,
        onProgress: () => undefined,
      },
      join(root, 'resources/sample', file.path),
      {
        format: FORMATS[file.kind] ?? file.kind,
        mapping: null,
        system: file.system,
        tenant: file.tenant,
        asOf: file.asOf,
        extractedBy: file.extractedBy,
        method: file.method,
        keepCopy: false,
        completeness: 'whole',
      },
    );
  }
  derive(db, catalog, DEFAULT_POLICY);
  return db;
}
