import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { bulkInsert } from '../db/bulk-insert.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import { SAME_EXTRACTION } from '../lib/same-extraction.ts';
import { compare } from './entities.ts';

interface ImportRow {
  readonly id: number;
  readonly sha256: string;
  readonly platform: string;
  readonly tenant: string;
  readonly format: string;
  readonly format_label: string;
  readonly lists: string;
  readonly as_of: number;
  readonly grants: number;
  readonly is_whole: number;
}

/** One list of grants as it stood at one time. */
export interface SnapshotFact {
  readonly id: number;
  readonly tenant: string;
  readonly format: string;
  readonly lists: 'tenant' | 'principal' | 'connector';
  readonly asOf: number;
  readonly isWhole: boolean;
  readonly imports: readonly number[];
}

/**
 * Groups lists of grants into snapshots: files of one format and tenant whose as-of times follow each other within 12 hours.
 * A snapshot is whole when each of its files was stated to be whole and none was cut off.
 */
export function deriveSnapshots(db: Database.Database): readonly SnapshotFact[] {
  db.exec('DELETE FROM snapshot; DELETE FROM snapshot_import;');
  const rows = db
    .prepare<[], ImportRow>(
      `SELECT id, sha256, platform, tenant, format, format_label, lists, as_of, grants,
              completeness = 'whole' AND truncation = '[]' AND rejected = 0 AS is_whole
       FROM import WHERE status = 'complete' AND lists IS NOT NULL
       ORDER BY platform, tenant, format, as_of, sha256`,
    )
    .all();
  const groups: ImportRow[][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const isSame =
      last !== undefined &&
      last.platform === row.platform &&
      last.tenant === row.tenant &&
      last.format === row.format &&
      row.as_of - last.as_of <= SAME_EXTRACTION;
    if (isSame && group !== undefined) group.push(row);
    else groups.push([row]);
  }
  const insert = bulkInsert(db, 'snapshot', [
    'id',
    'key',
    'platform',
    'tenant',
    'format',
    'format_label',
    'lists',
    'as_of',
    'files',
    'records',
    'is_whole',
    'is_newest',
  ]);
  const members = bulkInsert(db, 'snapshot_import', ['snapshot', 'import_id']);
  const snapshots = groups.flatMap((group, index): SnapshotFact[] => {
    const last = group.at(-1);
    if (last === undefined) return [];
    const next = groups[index + 1]?.[0];
    const isNewest =
      next === undefined ||
      next.platform !== last.platform ||
      next.tenant !== last.tenant ||
      next.format !== last.format;
    const isWhole = group.every((row) => row.is_whole === 1);
    const id = index + 1;
    insert.add(
      id,
      snapshotKey(last, group),
      last.platform,
      last.tenant,
      last.format,
      last.format_label,
      last.lists,
      last.as_of,
      group.length,
      group.reduce((sum, row) => sum + row.grants, 0),
      isWhole ? 1 : 0,
      isNewest ? 1 : 0,
    );
    for (const row of group) members.add(id, row.id);
    const lists = last.lists === 'principal' || last.lists === 'connector' ? last.lists : 'tenant';
    return [
      {
        id,
        tenant: last.tenant,
        format: last.format,
        lists,
        asOf: last.as_of,
        isWhole,
        imports: group.map((row) => row.id),
      },
    ];
  });
  insert.flush();
  members.flush();
  return snapshots;
}

/** Stable over import order and from case to case. */
function snapshotKey(row: ImportRow, group: readonly ImportRow[]): string {
  const digests = group.map((member) => member.sha256).toSorted(compare);
  return `s-${createHash('sha256')
    .update(canonicalJson([row.platform, row.tenant, row.format, row.as_of, ...digests]))
    .digest('hex')
    .slice(0, 12)}`;
}

/** What an import's grants are worth today. */
export interface Standing {
  /** Rows of one snapshot speak together. */
  readonly snapshot: number;
  /** The whole lists of the same kind that came after, oldest first. */
  readonly newer: readonly SnapshotFact[];
  readonly lists: SnapshotFact['lists'];
  readonly asOf: number;
}

/** For every import that is part of a snapshot: which, and what whole lists came after it. */
export function standings(snapshots: readonly SnapshotFact[]): ReadonlyMap<number, Standing> {
  const result = new Map<number, Standing>();
  for (const snapshot of snapshots) {
    const newer = snapshots.filter(
      (other) =>
        other.isWhole &&
        other.asOf > snapshot.asOf &&
        other.tenant === snapshot.tenant &&
        other.format === snapshot.format,
    );
    for (const id of snapshot.imports)
      result.set(id, { snapshot: snapshot.id, newer, lists: snapshot.lists, asOf: snapshot.asOf });
  }
  return result;
}
