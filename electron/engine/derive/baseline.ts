import type Database from 'better-sqlite3';
import { carryForward, type NewestLists } from '../baseline/carry.ts';
import { type CurrentItem, readCurrentItems } from '../baseline/current-items.ts';
import { compareItem, newItem } from '../baseline/delta.ts';
import type { CertifiedItem } from '../baseline/facts.ts';
import { bulkInsert } from '../db/bulk-insert.ts';
import { certifiedItems, type HeldBaseline, heldBaselines } from '../db/queries/baseline.ts';
import type { Policy } from '../rules/policy.ts';

/**
 * Finds the items of the baseline among those of the case, by the ids of their apps, so that a later file that names an app
 * better does not lose it. Names and project numbers are no ids. Before the rules, which read what was decided.
 */
export function deriveBaselineMatch(db: Database.Database): void {
  db.exec('DELETE FROM baseline_match');
  const [held] = heldBaselines(db);
  if (held === undefined) return;
  const find = createFinder(db);
  const rows = bulkInsert(db, 'baseline_match', ['key', 'connector', 'item']);
  for (const item of certifiedItems(db, held.bundle)) {
    const found = find(item);
    rows.add(item.key, found.connector, found.item);
  }
  rows.flush();
}

interface Found {
  readonly connector: number | null;
  readonly item: number | null;
}

/** Looks up the connector and review item that an item of another case is in this one. */
export function createFinder(
  db: Database.Database,
): (item: Pick<CertifiedItem, 'connector' | 'ids' | 'tenant' | 'kind'>) => Found {
  const byKey = db.prepare<[string], number>('SELECT id FROM connector WHERE key = ?').pluck();
  const byId = db
    .prepare<[string, string], number>(
      `SELECT connector.id FROM reference JOIN entity ON entity.ref = reference.id JOIN connector ON connector.id = entity.id
       WHERE reference.space = ? AND reference.value = ?`,
    )
    .pluck();
  const itemOf = db
    .prepare<[number, string, string], number>('SELECT id FROM item WHERE connector = ? AND tenant = ? AND kind = ?')
    .pluck();
  return ({ connector: key, ids, tenant, kind }) => {
    const named = new Set(
      [key, ...ids].flatMap((text) => idsIn(text)).flatMap(([space, value]) => byId.get(space, value) ?? []),
    );
    const [only] = named;
    const connector = byKey.get(key) ?? (named.size === 1 ? only : undefined) ?? null;
    return { connector, item: connector === null ? null : (itemOf.get(connector, tenant, kind) ?? null) };
  };
}

const STRONG = new Set(['app', 'sp', 'installation', 'service']);

/** The ids that `entra/sp:…` of a report, or the key `entra:sp:…` of a connector, may stand for. */
function idsIn(text: string): (readonly [space: string, value: string])[] {
  const [, space = '', value = ''] = /^([^:]+):(.*)$/s.exec(text) ?? [];
  if (space.includes('/')) return STRONG.has(space.slice(space.indexOf('/') + 1)) ? [[space, value]] : [];
  const [, kind = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(value) ?? [];
  return STRONG.has(kind) ? [[`${space}/${kind}`, rest]] : [[`${space}/app`, value]];
}

interface DeltaInput {
  readonly policy: Policy;
  readonly catalogVersion: string;
  /** UTC milliseconds. */
  readonly asOf: number;
}

/** Says of each review item what changed since the baseline, and of each item of the baseline what becomes of it. */
export function deriveDelta(db: Database.Database, input: DeltaInput): void {
  db.exec('DELETE FROM item_delta; DELETE FROM baseline_carry;');
  const [held] = heldBaselines(db);
  if (held === undefined) return;
  const certified = certifiedItems(db, held.bundle);
  const current = readCurrentItems(db);
  const matches = readMatches(db);
  storeDeltas(db, held, certified, current, matches, input);
  const currentById = new Map(current.map((item) => [item.item, item]));
  const rows = bulkInsert(db, 'baseline_carry', ['position', 'kind', 'key', 'item', 'due', 'is_past', 'sentence']);
  const carried = carryForward(
    certified.map((then) => [then, currentById.get(matches.get(then.key)?.item ?? 0) ?? null]),
    {
      policy: input.policy,
      asOf: input.asOf,
      baselineAsOf: held.whole.asOf === null ? null : Date.parse(held.whole.asOf),
      listsOf: createLists(db),
    },
  );
  for (const [position, entry] of carried.entries())
    rows.add(position, entry.kind, entry.key, entry.item, entry.due, entry.isPast ? 1 : 0, entry.sentence);
  rows.flush();
}

function storeDeltas(
  db: Database.Database,
  { whole }: HeldBaseline,
  certified: readonly CertifiedItem[],
  current: readonly CurrentItem[],
  matches: ReadonlyMap<string, Found>,
  { catalogVersion, asOf }: DeltaInput,
): void {
  const byItem = new Map<number, CertifiedItem>();
  const byConnector = Map.groupBy(
    certified.filter((then) => matches.get(then.key)?.connector != null),
    (then) => `${matches.get(then.key)?.connector ?? 0} ${then.tenant}`,
  );
  for (const then of certified) {
    const item = matches.get(then.key)?.item ?? null;
    // Of two that are one now, the one with the key of today.
    if (item !== null && !byItem.has(item)) byItem.set(item, then);
  }
  const byKey = new Map(certified.map((then) => [then.key, then]));
  const inTenant = Map.groupBy(certified, (then) => `${then.platform} ${then.tenant}`);
  const rows = bulkInsert(db, 'item_delta', ['item', 'kind', 'lines', 'count']);
  for (const now of current) {
    const then = byKey.get(now.key) ?? byItem.get(now.item);
    const delta =
      then === undefined
        ? newItem(
            now,
            inTenant.get(`${now.platform} ${now.tenant}`)?.length ?? 0,
            (byConnector.get(`${now.connectorRow} ${now.tenant}`) ?? []).map(({ kind }) => kind),
          )
        : compareItem(then, now, { whole, catalogVersion, asOf });
    rows.add(now.item, delta.kind, JSON.stringify(delta.lines), delta.lines.filter((line) => line.isChange).length);
  }
  rows.flush();
}

function readMatches(db: Database.Database): ReadonlyMap<string, Found> {
  return new Map(
    db
      .prepare<[], Found & { key: string }>('SELECT key, connector, item FROM baseline_match')
      .all()
      .map(({ key, connector, item }) => [key, { connector, item }]),
  );
}

function createLists(db: Database.Database): (platform: string, tenant: string) => NewestLists | null {
  const lists = new Map(
    db
      .prepare<[], { platform: string; tenant: string; as_of: number; is_whole: number }>(
        `SELECT platform, tenant, max(as_of) AS as_of, min(is_whole) AS is_whole FROM snapshot WHERE is_newest GROUP BY 1, 2`,
      )
      .all()
      .map((row) => [`${row.platform} ${row.tenant}`, { asOf: row.as_of, isWhole: row.is_whole === 1 }]),
  );
  return (platform, tenant) => lists.get(`${platform} ${tenant}`) ?? null;
}
