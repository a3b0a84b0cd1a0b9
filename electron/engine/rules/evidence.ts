import type { RuleItem } from './items.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';

const MOST = 3;

/** Where the grants of an item stand in the exports: its first records. */
export function createGrantSpots({ db }: RuleContext): (item: RuleItem) => readonly EvidenceSpot[] {
  const find = db.prepare<[number, number, number], { import_id: number; line: number }>(
    `SELECT import_id, line
     FROM consent_grant
     WHERE connector = ? AND item = ?
     ORDER BY principal, line
     LIMIT ?`,
  );
  return (item) =>
    find.all(item.connector, item.item, MOST).map((row) => ({
      importId: row.import_id,
      line: row.line,
      note: 'grant in the export',
    }));
}

/** The same spots, each once. */
export function distinctSpots(spots: readonly EvidenceSpot[]): readonly EvidenceSpot[] {
  return [...new Map(spots.map((spot) => [`${spot.importId} ${spot.line} ${spot.note}`, spot])).values()];
}
