import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { OperationUsage, ScopeUsage } from '../../../../shared/contract/connectors.ts';
import { gradeSchema, tierSchema, usageStatusSchema } from '../../../../shared/domain/vocabulary.ts';
import { GRAPH_APP_ID } from '../../catalog/scope-facts.ts';
import type { Catalog } from '../../catalog/types.ts';
import { rematch } from '../../derive/observed-operations.ts';
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
  readonly tier_was: number | null;
  readonly tier_reason: string | null;
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
      tierOverride: row.tier_reason === null ? null : { was: tierSchema.parse(row.tier_was), reason: row.tier_reason },
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

interface OperationRow {
  readonly operation: string;
  readonly quality: string;
  readonly scopes: string;
  readonly success: number;
  readonly denied: number;
  readonly attempted: number;
  readonly people: number;
  readonly first_time: number;
  readonly last_time: number;
}

const quality = z.enum(['exact', 'folded', 'parent', 'none']);

/** The operations of one item with the granted scopes that allow each, most calls first. */
export function itemOperations(db: Database.Database, item: number): OperationUsage[] {
  return prepared<[number], OperationRow>(db, 'SELECT * FROM item_operation WHERE item = ?')
    .all(item)
    .map((row) => toOperation(row, quality.parse(row.quality), textList.parse(JSON.parse(row.scopes))))
    .toSorted(mostCallsFirst);
}

/**
 * The operations of a connector over all its items, calls without a grant included, with the granted scopes that allow
 * each; `uncovered` names those that succeeded although none does.
 */
export function connectorOperations(
  db: Database.Database,
  catalog: Catalog,
  connector: number,
): { operations: OperationUsage[]; uncovered: string[] } {
  const scopes = new Map<string, Set<string>>();
  for (const row of prepared<[number], Pick<OperationRow, 'operation' | 'scopes'>>(
    db,
    'SELECT DISTINCT operation, o.scopes FROM item_operation o JOIN item ON item.id = item WHERE connector = ?',
  ).all(connector)) {
    const known = scopes.get(row.operation) ?? new Set<string>();
    for (const id of textList.parse(JSON.parse(row.scopes))) known.add(id);
    scopes.set(row.operation, known);
  }
  const operations = prepared<[number], Omit<OperationRow, 'quality' | 'scopes'> & { matcher: string }>(
    db,
    'SELECT * FROM connector_operation WHERE connector = ?',
  )
    .all(connector)
    .map((row) =>
      toOperation(
        row,
        rematch(catalog, row.matcher, row.operation).quality,
        [...(scopes.get(row.operation) ?? [])].toSorted(),
      ),
    )
    .toSorted(mostCallsFirst);
  return {
    operations,
    uncovered: operations
      .filter((operation) => operation.success > 0 && operation.scopes.length === 0)
      .map(({ operation }) => operation),
  };
}

function toOperation(
  row: Omit<OperationRow, 'quality' | 'scopes'>,
  match: OperationUsage['match'],
  scopes: string[],
): OperationUsage {
  return {
    operation: row.operation,
    match,
    scopes,
    success: row.success,
    denied: row.denied,
    attempted: row.attempted,
    people: row.people,
    first: iso(row.first_time),
    last: iso(row.last_time),
  };
}

function mostCallsFirst(a: OperationUsage, b: OperationUsage): number {
  return b.success - a.success || (a.operation < b.operation ? -1 : 1);
}
