import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { OperationUsage, ScopeUsage } from '../../../../shared/contract/inventory.ts';
import { gradeSchema, tierSchema, usageStatusSchema } from '../../../../shared/domain/vocabulary.ts';
import { GRAPH_APP_ID } from '../../catalog/scope-facts.ts';
import type { Catalog } from '../../catalog/types.ts';
import { grantedScopes, type ItemRow } from '../../derive/scopes.ts';
import { observedOperations, type TokenKind } from '../../derive/observed-operations.ts';
import { prepared } from '../prepared.ts';
import { iso } from './imports.ts';

interface ScopeRow {
  readonly scope: string;
  readonly resource: string | null;
  readonly label: string;
  readonly tier: number | null;
  readonly is_known: number;
  readonly basis: string;
  readonly status: string;
  readonly statement: string;
  readonly need: string | null;
  readonly redundant_with: string;
  readonly grade: string;
  readonly first_time: number | null;
  readonly last_time: number | null;
  readonly count: number;
  readonly denied: number;
  readonly attempted: number;
  readonly people: number;
  readonly operations: string;
}

const textList = z.array(z.string());
const need = z.enum(['needed', 'redundant']).nullable();

/** The scopes of an item, riskiest first; unrated ones stand with tier 3. */
export function itemScopes(db: Database.Database, item: number): ScopeUsage[] {
  return prepared<[number], ScopeRow>(
    db,
    `SELECT s.*, coalesce(api.name, iif(s.resource = '${GRAPH_APP_ID}', 'Microsoft Graph', s.resource)) AS resource
       FROM item_scope s LEFT JOIN connector api ON api.key = 'entra:' || s.resource
       WHERE item = ? ORDER BY coalesce(s.tier, 3) DESC, s.scope`,
  )
    .all(item)
    .map((row) => ({
      scope: row.scope,
      label: row.label,
      resource: row.resource,
      tier: tierSchema.parse(row.tier),
      known: row.is_known === 1,
      basis: textList.parse(JSON.parse(row.basis)),
      status: usageStatusSchema.parse(row.status),
      statement: row.statement,
      need: need.parse(row.need),
      redundantWith: textList.parse(JSON.parse(row.redundant_with)),
      grade: gradeSchema.parse(row.grade),
      first: iso(row.first_time),
      last: iso(row.last_time),
      count: row.count,
      denied: row.denied,
      attempted: row.attempted,
      people: row.people,
      operations: textList.parse(JSON.parse(row.operations)),
    }));
}

/** The operations of a connector with the granted scopes that allow each, most calls first. */
export function itemOperations(
  db: Database.Database,
  catalog: Catalog,
  connector: number,
  tenant: string | null,
  tokens: TokenKind,
): { operations: OperationUsage[]; uncovered: string[] } {
  const items = prepared<[number, string | null, string | null], ItemRow>(
    db,
    'SELECT item.id, connector, tenant, kind, platform FROM item JOIN connector ON connector.id = connector WHERE connector = ? AND (? IS NULL OR tenant = ?)',
  ).all(connector, tenant, tenant);
  const platform = catalog.platform(items[0]?.platform ?? '');
  const granted = items.flatMap((item) => grantedScopes(db, catalog, item));
  const observed = observedOperations(db, catalog, connector, tenant, tokens).toSorted(
    (a, b) => b.succeeded - a.succeeded || a.key.localeCompare(b.key, 'en'),
  );
  const allowing = (operation: (typeof observed)[number]): string[] => {
    if (platform === undefined) return [];
    const cover = new Set([
      ...platform.coveringScopes('delegated', operation.match),
      ...platform.coveringScopes('application', operation.match),
    ]);
    return [...new Set(granted.filter((scope) => cover.has(scope.id)).map((scope) => scope.id))];
  };
  const rows = observed.map((operation) => ({ operation, scopes: allowing(operation) }));
  return {
    operations: rows.map(({ operation, scopes }) => ({
      operation: operation.key,
      match: operation.match.quality,
      scopes,
      success: operation.succeeded,
      denied: operation.denied,
      attempted: operation.attempted,
      people: operation.people.length,
      first: iso(operation.first),
      last: iso(operation.last),
    })),
    uncovered: rows
      .filter(({ operation, scopes }) => operation.succeeded > 0 && scopes.length === 0)
      .map(({ operation }) => operation.key),
  };
}
