import type Database from 'better-sqlite3';
import type { RuleItem } from './items.ts';

/** What the logs say about an item. Times are UTC milliseconds. */
export interface Activity {
  /** Newest successful call, or null when none was recorded. */
  readonly lastCall: number | null;
  readonly calls: number;
  /** Distinct people for whom a call succeeded. */
  readonly callers: number;
  /** Newest token given out or renewed, or consent; or null. */
  readonly lastToken: number | null;
  /** Tokens given out or renewed since the time asked for: at least so many. */
  readonly tokens: number;
}

const NOTHING: Activity = { lastCall: null, calls: 0, callers: 0, lastToken: null, tokens: 0 };

interface Row {
  readonly connector: number;
  readonly tenant: string;
  readonly is_app: number;
  readonly last_call: number | null;
  readonly calls: number;
  readonly callers: number;
  readonly last_token: number | null;
  readonly tokens: number;
}

/**
 * Calls and tokens per item. In Entra those without a person belong to application permissions, those with one to
 * delegated grants; the other platforms do not tell the two apart. `since`: from when tokens are counted.
 */
export function readActivity(db: Database.Database, since: number): (item: RuleItem) => Activity {
  const usage = byHolder(usageRows(db, since));
  const lifecycle = byHolder(lifecycleRows(db, since));
  return (item) => {
    const key = `${item.connector} ${item.tenant}`;
    const [people, app] = [`${key} 0`, `${key} 1`];
    const isSplit = item.platform === 'entra';
    const used = isSplit ? [item.kind === 'application' ? app : people] : [people, app];
    // A consent for everybody names no person either.
    const tokens = isSplit && item.kind !== 'delegated-tenant' ? used : [people, app];
    return [
      ...used.map((holder) => usage.get(holder)),
      ...tokens.map((holder) => lifecycle.get(holder)),
    ].reduce<Activity>((sum, part) => (part === undefined ? sum : together(sum, part)), NOTHING);
  };
}

function byHolder(rows: readonly Row[]): ReadonlyMap<string, Activity> {
  return new Map(
    rows.map((row) => [
      `${row.connector} ${row.tenant} ${row.is_app}`,
      {
        lastCall: row.last_call,
        calls: row.calls,
        callers: row.callers,
        lastToken: row.last_token,
        tokens: row.tokens,
      },
    ]),
  );
}

/** A pair of first and last time proves one token when only its end lies in the window, all of them when both do. */
function usageRows(db: Database.Database, since: number): readonly Row[] {
  return db
    .prepare<{ since: number }, Row>(
      `SELECT connector, tenant, principal = 0 AS is_app,
              max(CASE WHEN kind = 0 AND result = 0 THEN last_time END) AS last_call,
              sum(CASE WHEN kind = 0 AND result = 0 THEN count ELSE 0 END) AS calls,
              count(DISTINCT CASE WHEN kind = 0 AND result = 0 AND principal <> 0 THEN principal END) AS callers,
              max(CASE WHEN kind IN (1, 2) AND result = 0 THEN last_time END) AS last_token,
              sum(CASE WHEN kind NOT IN (1, 2) OR result <> 0 OR last_time < @since THEN 0
                       WHEN first_time >= @since THEN count
                       ELSE 1 END) AS tokens
       FROM v_usage
       GROUP BY connector, tenant, is_app`,
    )
    .all({ since });
}

function lifecycleRows(db: Database.Database, since: number): readonly Row[] {
  return db
    .prepare<{ since: number }, Row>(
      `SELECT connector, tenant, principal = 0 AS is_app, NULL AS last_call, 0 AS calls, 0 AS callers,
              max(time) AS last_token,
              sum(CASE WHEN kind IN ('issue', 'refresh') AND time >= @since THEN 1 ELSE 0 END) AS tokens
       FROM v_lifecycle
       WHERE kind IN ('issue', 'refresh', 'consent', 'scope-change') AND result = 0
       GROUP BY connector, tenant, is_app`,
    )
    .all({ since });
}

function together(a: Activity, b: Activity): Activity {
  return {
    lastCall: later(a.lastCall, b.lastCall),
    calls: a.calls + b.calls,
    callers: a.callers + b.callers,
    lastToken: later(a.lastToken, b.lastToken),
    tokens: a.tokens + b.tokens,
  };
}

function later(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
