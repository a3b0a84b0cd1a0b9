import type Database from 'better-sqlite3';

const TABLES_BY_IMPORT = [
  'usage',
  'import_row',
  'import_reason',
  'log_day',
  'alias_fact',
  'name_fact',
  'permission_fact',
  'connector_fact',
  'credential_fact',
  'principal_fact',
  'owner_fact',
];
const SLICE = 20_000;

/** Removes everything an unfinished import wrote, in slices, so that other requests are answered in between. */
export async function discardImport(
  db: Database.Database,
  importId: number,
  pause: () => Promise<void>,
): Promise<void> {
  const row = db
    .prepare<[number], { first_event: number; first_lifecycle: number; first_grant: number; first_reference: number }>(
      'SELECT first_event, first_lifecycle, first_grant, first_reference FROM import WHERE id = ?',
    )
    .get(importId);
  if (row === undefined) return;
  const ranges: [string, number][] = [
    ['event', row.first_event],
    ['lifecycle_fact', row.first_lifecycle],
    ['grant_fact', row.first_grant],
    // Ids that only this file named: left behind, they would become connectors and people nobody spoke of.
    ['reference', row.first_reference],
  ];
  // Imports run one at a time, so an unfinished one owns the tail of each bulk table.
  for (const [table, first] of ranges) {
    const slice = db.prepare(`DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE id >= ? LIMIT ${SLICE})`);
    while (slice.run(first).changes > 0) await pause();
  }
  for (const table of TABLES_BY_IMPORT) {
    db.prepare(`DELETE FROM ${table} WHERE import_id = ?`).run(importId);
    await pause();
  }
  db.prepare('DELETE FROM import WHERE id = ?').run(importId);
}

/** Imports that a crash or power loss left unfinished; their file names, for the notice. */
export async function discardStaging(db: Database.Database): Promise<string[]> {
  const left = db
    .prepare<[], { id: number; file_name: string }>(
      `SELECT id, file_name FROM import WHERE status = 'staging' ORDER BY id DESC`,
    )
    .all();
  for (const row of left) await discardImport(db, row.id, async () => {});
  return left.map((row) => row.file_name);
}
