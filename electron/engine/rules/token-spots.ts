import type { RuleItem } from './items.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';
import { timeText } from './wording.ts';

const MOST = 3;

/** Where the newest tokens of a connector stand in the logs, for tokens kept as lifecycle events. */
export function createTokenSpots({ db }: RuleContext): (item: RuleItem, since: number) => readonly EvidenceSpot[] {
  const find = db.prepare<[number, number, string, number], { import_id: number; line: number; time: number }>(
    `SELECT import_id, line, time
     FROM v_lifecycle
     WHERE connector = ? AND time >= ? AND tenant = ? AND kind IN ('issue', 'refresh') AND result = 0
     ORDER BY time DESC, line
     LIMIT ?`,
  );
  return (item, since) =>
    find.all(item.connector, since, item.tenant, MOST).map((row) => ({
      importId: row.import_id,
      line: row.line,
      note: `token given out, ${timeText(row.time)}`,
    }));
}
