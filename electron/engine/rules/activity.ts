import type Database from 'better-sqlite3';
import type { RuleItem } from './items.ts';
import type { RuleContext } from './rule.ts';

const DAY = 86_400_000;

/** What the logs say about an item. Times are UTC milliseconds. */
export interface Activity {
  /** Newest successful call, or null when none was recorded. */
  readonly lastCall: number | null;
  readonly calls: number;
  /** Distinct people for whom a call succeeded. */
  readonly callers: number;
  /** Newest token given out or renewed, or consent; or null. */
  readonly lastToken: number | null;
  /** Tokens given out or renewed in the days of the policy (`refreshDays`): at least so many. */
  readonly tokens: number;
}

const NOTHING: Activity = { lastCall: null, calls: 0, callers: 0, lastToken: null, tokens: 0 };

/** Sums of one connector in one tenant, for records without a person and for those with one. */
interface Row {
  readonly connector: number;
  readonly tenant: string;
  readonly app_last_call: number | null;
  readonly app_calls: number;
  readonly app_last_token: number | null;
  readonly app_tokens: number;
  readonly last_call: number | null;
  readonly calls: number;
  readonly callers: number;
  readonly last_token: number | null;
  readonly tokens: number;
}

interface Sums {
  readonly app: Activity;
  readonly people: Activity;
}

/**
 * Calls and tokens per item. In Entra those without a person belong to application permissions, those with one to
 * delegated grants; the other platforms do not tell the two apart. Tokens are counted over the days of the policy.
 */
export function readActivity({ db, asOf, policy }: RuleContext): (item: RuleItem) => Activity {
  const since = asOf - policy.refreshDays * DAY;
  const usage = bySubject(usageRows(db, since));
  const lifecycle = bySubject(lifecycleRows(db, since));
  return (item) => {
    const subject = `${item.connector} ${item.tenant}`;
    const [used, lived] = [usage.get(subject), lifecycle.get(subject)];
    const isSplit = item.platform === 'entra';
    const takesApp = !isSplit || item.kind === 'application';
    const takesPeople = !isSplit || item.kind !== 'application';
    // A consent for everybody names no person either.
    const takesNameless = takesApp || item.kind === 'delegated-tenant';
    const parts = [
      takesApp ? used?.app : undefined,
      takesPeople ? used?.people : undefined,
      takesNameless ? lived?.app : undefined,
      takesPeople ? lived?.people : undefined,
    ];
    return parts.reduce<Activity>((sum, part) => (part === undefined ? sum : together(sum, part)), NOTHING);
  };
}

function bySubject(rows: readonly Row[]): ReadonlyMap<string, Sums> {
  return new Map(
    rows.map((row) => [
      `${row.connector} ${row.tenant}`,
      {
        app: {
          lastCall: row.app_last_call,
          calls: row.app_calls,
          callers: 0,
          lastToken: row.app_last_token,
          tokens: row.app_tokens,
        },
        people: {
          lastCall: row.last_call,
          calls: row.calls,
          callers: row.callers,
          lastToken: row.last_token,
          tokens: row.tokens,
        },
      },
    ]),
  );
}

/**
 * Grouped in the order of the table's key, so that nothing is sorted. A pair of first and last time proves one token when
 * only its end lies in the window, all of them when both do.
 */
function usageRows(db: Database.Database, since: number): readonly Row[] {
  return db
    .prepare<{ since: number }, Row>(
      `SELECT connector, tenant,
              max(last_time) FILTER (WHERE kind = 0 AND principal = 0) AS app_last_call,
              coalesce(sum(count) FILTER (WHERE kind = 0 AND principal = 0), 0) AS app_calls,
              max(last_time) FILTER (WHERE kind <> 0 AND principal = 0) AS app_last_token,
              coalesce(sum(iif(first_time >= @since, count, 1)) FILTER (WHERE kind <> 0 AND principal = 0 AND last_time >= @since), 0) AS app_tokens,
              max(last_time) FILTER (WHERE kind = 0 AND principal <> 0) AS last_call,
              coalesce(sum(count) FILTER (WHERE kind = 0 AND principal <> 0), 0) AS calls,
              count(DISTINCT iif(kind = 0 AND principal <> 0, principal, NULL)) AS callers,
              max(last_time) FILTER (WHERE kind <> 0 AND principal <> 0) AS last_token,
              coalesce(sum(iif(first_time >= @since, count, 1)) FILTER (WHERE kind <> 0 AND principal <> 0 AND last_time >= @since), 0) AS tokens
       FROM v_usage
       WHERE result = 0
       GROUP BY connector, tenant`,
    )
    .all({ since });
}

function lifecycleRows(db: Database.Database, since: number): readonly Row[] {
  return db
    .prepare<{ since: number }, Row>(
      `SELECT connector, tenant, NULL AS app_last_call, 0 AS app_calls, NULL AS last_call, 0 AS calls, 0 AS callers,
              max(time) FILTER (WHERE principal = 0) AS app_last_token,
              count(*) FILTER (WHERE principal = 0 AND kind IN ('issue', 'refresh') AND time >= @since) AS app_tokens,
              max(time) FILTER (WHERE principal <> 0) AS last_token,
              count(*) FILTER (WHERE principal <> 0 AND kind IN ('issue', 'refresh') AND time >= @since) AS tokens
       FROM v_lifecycle
       WHERE kind IN ('issue', 'refresh', 'consent', 'scope-change') AND result = 0
       GROUP BY connector, tenant`,
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
