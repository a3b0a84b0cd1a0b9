import type Database from 'better-sqlite3';

const DAY = 86_400_000;

/** Calls counted elsewhere (no event of their own) do not count again on days for which the single calls were imported. */
export const NOT_COUNTED_TWICE = `NOT (usage.first_event < 0 AND EXISTS (
      SELECT 1 FROM import single JOIN log_day ON log_day.import_id = single.id AND log_day.day = usage.day
      WHERE single.status = 'complete' AND single.platform = import.platform AND single.tenant = import.tenant
        AND single.log || '.rollup' = import.log))`;

/** Sums the roll-ups of complete imports per connector, and states which days each log covers. */
export function deriveUsage(db: Database.Database): void {
  db.exec(`
    DELETE FROM usage_pair;
    DELETE FROM usage_day;
    DELETE FROM log_use;
    DELETE FROM log_window;
    INSERT INTO usage_pair (connector, tenant, operation, principal, class, count, first_time, last_time)
    SELECT c.id, import.tenant, operation, coalesce(p.id, 0), class, sum(count), min(usage.first_time), max(usage.last_time)
    FROM import CROSS JOIN usage ON usage.import_id = import.id
    JOIN entity c ON c.ref = client
    LEFT JOIN entity p ON p.ref = principal
    WHERE import.status = 'complete' AND ${NOT_COUNTED_TWICE}
    GROUP BY 1, 2, 3, 4, 5;
    INSERT INTO usage_day (connector, day, success, denied, attempted, tokens, people, bytes)
    SELECT c.id, day,
           sum(iif(class = 0, count, 0)), sum(iif(class = 1, count, 0)), sum(iif(class = 2, count, 0)), sum(iif(class > 2, count, 0)),
           count(DISTINCT nullif(principal, 0)), sum(iif(class = 0, usage.bytes, 0))
    FROM import CROSS JOIN usage ON usage.import_id = import.id
    JOIN entity c ON c.ref = client
    WHERE import.status = 'complete' AND ${NOT_COUNTED_TWICE}
    GROUP BY 1, 2;
    INSERT INTO log_use (connector, tenant, log, is_app, calls)
    SELECT c.id, import.tenant, import.log, principal = 0, sum(count)
    FROM import CROSS JOIN usage ON usage.import_id = import.id
    JOIN entity c ON c.ref = client
    WHERE import.status = 'complete' AND import.log_grade = 'Q1' AND class = 0 AND ${NOT_COUNTED_TWICE}
    GROUP BY 1, 2, 3, 4;
  `);
  attributeBySession(db);
  const windows = db
    .prepare<
      [],
      {
        platform: string;
        tenant: string;
        log: string;
        label: string;
        grade: string;
        from_day: number;
        to_day: number;
        as_of: number;
        covered: number;
        cut_off: string | null;
      }
    >(
      `SELECT platform, tenant, log, max(log_label) AS label, max(log_grade) AS grade, min(day) AS from_day, max(day) AS to_day, max(as_of) AS as_of, count(DISTINCT day) AS covered,
              group_concat(DISTINCT iif(truncation <> '[]' OR completeness = 'part', file_name, NULL) ORDER BY file_name) AS cut_off
       FROM log_day JOIN import ON import.id = import_id
       WHERE status = 'complete' AND log IS NOT NULL
       GROUP BY platform, tenant, log`,
    )
    .all();
  const days = db.prepare<[string, string], { day: number }>(
    `SELECT DISTINCT day FROM log_day JOIN import ON import.id = import_id WHERE status = 'complete' AND tenant = ? AND log = ?`,
  );
  const insert = db.prepare(
    'INSERT INTO log_window (platform, tenant, log, label, grade, from_day, to_day, as_of, covered_days, missing_days, cut_off) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  for (const window of windows) {
    const covered = new Set(days.all(window.tenant, window.log).map((row) => row.day));
    const missing: string[] = [];
    for (let day = window.from_day; day <= window.to_day; day += 1) if (!covered.has(day)) missing.push(isoDay(day));
    insert.run(
      window.platform,
      window.tenant,
      window.log,
      window.label,
      window.grade,
      window.from_day,
      window.to_day,
      window.as_of,
      window.covered,
      JSON.stringify(missing),
      window.cut_off === null ? null : window.cut_off.slice(0, 200),
    );
  }
}

/**
 * Gives records that name no app to the app of their login session, where the session belongs to exactly one app of the
 * same tenant. Each adds one to the same sums as other events.
 */
function attributeBySession(db: Database.Database): void {
  if (db.prepare('SELECT 1 FROM unattributed_fact LIMIT 1').get() === undefined) return;
  db.exec(`
    DROP TABLE IF EXISTS temp.session_owner;
    CREATE TEMP TABLE session_owner AS
    SELECT import.tenant, session, min(entity.id) AS connector
    FROM session_fact JOIN import ON import.id = import_id AND status = 'complete' JOIN entity ON entity.ref = client
    GROUP BY 1, 2 HAVING count(DISTINCT entity.id) = 1;
    CREATE INDEX temp.session_owner_by_key ON session_owner (session, tenant);
    DROP TABLE IF EXISTS temp.attributed;
    CREATE TEMP TABLE attributed AS
    SELECT o.connector, import.tenant, iif(import.log_grade = 'Q1', import.log, NULL) AS log, u.operation, coalesce(p.id, 0) AS principal,
           CASE u.kind WHEN 'use' THEN 0 WHEN 'issue' THEN 4 WHEN 'refresh' THEN 8 END + u.result AS class, u.time
    FROM unattributed_fact u JOIN import ON import.id = u.import_id AND import.status = 'complete'
    JOIN session_owner o ON o.session = u.session AND o.tenant = import.tenant
    LEFT JOIN entity p ON p.ref = u.principal
    WHERE u.kind IN ('use', 'issue', 'refresh');
    INSERT INTO usage_pair (connector, tenant, operation, principal, class, count, first_time, last_time)
    SELECT connector, tenant, operation, principal, class, count(*), min(time), max(time) FROM attributed GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT DO UPDATE SET count = count + excluded.count, first_time = min(first_time, excluded.first_time), last_time = max(last_time, excluded.last_time);
    INSERT INTO usage_day (connector, day, success, denied, attempted, tokens, people)
    SELECT connector, time / 86400000, sum(class = 0), sum(class = 1), sum(class = 2), sum(class > 2), count(DISTINCT nullif(principal, 0)) FROM attributed GROUP BY 1, 2
    ON CONFLICT DO UPDATE SET success = success + excluded.success, denied = denied + excluded.denied, attempted = attempted + excluded.attempted,
      tokens = tokens + excluded.tokens, people = max(people, excluded.people);
    INSERT INTO log_use (connector, tenant, log, is_app, calls)
    SELECT connector, tenant, log, principal = 0, count(*) FROM attributed WHERE class = 0 AND log IS NOT NULL GROUP BY 1, 2, 3, 4
    ON CONFLICT DO UPDATE SET calls = calls + excluded.calls;
    DROP TABLE temp.attributed;
    DROP TABLE temp.session_owner;
  `);
}

/** A day number as YYYY-MM-DD. */
export function isoDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
