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
}

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

/**
 * Puts lifecycle events in order per connector, merges the records that one act left behind, and decides what an
 * `authorize` was: the first of a person is a consent, a later one with new scopes a scope change, else a renewal.
 */
export function deriveLifecycle(db: Database.Database): void {
  db.exec('DELETE FROM lifecycle');
  const scopeText = db.prepare<[number], { value: string }>('SELECT value FROM scope_set WHERE id = ?');
  const scopeCache = new Map<number, readonly string[]>();
  const scopesOf = (set: number | null): readonly string[] => {
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
    `SELECT c.id AS connector, import.tenant, time, kind, coalesce(p.id, 0) AS principal, coalesce(a.id, 0) AS actor, result, ip, scope_set, is_tenant_wide, detail, correlation, import_id, line
     FROM lifecycle_fact JOIN import ON import.id = import_id AND import.status = 'complete'
     JOIN entity c ON c.ref = client LEFT JOIN entity p ON p.ref = principal LEFT JOIN entity a ON a.ref = actor
     -- Equal times are put in an order that follows from what the records say, not from when they were imported.
     ORDER BY c.id, import.tenant, time, kind, coalesce(p.id, 0), coalesce(a.id, 0), detail,
              (SELECT value FROM scope_set WHERE scope_set.id = lifecycle_fact.scope_set), sha256, line, lifecycle_fact.id`,
  );
  const rows = bulkInsert(db, 'lifecycle', COLUMNS);
  let group: (FactRow & { sources: number })[] = [];
  const held = new Map<number, Set<string>>();
  /** By correlation: where in the group the rows of one act stand. */
  const acts = new Map<number, number[]>();
  const flush = (): void => {
    held.clear();
    for (const row of group) {
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
      group.push({ ...fact, sources: 1 });
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

/** The record that names more scopes speaks for both; who did it and for whom is taken from whichever says it. */
function mergeActs(
  first: FactRow & { sources: number },
  second: FactRow,
  scopesOf: (set: number | null) => readonly string[],
): FactRow & { sources: number } {
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
    sources: first.sources + 1,
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
