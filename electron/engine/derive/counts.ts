import type Database from 'better-sqlite3';

/** Counts what the case holds, once: the status of the case is asked for after every act. */
export function deriveCounts(db: Database.Database): void {
  db.exec(`
    DELETE FROM case_count;
    INSERT INTO case_count (name, n) VALUES
      ('connectors', (SELECT count(*) FROM connector WHERE in_population = 1)),
      ('grants', (SELECT count(*) FROM consent_grant)),
      ('items', (SELECT count(*) FROM item)),
      ('findings', (SELECT count(*) FROM finding WHERE outcome = 'finding' AND suppression IS NULL));
  `);
}
