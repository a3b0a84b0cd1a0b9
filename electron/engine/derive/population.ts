import type Database from 'better-sqlite3';

/** Counts what the ledger ends in: grants that stand, grants that are gone, and records that name no app. */
export function derivePopulation(db: Database.Database): void {
  db.exec(`
    DELETE FROM population_count;
    INSERT INTO population_count (platform, tenant, what, reason, count, sources)
    -- Items count their grants already; only grants of several records are looked at, lest millions be sorted in memory.
    SELECT platform, item.tenant, 'standing', '', sum(item.grants), sum(item.grants + coalesce(united.more, 0))
    FROM item JOIN connector ON connector.id = item.connector
    LEFT JOIN (SELECT item, sum(sources - 1) AS more FROM consent_grant WHERE sources > 1 GROUP BY item) AS united ON united.item = item.id
    GROUP BY 1, 2;
    INSERT INTO population_count (platform, tenant, what, reason, count, sources, from_time, to_time)
    SELECT platform, tenant, reason, '', count(*), sum(sources), max(seen_as_of), max(gone_as_of)
    FROM absent_grant JOIN connector ON connector.id = absent_grant.connector GROUP BY 1, 2, 3;
    INSERT INTO population_count (platform, tenant, what, reason, count, sources)
    SELECT platform, tenant, 'unattributed', reason, count(*), count(*)
    FROM unattributed_fact JOIN import ON import.id = import_id AND status = 'complete' GROUP BY 1, 2, 4;
  `);
}
