import type Database from 'better-sqlite3';
import { z } from 'zod';
import {
  type ItemImpact,
  type ItemReduction,
  scopeAdviceSchema,
  type ScopeCertificate,
} from '../../../../shared/contract/reduction.ts';
import { type GrantKind, grantKindSchema, tierSchema } from '../../../../shared/domain/vocabulary.ts';
import { UNSTATED_OPERATION } from '../../derive/observed-operations.ts';
import { prepared } from '../prepared.ts';
import { iso } from './imports.ts';
import { itemByKey, type QueueItem } from './review.ts';

const textList = z.array(z.string());
const LAST_CALLS = 10;

interface ReductionRow {
  readonly scope: string;
  readonly advice: string;
  readonly replaced_by: string | null;
  readonly replaced_by_label: string | null;
  readonly replaced_by_tier: number | null;
  readonly tier_before: number | null;
  readonly tier_after: number | null;
  readonly operations: string;
  readonly sole: string;
  readonly covered_by: string;
  readonly statement: string;
}

/** The minimal scope set of an item with its certificate, riskiest scope first. Throws `not-found`. */
export function itemReduction(db: Database.Database, itemId: string): ItemReduction {
  const item = itemByKey(db, itemId);
  const sums = prepared<
    [number],
    { tier: number | null; tier_after: number | null; scopes: number; scopes_after: number; reduction_method: string }
  >(db, 'SELECT tier, tier_after, scopes, scopes_after, reduction_method FROM item WHERE id = ?').get(item.id);
  const rows = prepared<[number], ReductionRow>(
    db,
    'SELECT * FROM item_reduction WHERE item = ? ORDER BY tier_rank_before DESC, scope',
  ).all(item.id);
  return {
    scopes: rows.map(toCertificate),
    tierBefore: tierSchema.parse(sums?.tier ?? null),
    tierAfter: tierSchema.parse(sums?.tier_after ?? null),
    scopesBefore: sums?.scopes ?? 0,
    scopesAfter: sums?.scopes_after ?? 0,
    method: z.enum(['exact', 'bounded']).parse(sums?.reduction_method),
  };
}

function toCertificate(row: ReductionRow): ScopeCertificate {
  return {
    scope: row.scope,
    advice: scopeAdviceSchema.parse(row.advice),
    replacedBy:
      row.replaced_by === null
        ? null
        : {
            scope: row.replaced_by,
            label: row.replaced_by_label ?? row.replaced_by,
            tier: tierSchema.parse(row.replaced_by_tier),
          },
    tierBefore: tierSchema.parse(row.tier_before),
    tierAfter: tierSchema.parse(row.tier_after),
    operations: textList.parse(JSON.parse(row.operations)),
    sole: textList.parse(JSON.parse(row.sole)),
    coveredBy: textList.parse(JSON.parse(row.covered_by)),
    statement: row.statement,
  };
}

/** The certificate of an item as it is printed, riskiest scope first, without scopes that calls do not judge. */
export function certificateLines(db: Database.Database, item: number): { scope: string; statement: string }[] {
  return prepared<[number], { scope: string; statement: string }>(
    db,
    `SELECT scope, statement FROM item_reduction WHERE item = ? AND advice <> 'lifecycle' ORDER BY tier_rank_before DESC, scope`,
  ).all(item);
}

/** Whether the evidence supports a narrower set of scopes for an item: some can go, or a smaller one suffices. */
export function hasNarrowerScopes(db: Database.Database, item: number): boolean {
  return (
    prepared<[number], { found: number }>(
      db,
      `SELECT EXISTS (SELECT 1 FROM item_reduction WHERE item = ? AND advice IN ('remove', 'narrow')) AS found`,
    ).get(item)?.found === 1
  );
}

interface OperationRow {
  readonly operation: string;
  readonly scopes: string;
  readonly creditable: string;
  readonly success: number;
  readonly people: number;
  readonly last_time: number;
}

/**
 * What would stop if the given scopes of an item (all when none is given) were taken away. A call counts as still covered
 * only by a scope that is known to suffice for it. Throws `not-found` for an item that is not there.
 */
