import type Database from 'better-sqlite3';

/** Last use per item, with the best grade of evidence there is: operation log, token log, platform field, none. */
export function deriveLastUse(db: Database.Database): void {
  db.exec(`
    UPDATE item SET last_use = used.last, last_use_grade = 'Q1'
    FROM (SELECT item.id, max(last_time) AS last
          FROM item JOIN connector ON connector.id = item.connector JOIN usage_pair u ON u.connector = item.connector AND u.tenant = item.tenant AND u.class = 0
          WHERE connector.platform <> 'entra' OR (item.kind = 'application') = (u.principal = 0)
          GROUP BY item.id) AS used
    WHERE used.id = item.id;
    UPDATE item SET last_use = seen.last, last_use_grade = 'Q2'
    FROM (SELECT item.id, max(time) AS last FROM item JOIN connector ON connector.id = item.connector JOIN lifecycle l ON l.connector = item.connector AND l.tenant = item.tenant
          WHERE l.kind IN ('issue', 'refresh', 'consent', 'scope-change') AND l.result = 0
            -- In Entra an app that acts as itself is granted permissions and never consented to by a person.
            AND (connector.platform <> 'entra' OR item.kind <> 'application')
          GROUP BY item.id) AS seen
    WHERE seen.id = item.id AND item.last_use IS NULL;
    UPDATE item SET last_use = stated.last, last_use_grade = 'Q3'
    FROM (SELECT item, max(last_used_at) AS last FROM consent_grant WHERE last_used_at IS NOT NULL GROUP BY item) AS stated
    WHERE stated.item = item.id AND item.last_use IS NULL AND stated.last IS NOT NULL;
    UPDATE item SET last_use = connector.stated_last_use, last_use_grade = 'Q3'
    FROM connector WHERE connector.id = item.connector AND item.last_use IS NULL AND connector.stated_last_use IS NOT NULL;
    UPDATE connector SET first_seen = seen.first
    FROM (SELECT connector, min(first) AS first FROM (
            SELECT connector, min(first_time) AS first FROM usage_pair GROUP BY connector
            UNION ALL SELECT connector, min(time) FROM lifecycle GROUP BY connector) GROUP BY connector) AS seen
    WHERE seen.connector = connector.id;
  `);
}

/**
 * Sums items and findings into the inventory row of each connector. Risk orders the queue: worst finding, then highest
 * tier, then reach; a tenant-wide grant outranks any number of people. What is suppressed counts nowhere.
 */
export function deriveSummaries(db: Database.Database): void {
  db.exec(`
    UPDATE item SET risk =
      coalesce((SELECT max(CASE severity WHEN 'critical' THEN 4 WHEN 'high' THEN 3 WHEN 'medium' THEN 2 WHEN 'low' THEN 1 ELSE 0 END)
                FROM finding WHERE outcome = 'finding' AND suppression IS NULL AND finding.connector = item.connector AND (finding.item IS NULL OR finding.item = item.id)), 0) * 10000000
      + tier_rank * 1000000
      + min((SELECT count(*) FROM finding WHERE outcome = 'finding' AND suppression IS NULL AND finding.connector = item.connector AND (finding.item IS NULL OR finding.item = item.id)), 9) * 100000
      + iif(kind = 'delegated-user', min(people, 99998), 99999);
    UPDATE connector SET
      tenants = (SELECT json_group_array(DISTINCT tenant) FROM item WHERE item.connector = connector.id),
      kinds = coalesce((SELECT group_concat(DISTINCT kind) FROM item WHERE item.connector = connector.id), ''),
      is_tenant_wide = EXISTS (SELECT 1 FROM item WHERE item.connector = connector.id AND kind <> 'delegated-user'),
      people = (SELECT count(DISTINCT principal) FROM consent_grant g WHERE g.connector = connector.id AND principal <> 0),
      items = (SELECT count(*) FROM item WHERE item.connector = connector.id),
      tier = (SELECT max(tier) FROM item WHERE item.connector = connector.id),
      tier_rank = coalesce((SELECT max(tier_rank) FROM item WHERE item.connector = connector.id), 0),
      scopes = (SELECT count(DISTINCT scope) FROM item_scope s JOIN item ON item.id = s.item WHERE item.connector = connector.id),
      unrated_scopes = (SELECT count(DISTINCT scope) FROM item_scope s JOIN item ON item.id = s.item WHERE item.connector = connector.id AND s.tier IS NULL),
      critical = (SELECT count(*) FROM finding WHERE finding.connector = connector.id AND suppression IS NULL AND severity = 'critical'),
      high = (SELECT count(*) FROM finding WHERE finding.connector = connector.id AND suppression IS NULL AND severity = 'high'),
      medium = (SELECT count(*) FROM finding WHERE finding.connector = connector.id AND suppression IS NULL AND severity = 'medium'),
      low = (SELECT count(*) FROM finding WHERE finding.connector = connector.id AND suppression IS NULL AND severity = 'low'),
      risk = coalesce((SELECT max(risk) FROM item WHERE item.connector = connector.id), 0),
      last_use = (SELECT max(last_use) FROM item WHERE item.connector = connector.id),
      last_use_grade = coalesce((SELECT last_use_grade FROM item WHERE item.connector = connector.id AND last_use IS NOT NULL ORDER BY last_use_grade, last_use DESC LIMIT 1), 'Q0');
    UPDATE connector SET last_use = used.last, last_use_grade = 'Q1'
    FROM (SELECT connector, max(last_time) AS last FROM usage_pair WHERE class = 0 GROUP BY connector) AS used
    WHERE used.connector = connector.id AND connector.in_population = 0;
    UPDATE connector SET last_use = seen.last, last_use_grade = 'Q2'
    FROM (SELECT connector, max(time) AS last FROM lifecycle WHERE kind IN ('issue', 'refresh', 'consent', 'scope-change') AND result = 0 GROUP BY connector) AS seen
    WHERE seen.connector = connector.id AND connector.in_population = 0 AND connector.last_use IS NULL;
  `);
}
