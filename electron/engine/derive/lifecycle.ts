import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';

interface FactRow {
  readonly connector: number;
  readonly tenant: string;
  readonly time: number;
  readonly kind: string;
  readonly principal: number;
  readonly actor: number;
  readonly result: number;
  readonly ip: number | null;
  readonly scope_set: number | null;
  readonly is_tenant_wide: number;
  readonly detail: string;
  readonly correlation: number | null;
  readonly import_id: number;
  readonly line: number;
  /** The log the record stands in. */
  readonly log: string;
}

/** What the records of one act say together. */
interface Act extends FactRow {
  readonly sources: number;
  readonly logs: ReadonlySet<string>;
}

type ScopesOf = (set: number | null) => readonly string[];

const COLUMNS = [
  'connector',
  'tenant',
  'time',
  'kind',
  'principal',
  'actor',
  'result',
  'ip',
  'scope_set',
  'is_tenant_wide',
  'detail',
  'import_id',
  'line',
  'sources',
];
/** Records of one act carry one correlation id and lie within minutes. */
const SAME_ACT = 10 * 60_000;
/** Two logs write one act down within minutes, each with an id of its own. */
const SAME_ACT_ELSEWHERE = 2 * 60_000;

/**
 * Puts lifecycle events in order per connector, merges the records that one act left behind in one log and in others, and
 * decides what an `authorize` was: the first of a person is a consent, a later one with new scopes a scope change, else a renewal.
 */
export function deriveLifecycle(db: Database.Database): void {
  db.exec('DELETE FROM lifecycle');
  const scopeText = db.prepare<[number], { value: string }>('SELECT value FROM scope_set WHERE id = ?');
  const scopeCache = new Map<number, readonly string[]>();
  const scopesOf: ScopesOf = (set) => {
    if (set === null) return [];
    let scopes = scopeCache.get(set);
    if (scopes === undefined) {
      // Written by this program as an array of texts.
      scopes = JSON.parse(scopeText.get(set)?.value ?? '[]') as string[];
      scopeCache.set(set, scopes);
    }
    return scopes;
  };
  const facts = db.prepare<[], FactRow>(
    `SELECT c.id AS connector, import.tenant, time, kind, coalesce(p.id, 0) AS principal, coalesce(a.id, 0) AS actor, result, ip, scope_set, is_tenant_wide, detail, correlation, import_id, line, coalesce(import.log, import.format) AS log
     FROM lifecycle_fact JOIN import ON import.id = import_id AND import.status = 'complete'
     JOIN entity c ON c.ref = client LEFT JOIN entity p ON p.ref = principal LEFT JOIN entity a ON a.ref = actor
     -- Equal times are put in an order that follows from what the records say, not from when they were imported.
     ORDER BY c.id, import.tenant, time, kind, coalesce(p.id, 0), coalesce(a.id, 0), detail,
              (SELECT value FROM scope_set WHERE scope_set.id = lifecycle_fact.scope_set), sha256, line, lifecycle_fact.id`,
  );
  const rows = bulkInsert(db, 'lifecycle', COLUMNS);
  let group: Act[] = [];
  const held = new Map<number, Set<string>>();
  /** By correlation: where in the group the rows of one act stand. */
  const acts = new Map<number, number[]>();
  const flush = (): void => {
    held.clear();
    for (const row of acrossLogs(group, scopesOf)) {
      const kind = row.kind === 'authorize' ? authorizeKind(held, row.principal, scopesOf(row.scope_set)) : row.kind;
      if (kind === 'revoke') held.delete(row.principal);
      rows.add(
        row.connector,
        row.tenant,
        row.time,
        kind,
        row.principal,
        row.actor,
        row.result,
        row.ip,
        row.scope_set,
        row.is_tenant_wide,
        row.detail,
        row.import_id,
        row.line,
        row.sources,
      );
    }
    group = [];
    acts.clear();
  };
  // Reading ends before writing begins: better-sqlite3 allows no writes while a statement is being walked.
  for (const fact of facts.all()) {
    const last = group.at(-1);
    if (last !== undefined && (last.connector !== fact.connector || last.tenant !== fact.tenant)) flush();
    const related = fact.correlation === null ? [] : (acts.get(fact.correlation) ?? []);
    const at = related.findLast((index) => {
      const row = group[index];
      return row !== undefined && sameAct(row.kind, fact.kind) && fact.time - row.time <= SAME_ACT;
    });
    const twin = at === undefined ? undefined : group[at];
    if (at !== undefined && twin !== undefined) group[at] = mergeActs(twin, fact, scopesOf);
    else {
      if (fact.correlation !== null) acts.set(fact.correlation, [...related, group.length]);
      group.push({ ...fact, sources: 1, logs: new Set([fact.log]) });
    }
  }
  flush();
  rows.flush();
}