export function itemImpact(db: Database.Database, itemId: string, scopes: readonly string[]): ItemImpact {
  const item = itemByKey(db, itemId);
  const isWhole = scopes.length === 0;
  const taken = new Set(scopes);
  const affected = prepared<[number], OperationRow>(db, 'SELECT * FROM item_operation WHERE item = ? AND success > 0')
    .all(item.id)
    .map((row) => ({
      row,
      allowing: textList.parse(JSON.parse(row.scopes)),
      sure: textList.parse(JSON.parse(row.creditable)),
    }))
    .filter(({ allowing }) => isWhole || allowing.some((id) => taken.has(id)));
  const elsewhere = otherGrants(db, item);
  const judged = affected
    .map(({ row, sure }) => ({
      row,
      scopes: isWhole ? [] : sure.filter((id) => !taken.has(id)),
      grants: elsewhere.get(row.operation) ?? [],
    }))
    .toSorted((a, b) => b.row.success - a.row.success || (a.row.operation < b.row.operation ? -1 : 1));
  const isStopped = (entry: (typeof judged)[number]): boolean => entry.scopes.length === 0 && entry.grants.length === 0;
  const stopped = judged.filter(isStopped).map(({ row }) => row);
  const names = stopped.map((row) => row.operation);
  return {
    operations: stopped.map((row) => ({
      operation: row.operation,
      calls: row.success,
      people: row.people,
      last: iso(row.last_time),
    })),
    calls: stopped.reduce((sum, row) => sum + row.success, 0),
    people: peopleBehind(db, item, names),
    last: lastCalls(db, item, names),
    stillCovered: judged
      .filter((entry) => !isStopped(entry))
      .map(({ row, scopes: left, grants }) => ({ operation: row.operation, scopes: left, grants })),
    isObserved:
      prepared<[string, string], { n: number }>(
        db,
        `SELECT count(*) AS n FROM log_window WHERE platform = ? AND tenant = ? AND grade = 'Q1'`,
      ).get(item.platform, item.tenant)?.n !== 0,
  };
}

/**
 * What other items of the app in the same tenant allow for the same kind of token. A consent per person counts for
 * nobody else, so only grants for the whole tenant and, where tokens are not told apart, the app's own can stand in.
 */
function otherGrants(db: Database.Database, item: QueueItem): Map<string, { kind: GrantKind; scopes: string[] }[]> {
  const rows = prepared<[number, string, number, number], { kind: string; operation: string; creditable: string }>(
    db,
    `SELECT other.kind, o.operation, o.creditable FROM item other JOIN item_operation o ON o.item = other.id
     WHERE other.connector = ? AND other.tenant = ? AND other.id <> ? AND other.kind <> 'delegated-user'
       AND (? = 0 OR other.kind <> 'application') AND o.creditable <> '[]'
     ORDER BY other.kind`,
  ).all(item.connector, item.tenant, item.id, item.platform === 'entra' ? 1 : 0);
  const found = new Map<string, { kind: GrantKind; scopes: string[] }[]>();
  for (const row of rows) {
    const grants = found.get(row.operation) ?? [];
    grants.push({ kind: grantKindSchema.parse(row.kind), scopes: textList.parse(JSON.parse(row.creditable)) });
    found.set(row.operation, grants);
  }
  return item.platform === 'entra' && item.kind === 'application' ? new Map() : found;
}

/** Calls of an item in `usage_pair` for some operations, given as a JSON array. */
const CALLS = `FROM usage_pair u LEFT JOIN operation ON operation.id = u.operation
  WHERE u.connector = ? AND u.tenant = ? AND u.class = 0
    AND coalesce(operation.key, '${UNSTATED_OPERATION}') IN (SELECT value FROM json_each(?))
    AND (? = 'any' OR (? = 'delegated' AND u.principal <> 0) OR (? = 'application' AND u.principal = 0))`;

type CallParams = [number, string, string, string, string, string];

function callParams(item: QueueItem, operations: readonly string[]): CallParams {
  const tokens = item.platform !== 'entra' ? 'any' : item.kind === 'application' ? 'application' : 'delegated';
  return [item.connector, item.tenant, JSON.stringify(operations), tokens, tokens, tokens];
}

function peopleBehind(db: Database.Database, item: QueueItem, operations: readonly string[]): number {
  if (operations.length === 0) return 0;
  return (
    prepared<CallParams, { n: number }>(db, `SELECT count(DISTINCT nullif(u.principal, 0)) AS n ${CALLS}`).get(
      ...callParams(item, operations),
    )?.n ?? 0
  );
}

function lastCalls(db: Database.Database, item: QueueItem, operations: readonly string[]): ItemImpact['last'] {
  if (operations.length === 0) return [];
  // People are numbered in the order of their keys: equal times stand in the same order whatever was imported first.
  return prepared<CallParams, { at: number; operation: string; person: string | null }>(
    db,
    `SELECT at, operation, (SELECT coalesce(name, email, key) FROM principal WHERE principal.id = call.principal) AS person
     FROM (SELECT u.last_time AS at, coalesce(operation.key, '${UNSTATED_OPERATION}') AS operation, u.principal
           ${CALLS} ORDER BY u.last_time DESC, 2, 3 LIMIT ${LAST_CALLS}) AS call
     ORDER BY at DESC, operation, principal`,
  )
    .all(...callParams(item, operations))
    .map((row) => ({ ...row, at: iso(row.at) }));
}
