import type Database from 'better-sqlite3';

const DAY = 86_400_000;

/** Sums the roll-ups of complete imports per connector, and states which days each log covers. */
export function deriveUsage(db: Database.Database): void {
  db.exec(`
    DELETE FROM usage_pair;
    DELETE FROM usage_day;
    DELETE FROM log_window;
    INSERT INTO usage_pair (connector, tenant, operation, principal, class, count, first_time, last_time)
    SELECT c.id, import.tenant, operation, coalesce(p.id, 0), class, sum(count), min(usage.first_time), max(usage.last_time)
    FROM import CROSS JOIN usage ON usage.import_id = import.id
    JOIN entity c ON c.ref = client
    LEFT JOIN entity p ON p.ref = principal
    WHERE import.status = 'complete'
    GROUP BY 1, 2, 3, 4, 5;
    INSERT INTO usage_day (connector, day, success, denied, attempted, tokens, people)
    SELECT c.id, day,
           sum(iif(class = 0, count, 0)), sum(iif(class = 1, count, 0)), sum(iif(class = 2, count, 0)), sum(iif(class > 2, count, 0)),
           count(DISTINCT nullif(principal, 0))
    FROM import CROSS JOIN usage ON usage.import_id = import.id
    JOIN entity c ON c.ref = client
    WHERE import.status = 'complete'
    GROUP BY 1, 2;
  `);
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
      }
    >(
      `SELECT platform, tenant, log, max(log_label) AS label, max(log_grade) AS grade, min(day) AS from_day, max(day) AS to_day, max(as_of) AS as_of, count(DISTINCT day) AS covered
       FROM log_day JOIN import ON import.id = import_id
       WHERE status = 'complete' AND log IS NOT NULL
       GROUP BY platform, tenant, log`,
    )
    .all();
  const days = db.prepare<[string, string], { day: number }>(
    `SELECT DISTINCT day FROM log_day JOIN import ON import.id = import_id WHERE status = 'complete' AND tenant = ? AND log = ?`,
  );
  const insert = db.prepare(
    'INSERT INTO log_window (platform, tenant, log, label, grade, from_day, to_day, as_of, covered_days, missing_days) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
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
    );
  }
}

/** A day number as YYYY-MM-DD. */
export function isoDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
