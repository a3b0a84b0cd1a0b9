import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';

interface Reference {
  readonly id: number;
  readonly space: string;
  readonly value: string;
}

/** One thing in the world with all the ids that sources give it. */
export interface Entity {
  readonly id: number;
  /** `google:…`, `entra:…`, or `principal:…`; the same whatever the order of imports. */
  readonly key: string;
  readonly platform: string;
  readonly references: readonly Reference[];
  /** The id that names it best: application id before service principal id, address before number. */
  readonly main: Reference;
}

export interface Entities {
  readonly connectors: readonly Entity[];
  readonly principals: readonly Entity[];
}

/** Order in which the ids of one thing are preferred as its name. */
function preference({ space, value }: Reference): number {
  if (space === 'principal') return value.includes('@') ? 0 : 1;
  return space.endsWith('/app') ? 0 : space.endsWith('/sp') ? 1 : 2;
}

/**
 * Joins the ids that complete imports say belong together, and numbers the results in the order of their keys, so that
 * the same files give the same numbers in whatever order they came. Fills the `entity` table.
 */
export function deriveEntities(db: Database.Database): Entities {
  const parent = new Map<number, number>();
  const find = (id: number): number => {
    let root = id;
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next;
    parent.set(id, root);
    return root;
  };
  const pairs = db
    .prepare<[], [number, number]>(
      `SELECT a, b FROM alias_fact JOIN import ON import.id = import_id WHERE status = 'complete'`,
    )
    .raw();
  for (const [a, b] of pairs.iterate()) {
    const [left, right] = [find(a), find(b)];
    if (left !== right) parent.set(Math.max(left, right), Math.min(left, right));
  }
  const clusters = new Map<number, Reference[]>();
  for (const reference of db.prepare<[], Reference>('SELECT id, space, value FROM reference').iterate()) {
    const root = find(reference.id);
    const cluster = clusters.get(root);
    if (cluster === undefined) clusters.set(root, [reference]);
    else cluster.push(reference);
  }
  const connectors: Omit<Entity, 'id'>[] = [];
  const principals: Omit<Entity, 'id'>[] = [];
  for (const references of clusters.values()) {
    const sorted = references.toSorted((a, b) => preference(a) - preference(b) || compare(a.value, b.value));
    const main = sorted[0];
    if (main === undefined) continue;
    if (main.space === 'principal') {
      principals.push({ key: `principal:${main.value}`, platform: '', references: sorted, main });
      continue;
    }
    const [platform = 'other', space = 'app'] = main.space.split('/');
    connectors.push({
      key: space === 'app' ? `${platform}:${main.value}` : `${platform}:${space}:${main.value}`,
      platform,
      references: sorted,
      main,
    });
  }
  const result = { connectors: numbered(connectors), principals: numbered(principals) };
  db.exec('DELETE FROM entity');
  const rows = bulkInsert(db, 'entity', ['ref', 'id']);
  for (const entity of [...result.connectors, ...result.principals])
    for (const reference of entity.references) rows.add(reference.id, entity.id);
  rows.flush();
  return result;
}

function numbered(entities: readonly Omit<Entity, 'id'>[]): Entity[] {
  return entities.toSorted((a, b) => compare(a.key, b.key)).map((entity, index) => ({ ...entity, id: index + 1 }));
}

/** By code unit, so that no locale of the machine changes the order. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
