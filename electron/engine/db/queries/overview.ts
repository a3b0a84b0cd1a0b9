import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { inventoryContract } from '../../../../shared/contract/inventory.ts';
import {
  decisionSchema,
  platformSchema,
  SEVERITIES,
  severitySchema,
  tierSchema,
} from '../../../../shared/domain/vocabulary.ts';
import { isoDay } from '../../derive/usage.ts';

type Overview = z.output<(typeof inventoryContract)['overview.get']['result']>;
type LogWindow = Overview['windows'][number];

interface WindowRow {
  readonly log: string;
  readonly label: string;
  readonly tenant: string;
  readonly from_day: number;
  readonly to_day: number;
  readonly covered_days: number;
  readonly missing_days: string;
}

const DAY = 86_400_000;
const textList = z.array(z.string());

function toWindow(row: WindowRow): LogWindow {
  return {
    log: row.log,
    label: row.label,
    from: new Date(row.from_day * DAY).toISOString(),
    to: new Date((row.to_day + 1) * DAY - 1000).toISOString(),
    coveredDays: row.covered_days,
    totalDays: row.to_day - row.from_day + 1,
    missingDays: textList.parse(JSON.parse(row.missing_days)),
  };
}

/** What the logs of a platform cover, for the tenants given or for all. */
export function logWindows(
  db: Database.Database,
  platform: string | null,
  tenants: readonly string[] | null,
): LogWindow[] {
  return db
    .prepare<[string | null, string | null], WindowRow>(
      'SELECT * FROM log_window WHERE ? IS NULL OR platform = ? ORDER BY platform, log, tenant',
    )
    .all(platform, platform)
    .filter((row) => tenants === null || tenants.includes(row.tenant))
    .map(toWindow);
}

/** The figures of the dashboard, each from a summary table. */
export function overview(db: Database.Database): Overview {
  const all = <T>(sql: string): T[] => db.prepare<[], T>(sql).all();
  const bySeverity = new Map(
    all<{ severity: string; n: number }>(
      `SELECT severity, count(*) AS n FROM finding WHERE outcome = 'finding' AND suppression IS NULL GROUP BY severity`,
    ).map((row) => [severitySchema.parse(row.severity), row.n]),
  );
  const days = Map.groupBy(
    all<{ log: string; label: string; day: number; events: number }>(
      `SELECT log, max(log_label) AS label, day, sum(log_day.events) AS events FROM log_day JOIN import ON import.id = import_id WHERE status = 'complete' AND log IS NOT NULL GROUP BY log, day ORDER BY log, day`,
    ),
    (row) => row.log,
  );
  const events = new Map(
    all<{ log: string; events: number }>(
      `SELECT log, sum(events) AS events FROM import WHERE status = 'complete' AND log IS NOT NULL GROUP BY log`,
    ).map((row) => [row.log, row.events]),
  );
  return {
    byPlatform: all<{ platform: string; connectors: number; items: number; grants: number }>(
      `SELECT platform, count(*) AS connectors, sum(items) AS items, sum((SELECT count(*) FROM consent_grant g WHERE g.connector = connector.id)) AS grants FROM connector WHERE in_population = 1 GROUP BY platform ORDER BY platform`,
    ).map((row) => ({ ...row, platform: platformSchema.parse(row.platform) })),
    byTier: all<{ tier: number | null; items: number }>(
      'SELECT tier, count(*) AS items FROM item GROUP BY tier ORDER BY coalesce(tier, 3) DESC, tier',
    ).map((row) => ({ tier: tierSchema.parse(row.tier), items: row.items })),
    bySeverity: SEVERITIES.filter((severity) => severity !== 'info' || bySeverity.has(severity)).map((severity) => ({
      severity,
      findings: bySeverity.get(severity) ?? 0,
    })),
    byDecision: all<{ decision: string | null; items: number }>(
      'SELECT d.decision, count(*) AS items FROM item LEFT JOIN v_decision_in_force d ON d.item = item.id GROUP BY d.decision ORDER BY items DESC',
    ).map((row) => ({ decision: decisionSchema.nullable().parse(row.decision), items: row.items })),
    windows: logWindows(db, null, null),
    coverage: [...days].map(([log, rows]) => ({
      log,
      label: rows[0]?.label ?? log,
      events: events.get(log) ?? 0,
      days: rows.map((row) => ({ day: isoDay(row.day), events: row.events })),
    })),
  };
}
