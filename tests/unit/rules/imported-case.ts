import type Database from 'better-sqlite3';
import { join } from 'node:path';
import { loadCatalog } from '../../../electron/engine/catalog/load.ts';
import { writeMeta } from '../../../electron/engine/db/meta.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { derive } from '../../../electron/engine/derive/derive.ts';
import { runImport } from '../../../electron/engine/import/run-import.ts';
import type { Policy } from '../../../electron/engine/rules/policy.ts';

export const catalog = loadCatalog(new URL('../../../resources/catalog', import.meta.url).pathname);

export interface ImportedFile {
  readonly path: string;
  readonly format: string;
  readonly tenant: string;
  readonly asOf: string;
  readonly completeness?: 'whole' | 'part' | undefined;
  readonly subject?: string | undefined;
}

export interface ImportedCase {
  readonly db: Database.Database;
}

/** A case of its own in `folder`, with the files imported by the engine in the order given, and derived. */
export async function importCase(
  folder: string,
  files: readonly ImportedFile[],
  policy: Policy,
): Promise<ImportedCase> {
  const db = openDatabase(join(folder, 'case.countersign'), { create: true });
  writeMeta(db, 'key_seed', '7');
  await importInto(db, folder, files, policy);
  return { db };
}

/** Imports files into the case and derives it anew. */
export async function importInto(
  db: Database.Database,
  folder: string,
  files: readonly ImportedFile[],
  policy: Policy,
): Promise<void> {
  for (const { path, format, tenant, asOf, completeness, subject } of files) {
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
      path,
      {
        format,
        mapping: null,
        system: 'System',
        tenant,
        asOf,
        extractedBy: 'Erik Extractor',
        method: 'by hand',
        keepCopy: false,
        completeness: completeness ?? 'whole',
        ...(subject === undefined ? {} : { subject }),
      },
    );
  }
  derive(db, catalog, policy);
}
