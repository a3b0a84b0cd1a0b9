import type Database from 'better-sqlite3';
import type { CampaignPlan } from '../../../../shared/contract/campaign-plan.ts';
import type { Tier } from '../../../../shared/domain/vocabulary.ts';
import { factsDigest } from '../../evidence/frozen-population.ts';
import { departmentsFor, outReason, SCOPE_COLUMNS, type ScopeRow, scopeParams, toScoped } from './scope.ts';

/** An item of the population with what is kept of it. */
export interface FrozenRow {
  readonly item: string;
  readonly connector: string;
  readonly name: string;
  readonly platform: string;
  readonly tenant: string;
  readonly kind: string;
  readonly tier: Tier;
  /** Unrated counts as 3. */
  readonly rank: number;
  readonly grants: number;
  readonly people: number;
  /** SHA-256 (hex). */
  readonly facts: string;
  /** Whom it stays with, by the plan's way of sharing. */
  readonly group: string;
}

interface ItemRow extends ScopeRow {
  readonly id: number;
  readonly key: string;
  readonly connector: number;
  readonly connector_key: string;
  readonly name: string;
  readonly rated: Tier;
  readonly grants: number;
  readonly people: number;
}

/**
 * The items in the scope of a plan, each with the digest of its facts: the canonical JSON of item, connector, name, platform,
 * tenant, kind, tier, grants and people (both counted), scopes as [scope, tier, status] by scope, owners as [key, role] by
 * key, and the ids of the rules with a finding that is not suppressed.
 */
export function readPopulation(db: Database.Database, plan: CampaignPlan): FrozenRow[] {
  const departments = departmentsFor(db, plan);
  const scopes = readScopes(db);
  const owners = readOwners(db);
  const found = readFound(db);
  const rows = db
    .prepare<[Record<string, string>], ItemRow>(
      `SELECT item.id, item.key, item.connector, connector.key AS connector_key, connector.name, item.tier AS rated,
              item.grants, item.people, ${SCOPE_COLUMNS}
       FROM item JOIN connector ON connector.id = item.connector
       ORDER BY item.key`,
    )
    .all(scopeParams(plan));
  return rows.flatMap((row): FrozenRow[] => {
    const scoped = toScoped(row, departments);
    if (outReason(plan, scoped) !== null) return [];
    // Names come from files and may hold what canonical JSON cannot.
    const plain = {
      item: row.key,
      connector: row.connector_key.toWellFormed(),
      name: row.name.toWellFormed(),
      platform: row.platform,
      tenant: row.tenant.toWellFormed(),
      kind: row.kind,
      tier: row.rated,
      grants: row.grants,
      people: row.people,
    };
    const rules = [...(found.byItem.get(row.id) ?? []), ...(found.byConnector.get(row.connector) ?? [])];
    const facts = factsDigest({
      ...plain,
      scopes: scopes.get(row.id) ?? [],
      owners: owners.get(row.connector) ?? [],
      findings: [...new Set(rules)].toSorted(),
    });
    return [{ ...plain, rank: row.tier, facts, group: scoped.group }];
  });
}

function readScopes(db: Database.Database): ReadonlyMap<number, readonly (readonly [string, Tier, string])[]> {
  const byItem = new Map<number, [string, Tier, string][]>();
  const rows = db.prepare<[], { item: number; scope: string; tier: Tier; status: string }>(
    'SELECT item, scope, tier, status FROM item_scope ORDER BY item, scope',
  );
  for (const { item, scope, tier, status } of rows.iterate()) {
    const entry: [string, Tier, string] = [scope.toWellFormed(), tier, status];
    const known = byItem.get(item);
    if (known === undefined) byItem.set(item, [entry]);
    else known.push(entry);
  }
  return byItem;
}

function readOwners(db: Database.Database): ReadonlyMap<number, readonly (readonly [string, string])[]> {
  const rows = db
    .prepare<[], { connector: number; key: string; role: string }>(
      `SELECT owner.connector, principal.key, owner.role
       FROM owner JOIN principal ON principal.id = owner.principal
       ORDER BY owner.connector, principal.key, owner.role`,
    )
    .all();
  return new Map(
    [...Map.groupBy(rows, (row) => row.connector)].map(([connector, own]) => [
      connector,
      own.map(({ key, role }) => [key.toWellFormed(), role] as const),
    ]),
  );
}

function readFound(db: Database.Database) {
  const byItem = new Map<number, string[]>();
  const byConnector = new Map<number, string[]>();
  const rows = db.prepare<[], { rule: string; connector: number; item: number | null }>(
    `SELECT rule, connector, item FROM finding WHERE outcome = 'finding' AND suppression IS NULL`,
  );
  for (const { rule, connector, item } of rows.iterate()) {
    const [map, key] = item === null ? [byConnector, connector] : [byItem, item];
    const known = map.get(key);
    if (known === undefined) map.set(key, [rule]);
    else known.push(rule);
  }
  return { byItem, byConnector };
}
