import type Database from 'better-sqlite3';

export interface EvidenceEvent {
  readonly time: number;
  readonly kind: number;
  readonly operation: string | null;
  readonly principal: string | null;
  readonly result: number;
  readonly ip: string | null;
  readonly import_id: number;
  readonly file_name: string;
  readonly line: number;
  /** More than 1 where the calls were counted where the log lives. */
  readonly count: number;
}

interface UsageRow {
  readonly import_id: number;
  readonly client: number;
  readonly principal: number;
  readonly operation: number;
  readonly class: number;
  readonly day: number;
  readonly count: number;
  readonly first_event: number;
  readonly last_event: number;
  /** Id of the first event of the import, and of the next import; null for the newest one. */
  readonly from_event: number;
  readonly to_event: number | null;
  readonly last_time: number;
}

const ROLLUPS = 200;
const EVENTS_PER_ROLLUP = 50;

/**
 * Single events of a connector, newest day first, at most 50 of one day, operation, person and result. The event table
 * has no index: each roll-up row names its earliest and latest event, and in a log in time order all its events lie
 * between them. `cursor` is the number of roll-up rows already shown.
 */
export function evidenceEvents(
  db: Database.Database,
  connector: number,
  operation: string | null,
  cursor: number,
  limit: number,
): { rows: EvidenceEvent[]; next: number | null } {
  const rollups = db.prepare<[number, string | null, string | null, number], UsageRow>(
    `SELECT usage.import_id, usage.client, usage.principal, usage.operation, usage.class, usage.day, usage.count, usage.last_time, usage.first_event, usage.last_event,
            import.first_event AS from_event, (SELECT min(later.first_event) FROM import later WHERE later.first_event > import.first_event) AS to_event
     FROM import CROSS JOIN entity CROSS JOIN usage ON usage.import_id = import.id AND usage.client = entity.ref
     WHERE import.status = 'complete' AND entity.id = ? AND entity.ref IN (SELECT id FROM reference WHERE space <> 'principal')
       AND (? IS NULL OR usage.operation IN (SELECT id FROM operation WHERE key = ?))
     ORDER BY usage.day DESC, usage.last_time DESC, usage.first_event LIMIT ${ROLLUPS} OFFSET ?`,
  );
  const events = db.prepare<[number, number, number, number, number, number, number], EvidenceEvent>(
    `SELECT e.time, e.kind, operation.key AS operation, coalesce(p.name, p.key, reference.value) AS principal, e.result, text.value AS ip, e.import_id, import.file_name, e.line, 1 AS count
     FROM event e JOIN import ON import.id = e.import_id LEFT JOIN operation ON operation.id = e.operation LEFT JOIN text ON text.id = e.ip
     LEFT JOIN entity ON entity.ref = e.principal LEFT JOIN principal p ON p.id = entity.id LEFT JOIN reference ON reference.id = e.principal
     WHERE e.id BETWEEN ? AND ? AND e.client = ? AND e.principal = ? AND e.operation = ? AND e.kind * 4 + e.result = ? AND e.time / 86400000 = ?
     ORDER BY e.time DESC, e.id LIMIT ${EVENTS_PER_ROLLUP}`,
  );
  const counted = db.prepare<[number, number, number, number, number], EvidenceEvent>(
    `SELECT ? AS time, ? AS kind, (SELECT key FROM operation WHERE id = u.operation) AS operation, coalesce(p.name, p.key, reference.value) AS principal, u.class % 4 AS result,
            NULL AS ip, u.import_id, import.file_name, -u.first_event AS line, u.count
     FROM usage u JOIN import ON import.id = u.import_id LEFT JOIN entity ON entity.ref = u.principal LEFT JOIN principal p ON p.id = entity.id LEFT JOIN reference ON reference.id = u.principal
     WHERE u.import_id = ? AND u.client = ? AND u.first_event = ?`,
  );
  const rows: EvidenceEvent[] = [];
  let shown = cursor;
  const found = rollups.all(connector, operation, operation, cursor);
  for (const rollup of found) {
    shown += 1;
    if (rollup.first_event < 0) {
      const kind = Math.trunc(rollup.class / 4);
      rows.push(...counted.all(rollup.last_time, kind, rollup.import_id, rollup.client, rollup.first_event));
      if (rows.length >= limit) return { rows, next: shown };
      continue;
    }
    const between = (from: number, to: number): EvidenceEvent[] =>
      events.all(from, to, rollup.client, rollup.principal, rollup.operation, rollup.class, rollup.day);
    const near = between(
      Math.min(rollup.first_event, rollup.last_event),
      Math.max(rollup.first_event, rollup.last_event),
    );
    const isWhole = near.length >= Math.min(rollup.count, EVENTS_PER_ROLLUP);
    // A log out of order: the rest of the day lies anywhere in its file.
    rows.push(...(isWhole ? near : between(rollup.from_event, (rollup.to_event ?? Number.MAX_SAFE_INTEGER) - 1)));
    if (rows.length >= limit) return { rows, next: shown };
  }
  return { rows, next: found.length === ROLLUPS ? shown : null };
}
