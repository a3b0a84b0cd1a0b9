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
}

interface UsageRow {
  readonly import_id: number;
  readonly client: number;
  readonly principal: number;
  readonly operation: number;
  readonly class: number;
  readonly first_event: number;
  readonly last_event: number;
}

/**
 * Single events of a connector, newest day first. The event table has no index: each roll-up row says between which ids
 * its events lie, and only that stretch is read. `cursor` is the number of roll-up rows already shown.
 */
export function evidenceEvents(
  db: Database.Database,
  connector: number,
  operation: string | null,
  cursor: number,
  limit: number,
): { rows: EvidenceEvent[]; next: number | null } {
  const rollups = db.prepare<[number, string | null, string | null, number], UsageRow>(
    `SELECT usage.import_id, usage.client, usage.principal, usage.operation, usage.class, usage.first_event, usage.last_event
     FROM import CROSS JOIN entity CROSS JOIN usage ON usage.import_id = import.id AND usage.client = entity.ref
     WHERE import.status = 'complete' AND entity.id = ? AND entity.ref IN (SELECT id FROM reference WHERE space <> 'principal')
       AND (? IS NULL OR usage.operation IN (SELECT id FROM operation WHERE key = ?))
     ORDER BY usage.day DESC, usage.last_time DESC, usage.first_event LIMIT 200 OFFSET ?`,
  );
  const events = db.prepare<[number, number, number, number, number, number, number, number], EvidenceEvent>(
    `SELECT e.time, e.kind, operation.key AS operation, coalesce(p.name, p.key, reference.value) AS principal, e.result, text.value AS ip, e.import_id, import.file_name, e.line
     FROM event e JOIN import ON import.id = e.import_id LEFT JOIN operation ON operation.id = e.operation LEFT JOIN text ON text.id = e.ip
     LEFT JOIN entity ON entity.ref = e.principal LEFT JOIN principal p ON p.id = entity.id LEFT JOIN reference ON reference.id = e.principal
     WHERE e.id BETWEEN min(?, ?) AND max(?, ?) AND e.client = ? AND e.principal = ? AND e.operation = ? AND e.kind * 4 + e.result = ?
     ORDER BY e.time DESC LIMIT 50`,
  );
  const rows: EvidenceEvent[] = [];
  let shown = cursor;
  for (const rollup of rollups.all(connector, operation, operation, cursor)) {
    shown += 1;
    rows.push(
      ...events.all(
        rollup.first_event,
        rollup.last_event,
        rollup.first_event,
        rollup.last_event,
        rollup.client,
        rollup.principal,
        rollup.operation,
        rollup.class,
      ),
    );
    if (rows.length >= limit) return { rows, next: shown };
  }
  return { rows, next: null };
}
