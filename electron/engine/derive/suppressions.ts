import type Database from 'better-sqlite3';

/**
 * Marks the findings that a suppression in force sets aside; they stay findings. One that names a review item sets aside
 * what is found on that item, one that names a connector everything its rule finds there. Of several the oldest counts.
 */
export function deriveSuppressions(db: Database.Database): void {
  db.exec(`
    UPDATE finding SET suppression = NULL WHERE suppression IS NOT NULL;
    UPDATE finding SET suppression = held.seq
    FROM (SELECT finding.id, min(s.seq) AS seq
          FROM v_suppression s JOIN finding ON finding.connector = s.connector AND finding.rule = s.rule
          LEFT JOIN item ON item.id = finding.item
          WHERE s.ended_act IS NULL AND finding.outcome = 'finding'
            AND (s.kind IS NULL OR (s.tenant = item.tenant AND s.kind = item.kind))
          GROUP BY finding.id) AS held
    WHERE held.id = finding.id`);
}
