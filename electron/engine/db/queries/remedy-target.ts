import type Database from 'better-sqlite3';
import { grantKindSchema } from '../../../../shared/domain/vocabulary.ts';
import type { Target } from '../../remediation/remedies.ts';
import type { DecidedItem } from '../../review/decided-items.ts';
import { prepared } from '../prepared.ts';

/** People read for a script; see the remedies for what they do beyond the number that they name. */
const NAMED_PEOPLE = 101;

/** What is needed of a review item to say how a decision on it is carried out. */
export interface TargetItem {
  readonly id: number;
  readonly connector: number;
  readonly native_id: string;
  readonly tenant: string;
  readonly kind: string;
  readonly people: number;
}

/** Of whom and of what a decision speaks: keys of people (empty: all of them) and scopes. */
export interface Meant {
  readonly scopes: readonly string[];
  readonly principals: readonly string[];
  /** The owner named; null without one. */
  readonly owner: string | null;
}

/** A review item as the aim of a remedy for all of its grants. */
export function targetOf(db: Database.Database, item: TargetItem): Target {
  return {
    nativeId: item.native_id,
    ids: idsByKind(db, item.connector),
    tenant: item.tenant,
    kind: grantKindSchema.parse(item.kind),
    people: prepared<[number, number, number], { key: string }>(
      db,
      'SELECT DISTINCT p.key FROM consent_grant g JOIN principal p ON p.id = g.principal WHERE g.connector = ? AND g.item = ? ORDER BY p.key LIMIT ?',
    )
      .all(item.connector, item.id, NAMED_PEOPLE)
      .map((row) => row.key),
    peopleTotal: item.people,
    isNamed: false,
    hasOthers: false,
    scopes: [],
    owner: null,
  };
}

/** The same for one decision on the item alone, which other grants of the app may outlive. */
export function decidedTarget(db: Database.Database, item: TargetItem, { scopes, principals, owner }: Meant): Target {
  const all = targetOf(db, item);
  const hasOthers =
    prepared<[number, string, string], { found: number }>(
      db,
      'SELECT EXISTS (SELECT 1 FROM item WHERE connector = ? AND tenant = ? AND kind <> ?) AS found',
    ).get(item.connector, item.tenant, item.kind)?.found === 1;
  return principals.length === 0
    ? { ...all, hasOthers, scopes, owner }
    : { ...all, hasOthers, scopes, owner, people: principals, peopleTotal: principals.length, isNamed: true };
}

/** A decided item as the aim of a remedy, also when no grant of it stands any more. */
export function targetOfDecided(db: Database.Database, decided: DecidedItem): Target {
  const { act, item, connector } = decided;
  if (item !== null && connector !== null)
    return decidedTarget(
      db,
      {
        id: item,
        connector,
        native_id: decided.nativeId,
        tenant: decided.tenant,
        kind: decided.kind,
        people: decided.people,
      },
      { scopes: act.scopes, principals: act.principals, owner: decided.owner },
    );
  return {
    nativeId: decided.nativeId,
    ids: connector === null ? new Map() : idsByKind(db, connector),
    tenant: decided.tenant,
    kind: decided.kind,
    people: act.principals,
    peopleTotal: act.principals.length === 0 ? decided.people : act.principals.length,
    isNamed: act.principals.length > 0,
    hasOthers: false,
    scopes: act.scopes,
    owner: decided.owner,
  };
}

function idsByKind(db: Database.Database, connector: number): ReadonlyMap<string, readonly string[]> {
  const ids = prepared<[number], { space: string; value: string }>(
    db,
    `SELECT space, value FROM entity JOIN reference ON reference.id = entity.ref WHERE entity.id = ? AND space <> 'principal' ORDER BY space, value`,
  ).all(connector);
  const byKind = Map.groupBy(ids, (row) => row.space.slice(row.space.indexOf('/') + 1));
  return new Map([...byKind].map(([kind, rows]) => [kind, rows.map((row) => row.value)]));
}
