import type { EvidenceSpot, RuleContext } from './rule.ts';
import { timeText } from './wording.ts';

const MOST = 3;

/** Where the first successful calls of a connector on a UTC day stand in the logs; none where only counts were imported. */
export function createDaySpots({ db }: RuleContext): (connector: number, day: number) => readonly EvidenceSpot[] {
  return (connector, day) =>
    // Prepared only when a day stands out, which is rare.
    db
      .prepare<[number, number, number], { import_id: number; line: number; time: number }>(
        `SELECT usage.import_id, event.line, event.time
         FROM import CROSS JOIN entity CROSS JOIN usage ON usage.import_id = import.id AND usage.client = entity.ref
         CROSS JOIN event ON event.id = usage.first_event
         WHERE import.status = 'complete' AND entity.id = ? AND usage.day = ? AND usage.class = 0
         ORDER BY event.time, event.line, import.sha256
         LIMIT ?`,
      )
      .all(connector, day, MOST)
      .map((row) => ({ importId: row.import_id, line: row.line, note: `call of that day, ${timeText(row.time)}` }));
}
