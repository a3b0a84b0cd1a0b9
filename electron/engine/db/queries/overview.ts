import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { overviewContract } from '../../../../shared/contract/overview.ts';
import {
  AGE_BANDS,
  decisionSchema,
  outcomeSchema,
  platformSchema,
  SEVERITIES,
  severitySchema,
  tierSchema,
  usageStatusSchema,
} from '../../../../shared/domain/vocabulary.ts';
import { isoDay } from '../../derive/usage.ts';
import { ruleById } from '../../rules/index.ts';
import { blindItemKeys, type Viewer } from '../../review/viewer.ts';
import { bandOf, OWNERSHIP } from './figures.ts';

type Overview = z.output<(typeof overviewContract)['overview.get']['result']>;
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

/** Review items by days since a time of theirs; every band stands there, with nothing too. */
function bands(db: Database.Database, column: 'item.first_granted' | 'item.last_use'): Overview['grantAge'] {
  const counts = new Map(
    db
      .prepare<[], { band: string; items: number }>(
        `SELECT ${bandOf(column)} AS band, count(*) AS items FROM item GROUP BY 1`,
      )
      .all()
      .map((row) => [row.band, row.items]),
  );
  return AGE_BANDS.map((band) => ({ band, items: counts.get(band) ?? 0 }));
}

const TOP_RULES = 8;

function topRules(db: Database.Database): Overview['topRules'] {
  const rank = SEVERITIES.map((severity, index) => `WHEN '${severity}' THEN ${index}`).join(' ');
  return db
    .prepare<[number], { rule: string; worst: number; findings: number }>(
      `SELECT rule, min(CASE severity ${rank} END) AS worst, count(*) AS findings FROM finding WHERE outcome = 'finding' AND suppression IS NULL
       GROUP BY rule ORDER BY worst, findings DESC, rule LIMIT ?`,
    )
    .all(TOP_RULES)
    .map(({ rule, worst, findings }) => ({
      rule,
      title: ruleById(rule)?.title ?? rule,
      severity: severitySchema.parse(SEVERITIES[worst]),
      findings,
    }));
}

/** The figures of the dashboard, each from a summary table. */
export function overview(db: Database.Database, viewer: Viewer): Overview {
  const all = <T>(sql: string): T[] => db.prepare<[], T>(sql).all();
  // A first decision that the viewer must not see yet counts as none: a sum of one tells as much as its row.
  const decisions = db
    .prepare<[string], { decision: string | null; items: number }>(
      `SELECT d.decision, count(*) AS items FROM item LEFT JOIN v_decision_in_force d
         ON d.item = item.id AND item.key NOT IN (SELECT value FROM json_each(?))
       GROUP BY d.decision ORDER BY items DESC, d.decision`,
    )
    .all(JSON.stringify([...blindItemKeys(db, viewer)]));
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
    matrix: all<{ platform: string; tier: number | null; items: number }>(
      'SELECT platform, item.tier, count(*) AS items FROM item JOIN connector ON connector.id = item.connector GROUP BY platform, item.tier ORDER BY platform, coalesce(item.tier, 3) DESC, item.tier',
    ).map((row) => ({
      platform: platformSchema.parse(row.platform),
      tier: tierSchema.parse(row.tier),
      items: row.items,
    })),
    topRules: topRules(db),
    rulesWithFindings:
      all<{ n: number }>(
        `SELECT count(DISTINCT rule) AS n FROM finding WHERE outcome = 'finding' AND suppression IS NULL`,
      )[0]?.n ?? 0,
    undeterminable: all<{ n: number }>(`SELECT count(*) AS n FROM finding WHERE outcome = 'undeterminable'`)[0]?.n ?? 0,
    scopeUse: all<{ platform: string; status: string; scopes: number; connectors: number }>(
      `SELECT platform, s.status, count(*) AS scopes, count(DISTINCT item.connector) AS connectors
       FROM item_scope s JOIN item ON item.id = s.item JOIN connector ON connector.id = item.connector GROUP BY platform, s.status ORDER BY platform, s.status`,
    ).map((row) => ({
      ...row,
      platform: platformSchema.parse(row.platform),
      status: usageStatusSchema.parse(row.status),
    })),
    grantAge: bands(db, 'item.first_granted'),
    lastUse: bands(db, 'item.last_use'),
    ownership: all<{ outcome: string | null; connectors: number }>(
      `SELECT ${OWNERSHIP} AS outcome, count(*) AS connectors FROM connector WHERE in_population = 1 GROUP BY 1 ORDER BY 1`,
    ).flatMap((row) =>
      row.outcome === null ? [] : [{ outcome: outcomeSchema.parse(row.outcome), connectors: row.connectors }],
    ),
    bySeverity: SEVERITIES.filter((severity) => severity !== 'info' || bySeverity.has(severity)).map((severity) => ({
      severity,
      findings: bySeverity.get(severity) ?? 0,
    })),
    byDecision: decisions.map((row) => ({ decision: decisionSchema.nullable().parse(row.decision), items: row.items })),
    windows: logWindows(db, null, null),
    coverage: [...days].map(([log, rows]) => ({
      log,
      label: rows[0]?.label ?? log,
      events: events.get(log) ?? 0,
      days: rows.map((row) => ({ day: isoDay(row.day), events: row.events })),
    })),
  };
}
