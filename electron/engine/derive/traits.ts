import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';
import { networkBlock } from '../lib/network-block.ts';
import { compare } from './entities.ts';

/** From where and with what each connector works, what it declares of itself, and its credentials. */
export function deriveTraits(db: Database.Database): void {
  db.exec(`
    DELETE FROM connector_trait;
    DELETE FROM connector_detail;
    DELETE FROM credential;
    INSERT INTO connector_trait (connector, tenant, kind, value, is_app, count, first_time, last_time, import_id, line)
    SELECT connector, tenant, kind, value, is_app, sum(count), min(first_time), max(last_time), import_id, line
    FROM (
      -- With min() alone SQLite takes the other columns from the row of the first time.
      SELECT entity.id AS connector, import.tenant, trait.kind, text.value, is_app, sum(count) AS count,
             min(trait.first_time) AS first_time, max(trait.last_time) AS last_time, import_id, trait.first_line AS line
      FROM trait JOIN import ON import.id = import_id AND import.status = 'complete'
      JOIN entity ON entity.ref = trait.client JOIN text ON text.id = trait.value
      GROUP BY 1, 2, 3, 4, 5, import_id, trait.client
      ORDER BY trait.first_time, import.sha256, trait.first_line
    )
    GROUP BY 1, 2, 3, 4, 5;
  `);
  addBlocks(db);
  db.exec(`
    INSERT INTO connector_detail (connector, kind, value, as_of, import_id, line)
    SELECT connector, kind, value, as_of, min(import_id), min(line)
    FROM (SELECT entity.id AS connector, kind, value, as_of, import_id, line,
                 max(as_of) OVER (PARTITION BY entity.id, kind) AS newest
          FROM detail_fact JOIN import ON import.id = import_id AND import.status = 'complete' JOIN entity ON entity.ref = client)
    WHERE as_of = newest
    GROUP BY 1, 2, 3;
    INSERT INTO credential (connector, kind, key_id, name, start_at, end_at, as_of, import_id, line)
    SELECT connector, kind, coalesce(key_id, ''), max(name), start_at, end_at, as_of, min(import_id), min(line)
    FROM (SELECT entity.id AS connector, kind, key_id, credential_fact.name, start_at, end_at, as_of, import_id, line,
                 max(as_of) OVER (PARTITION BY entity.id) AS newest
          FROM credential_fact JOIN import ON import.id = import_id AND import.status = 'complete' JOIN entity ON entity.ref = client)
    WHERE as_of = newest
    GROUP BY connector, kind, coalesce(key_id, ''), start_at, end_at
    ORDER BY connector, kind, start_at, end_at, key_id;
  `);
}

interface AddressRow {
  readonly connector: number;
  readonly tenant: string;
  readonly value: string;
  readonly is_app: number;
  readonly count: number;
  readonly first_time: number;
  readonly last_time: number;
  readonly import_id: number;
  readonly line: number;
}

/** Sums the addresses of a connector into their networks: single addresses of one provider change every day. */
function addBlocks(db: Database.Database): void {
  const blocks = new Map<string, { row: AddressRow; block: string; count: number; first: number; last: number }>();
  const addresses = db.prepare<[], AddressRow>(
    `SELECT connector, tenant, value, is_app, count, first_time, last_time, import_id, line
     FROM connector_trait WHERE kind = 'address'
     ORDER BY connector, tenant, is_app, first_time, value`,
  );
  for (const row of addresses.iterate()) {
    const block = networkBlock(row.value);
    if (block === null) continue;
    const key = `${row.connector} ${row.is_app} ${row.tenant} ${block}`;
    const known = blocks.get(key);
    if (known === undefined)
      blocks.set(key, { row, block, count: row.count, first: row.first_time, last: row.last_time });
    else {
      known.count += row.count;
      known.last = Math.max(known.last, row.last_time);
    }
  }
  const rows = bulkInsert(db, 'connector_trait', [
    'connector',
    'tenant',
    'kind',
    'value',
    'is_app',
    'count',
    'first_time',
    'last_time',
    'import_id',
    'line',
  ]);
  for (const [, { row, block, count, first, last }] of [...blocks].toSorted(([a], [b]) => compare(a, b)))
    rows.add(row.connector, row.tenant, 'block', block, row.is_app, count, first, last, row.import_id, row.line);
  rows.flush();
}