function sameAct(a: string, b: string): boolean {
  return a === b || (isConsent(a) && isConsent(b));
}

function isConsent(kind: string): boolean {
  return kind === 'consent' || kind === 'scope-change';
}

/**
 * Merges acts that several logs tell of. Two acts of one log are two acts. The list is in order of time, and equal times in
 * an order that follows from what the records say, so the result does not depend on the order of files.
 */
function acrossLogs(acts: readonly Act[], scopesOf: ScopesOf): readonly Act[] {
  if (acts.length < 2 || new Set(acts.flatMap((act) => [...act.logs])).size < 2) return acts;
  const merged: Act[] = [];
  // Acts that are too long ago for the present one lie before this place.
  let from = 0;
  for (const act of acts) {
    while (from < merged.length && act.time - (merged[from]?.time ?? 0) > SAME_ACT_ELSEWHERE) from += 1;
    const near = merged.slice(from).findLastIndex((other) => isToldElsewhere(other, act, scopesOf));
    const twin = near < 0 ? undefined : merged[from + near];
    if (twin === undefined) merged.push(act);
    else merged[from + near] = mergeActs(twin, act, scopesOf);
  }
  return merged;
}

function isToldElsewhere(a: Act, b: Act, scopesOf: ScopesOf): boolean {
  if ([...a.logs].some((log) => b.logs.has(log)) || !sameAct(a.kind, b.kind) || a.result !== b.result) return false;
  const isForAll = a.is_tenant_wide === 1 && b.is_tenant_wide === 1;
  if (!isForAll && (a.principal !== b.principal || a.is_tenant_wide !== b.is_tenant_wide)) return false;
  const [left, right] = [scopesOf(a.scope_set), scopesOf(b.scope_set)];
  return left.length === 0 || right.length === 0 || a.scope_set === b.scope_set;
}

/** The record that names more scopes speaks for both; who did it and for whom is taken from whichever says it. */
function mergeActs(first: Act, second: FactRow | Act, scopesOf: ScopesOf): Act {
  const [rich, poor] =
    scopesOf(second.scope_set).length > scopesOf(first.scope_set).length ? [second, first] : [first, second];
  return {
    ...rich,
    time: Math.min(first.time, second.time),
    kind: first.kind === 'scope-change' || second.kind === 'scope-change' ? 'scope-change' : rich.kind,
    principal: rich.principal || poor.principal,
    actor: rich.actor || poor.actor,
    ip: rich.ip ?? poor.ip,
    is_tenant_wide: Math.max(rich.is_tenant_wide, poor.is_tenant_wide),
    sources: first.sources + ('sources' in second ? second.sources : 1),
    logs: new Set([...first.logs, ...('logs' in second ? second.logs : [second.log])]),
  };
}

function authorizeKind(
  held: Map<number, Set<string>>,
  principal: number,
  scopes: readonly string[],
): 'consent' | 'scope-change' | 'issue' {
  const known = held.get(principal);
  if (known === undefined) {
    held.set(principal, new Set(scopes));
    return 'consent';
  }
  const added = scopes.filter((scope) => !known.has(scope));
  for (const scope of added) known.add(scope);
  return added.length > 0 ? 'scope-change' : 'issue';
}
