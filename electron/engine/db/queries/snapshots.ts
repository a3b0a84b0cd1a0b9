import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { evidenceContract, Snapshot, SnapshotChange } from '../../../../shared/contract/evidence.ts';
import { SNAPSHOT_CHANGES } from '../../../../shared/contract/evidence.ts';
import { grantKindSchema, platformSchema } from '../../../../shared/domain/vocabulary.ts';
import { AppError } from '../../lib/errors.ts';
import { iso } from './imports.ts';

interface SnapshotRow {
  readonly id: number;
  readonly key: string;
  readonly platform: string;
  readonly tenant: string;
  readonly format: string;
  readonly format_label: string;
  readonly lists: string;
  readonly as_of: number;
  readonly files: number;
  readonly records: number;
  readonly is_whole: number;
  readonly is_newest: number;
}

/** Every list of grants as it stood, newest first within a platform, tenant and format. */
export function listSnapshots(db: Database.Database): Snapshot[] {
  return db
    .prepare<[], SnapshotRow>('SELECT * FROM snapshot ORDER BY platform, tenant, format, as_of DESC')
    .all()
    .map((row) => ({
      id: row.key,
      platform: platformSchema.parse(row.platform),
      tenant: row.tenant,
      format: row.format,
      formatLabel: row.format_label,
      asOf: iso(row.as_of),
      files: row.files,
      grants: row.records,
      isWhole: row.is_whole === 1,
      isNewest: row.is_newest === 1,
    }));
}

type Diff = z.output<(typeof evidenceContract)['snapshots.diff']['result']>;
type Change = SnapshotChange['change'];

interface DiffRow {
  readonly connector: number;
  readonly kind: string;
  readonly principal: number;
  readonly resource: number;
  /** JSON lists of the scope lists of each side; null where the side has no such grant. */
  readonly before: string | null;
  readonly after: string | null;
}

const lists = z.array(z.array(z.string()));

/**
 * Compares two snapshots grant by grant: appeared, disappeared (never “revoked”), scopes grown, shrunk or exchanged, and
 * how many people each connector reaches. Throws `not-found` for a snapshot that is not there.
 */
export function diffSnapshots(
  db: Database.Database,
  beforeKey: string,
  afterKey: string,
  change: Change | null,
  offset: number,
  limit: number,
): Diff {
  const before = snapshotRow(db, beforeKey);
  const after = snapshotRow(db, afterKey);
  const [from, to] = [iso(before.as_of).slice(0, 10), iso(after.as_of).slice(0, 10)];
  const counts = new Map<Change, number>(SNAPSHOT_CHANGES.map((name) => [name, 0]));
  const found: { change: Change; row: DiffRow; added: string[]; removed: string[] }[] = [];
  const reach = new Map<number, { before: Set<number>; after: Set<number> }>();
  let unchanged = 0;
  let total = 0;
  const note = (name: Change, row: DiffRow, added: string[], removed: string[]): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (change !== null && change !== name) return;
    if (total >= offset && found.length < limit) found.push({ change: name, row, added, removed });
    total += 1;
  };
  for (const row of compareRows(db, before.id, after.id)) {
    if (row.principal !== 0) {
      const people = reach.get(row.connector) ?? { before: new Set(), after: new Set() };
      if (row.before !== null) people.before.add(row.principal);
      if (row.after !== null) people.after.add(row.principal);
      reach.set(row.connector, people);
    }
    const old = new Set(row.before === null ? [] : lists.parse(JSON.parse(row.before)).flat());
    const now = new Set(row.after === null ? [] : lists.parse(JSON.parse(row.after)).flat());
    const added = [...now].filter((scope) => !old.has(scope)).toSorted();
    const removed = [...old].filter((scope) => !now.has(scope)).toSorted();
    if (row.before === null) note('appeared', row, added, []);
    else if (row.after === null) note('disappeared', row, [], removed);
    else if (added.length > 0) note(removed.length > 0 ? 'changed' : 'grew', row, added, removed);
    else if (removed.length > 0) note('shrank', row, [], removed);
    else unchanged += 1;
  }
  const reachRows = [...reach].filter(([, people]) => people.before.size !== people.after.size);
  for (const [connector] of reachRows)
    note('reach', { connector, kind: 'delegated-user', principal: 0, resource: 0, before: null, after: null }, [], []);

  const connector = db.prepare<[number], { key: string; name: string; name_warning: string | null }>(
    'SELECT key, name, name_warning FROM connector WHERE id = ?',
  );
  const person = db.prepare<[number], { label: string }>(
    'SELECT coalesce(name, email, key) AS label FROM principal WHERE id = ?',
  );
  return {
    caution: cautionOf(before, after),
    counts: Object.fromEntries(counts) as Record<Change, number>, // the map was made with every change as a key
    unchanged,
    total,
    rows: found.map(({ change: name, row, added, removed }): SnapshotChange => {
      const app = connector.get(row.connector);
      const people = reach.get(row.connector);
      const who = row.principal === 0 ? null : (person.get(row.principal)?.label ?? null);
      const api = row.resource === 0 ? null : (connector.get(row.resource)?.name ?? null);
      return {
        change: name,
        connectorId: app?.key ?? '',
        connector: app?.name ?? '',
        nameWarning: app?.name_warning ?? null,
        kind: grantKindSchema.parse(row.kind),
        principal: who,
        resource: api,
        added,
        removed,
        peopleBefore: name === 'reach' ? (people?.before.size ?? 0) : null,
        peopleAfter: name === 'reach' ? (people?.after.size ?? 0) : null,
        sentence: sentenceOf(name, from, to, added, removed, people?.before.size ?? 0, people?.after.size ?? 0),
      };
    }),
  };
}

