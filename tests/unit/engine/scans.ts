import type Database from 'better-sqlite3';

/** Notes the text of every statement that is compiled from now on. */
export function recordStatements(open: Database.Database): Set<string> {
  const seen = new Set<string>();
  const prepare = open.prepare.bind(open);
  open.prepare = ((sql: string) => {
    seen.add(sql);
    return prepare(sql);
  }) as typeof open.prepare;
  return seen;
}

/** Tables that grow with the logs and exports: no answer may read one of them from end to end. */
const BULK = ['event', 'usage', 'lifecycle_fact', 'grant_fact'];

/** Statements of an import: each reads the facts or known keys of all imports, once per file. */
export const DERIVING =
  /FROM (?:lifecycle_fact|grant_fact|usage) JOIN import|SELECT DISTINCT import_id, client FROM|SELECT import_id, key_high|SELECT (?:1|DISTINCT kind|count\(\*\)) FROM grant_fact/;

/** Names under which a statement reads a whole bulk table, itself or to build an index for the moment. */
export function scannedBulk(open: Database.Database, sql: string): string[] {
  const values = Array.from(sql.matchAll(/\?/g), () => 1);
  const named = Object.fromEntries(Array.from(sql.matchAll(/@(\w+)/g), (match) => [match[1] ?? '', '1']));
  const steps = open
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...values, ...(Object.keys(named).length > 0 ? [named] : []));
  return BULK.flatMap((table) => namesOf(sql, table)).filter((name) =>
    steps.some((step) => new RegExp(`^(?:SCAN ${name}(?: |$)|SEARCH ${name} USING AUTOMATIC)`).test(step.detail)),
  );
}

/** The table, when the statement has it, and the other names it goes by there. */
function namesOf(sql: string, table: string): string[] {
  const uses = new RegExp(
    `\\b(?:FROM|JOIN) ${table}\\b(?:\\s+(?:AS )?(?!JOIN|ON|WHERE|ORDER|LEFT|CROSS|GROUP)(\\w+))?`,
    'g',
  );
  return [...new Set(Array.from(sql.matchAll(uses), (match) => match[1] ?? table))];
}
