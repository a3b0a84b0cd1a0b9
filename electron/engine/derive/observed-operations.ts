import type Database from 'better-sqlite3';
import type { Catalog, ObservedOperation, OperationMatch } from '../catalog/types.ts';

interface PairRow {
  readonly matcher: string;
  readonly key: string;
  readonly principal: number;
  readonly class: number;
  readonly count: number;
  readonly first_time: number;
  readonly last_time: number;
}

/** Stands for the operation of calls whose record names none. */
export const UNSTATED_OPERATION = '(operation not stated)';

/** Which calls count for an item: those made with a person's token, or those the app made as itself. */
export type TokenKind = 'delegated' | 'application' | 'any';

/** The calls of one connector in one tenant, summed per operation. */
export function observedOperations(
  db: Database.Database,
  catalog: Catalog,
  connector: number,
  tenant: string | null,
  tokens: TokenKind,
): ObservedOperation[] {
  const rows = db
    .prepare<[number, string | null, string | null, string, string, string], PairRow>(
      `SELECT coalesce(matcher, 'plain') AS matcher, coalesce(key, '${UNSTATED_OPERATION}') AS key, principal, class, count, first_time, last_time
       FROM usage_pair LEFT JOIN operation ON operation.id = usage_pair.operation
       WHERE connector = ? AND (? IS NULL OR tenant = ?) AND class < 3
         AND (? = 'any' OR (? = 'delegated' AND principal <> 0) OR (? = 'application' AND principal = 0))`,
    )
    .all(connector, tenant, tenant, tokens, tokens, tokens);
  const drafts = new Map<string, Draft>();
  for (const row of rows) {
    const name = `${row.matcher} ${row.key}`;
    let draft = drafts.get(name);
    if (draft === undefined) {
      draft = {
        key: row.key,
        match: rematch(catalog, row.matcher, row.key),
        counts: [0, 0, 0],
        okFirst: Infinity,
        okLast: -Infinity,
        first: Infinity,
        last: -Infinity,
        people: new Set(),
      };
      drafts.set(name, draft);
    }
    draft.counts[row.class] = (draft.counts[row.class] ?? 0) + row.count;
    draft.first = Math.min(draft.first, row.first_time);
    draft.last = Math.max(draft.last, row.last_time);
    if (row.class === 0) {
      draft.okFirst = Math.min(draft.okFirst, row.first_time);
      draft.okLast = Math.max(draft.okLast, row.last_time);
    }
    if (row.principal !== 0) draft.people.add(row.principal);
  }
  return [...drafts.values()].map((draft) => {
    const hasSuccess = (draft.counts[0] ?? 0) > 0;
    return {
      key: draft.key,
      match: draft.match,
      succeeded: draft.counts[0] ?? 0,
      denied: draft.counts[1] ?? 0,
      attempted: draft.counts[2] ?? 0,
      // With successes, first and last speak of them: a refused call is not a use.
      first: hasSuccess ? draft.okFirst : draft.first,
      last: hasSuccess ? draft.okLast : draft.last,
      people: [...draft.people],
    };
  });
}

interface Draft {
  readonly key: string;
  readonly match: OperationMatch;
  readonly counts: number[];
  okFirst: number;
  okLast: number;
  first: number;
  last: number;
  readonly people: Set<number>;
}

/** Stored keys match again to the same rows of the catalog that is loaded now. */
export function rematch(catalog: Catalog, matcher: string, key: string): OperationMatch {
  if (matcher === 'graph') {
    const space = key.indexOf(' ');
    return catalog.matchGraph(key.slice(0, space), key.slice(space + 1));
  }
  if (matcher === 'google') return catalog.matchGoogle('', key);
  if (matcher === 'github' || matcher === 'okta') {
    const [, method = '', path = ''] = /^(?:([A-Z]+) )?(.*)$/s.exec(key) ?? [];
    return matcher === 'github' ? catalog.matchGitHub(method, path) : catalog.matchOkta(method, path);
  }
  if (matcher === 'salesforce') return catalog.matchSalesforce(key);
  if (matcher === 'event') {
    const colon = key.indexOf(':');
    return catalog.matchEvent(key.slice(0, colon), key.slice(colon + 1));
  }
  return { key, quality: 'none', verb: 'unknown', setIndex: null };
}