function snapshotRow(db: Database.Database, key: string): SnapshotRow {
  const row = db.prepare<[string], SnapshotRow>('SELECT * FROM snapshot WHERE key = ?').get(key);
  if (row === undefined)
    throw new AppError('not-found', 'That list of grants is no longer in this case. Choose two lists again.');
  return row;
}

/** One row per grant of either side, in a stable order. Sides are materialized: a list may hold millions of grants. */
function* compareRows(db: Database.Database, before: number, after: number): Generator<DiffRow> {
  const side = (name: string, id: number): void => {
    db.exec(`DROP TABLE IF EXISTS temp.${name}`);
    db.prepare(
      `CREATE TEMP TABLE ${name} AS
       SELECT c.id AS connector, kind, coalesce(p.id, 0) AS principal, coalesce(r.id, 0) AS resource, json_group_array(json(scope_set.value)) AS scopes
       FROM snapshot_import JOIN import ON import.id = snapshot_import.import_id
       -- Imports run one at a time, so the grants of one lie side by side.
       CROSS JOIN grant_fact ON grant_fact.id BETWEEN import.first_grant AND import.first_grant + import.grants - 1
       JOIN scope_set ON scope_set.id = grant_fact.scope_set
       JOIN entity c ON c.ref = client LEFT JOIN entity p ON p.ref = principal LEFT JOIN entity r ON r.ref = resource
       WHERE snapshot = ${Number(id)} GROUP BY 1, 2, 3, 4`,
    ).run();
    db.exec(`CREATE INDEX temp.${name}_by_key ON ${name} (connector, kind, principal, resource)`);
  };
  side('diff_before', before);
  side('diff_after', after);
  db.exec(`
    DROP TABLE IF EXISTS temp.diff_rows;
    CREATE TEMP TABLE diff_rows AS
    SELECT connector.key, b.connector, b.kind, b.principal, b.resource, b.scopes AS "before", a.scopes AS "after"
    FROM diff_before b LEFT JOIN diff_after a USING (connector, kind, principal, resource) JOIN connector ON connector.id = b.connector
    UNION ALL
    SELECT connector.key, a.connector, a.kind, a.principal, a.resource, NULL, a.scopes
    FROM diff_after a LEFT JOIN diff_before b USING (connector, kind, principal, resource) JOIN connector ON connector.id = a.connector
    WHERE b.scopes IS NULL
    ORDER BY 1, 3, 4, 5;
  `);
  const page = db.prepare<[number], DiffRow & { rowid: number }>(
    'SELECT rowid, * FROM temp.diff_rows WHERE rowid > ? ORDER BY rowid LIMIT 5000',
  );
  let last = 0;
  for (;;) {
    const rows = page.all(last);
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined) break;
    last = end.rowid;
  }
  db.exec('DROP TABLE temp.diff_rows; DROP TABLE temp.diff_before; DROP TABLE temp.diff_after;');
}

function cautionOf(before: SnapshotRow, after: SnapshotRow): string | null {
  if (before.platform !== after.platform || before.tenant !== after.tenant)
    return 'The two lists are of different platforms or tenants: every grant differs. Choose two lists of one tenant.';
  const parts = [
    ...(before.format === after.format
      ? []
      : ['The two lists have different formats, which may list different kinds of grants.']),
    ...(after.is_whole === 1
      ? []
      : [
          'The later list is not whole (a part, cut off, or with rejected records): what is absent from it may still stand.',
        ]),
    ...(before.is_whole === 1 ? [] : ['The earlier list is not whole: what appears may have stood before.']),
    ...(after.lists === 'tenant'
      ? []
      : ['These lists are made per person or per app: one that is not named was not asked about.']),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}

function sentenceOf(
  change: Change,
  from: string,
  to: string,
  added: readonly string[],
  removed: readonly string[],
  peopleBefore: number,
  peopleAfter: number,
): string {
  switch (change) {
    case 'appeared':
      return `In the list of ${to}, not in that of ${from}.`;
    case 'disappeared':
      return `Disappeared between ${from} and ${to}. Whether it was revoked, or ended otherwise, the lists do not say.`;
    case 'grew':
      return `${scopesOf(added.length)} more than on ${from}.`;
    case 'shrank':
      return `${scopesOf(removed.length)} fewer than on ${from}.`;
    case 'changed':
      return `${scopesOf(added.length)} more and ${removed.length} fewer than on ${from}.`;
    case 'reach':
      return `Consents of ${peopleBefore} ${peopleBefore === 1 ? 'person' : 'people'} on ${from}, of ${peopleAfter} on ${to}.`;
  }
}

function scopesOf(count: number): string {
  return count === 1 ? '1 scope' : `${count} scopes`;
}
