import type Database from 'better-sqlite3';
import { caseFacts } from './case-facts.ts';

/**
 * Everything that follows from the files of a case, without row ids and import ids: the canonical facts and what is said
 * about the evidence itself. Equal for equal files, in whatever order they came and however often.
 */
export function evidenceFacts(db: Database.Database): Record<string, unknown[]> {
  const all = (sql: string): unknown[] => db.prepare(sql).all();
  return {
    ...caseFacts(db),
    names: all(
      'SELECT key, origin, stated_users, stated_last_use, joined_by, name_warning, is_resource_only FROM connector ORDER BY key',
    ),
    items: all(
      `SELECT item.key, item.grants, item.people, first_granted, item.as_of, item.last_use, item.last_use_grade, item.tier, item.scopes FROM item ORDER BY item.key`,
    ),
    scopes: all(
      `SELECT item.key AS item, scope, status, statement, need, redundant_with, s.grade, first_time, last_time, count, denied, attempted, s.people FROM item_scope s JOIN item ON item.id = s.item ORDER BY 1, 2, resource`,
    ),
    reductions: all(
      `SELECT item.key AS item, r.scope, advice, replaced_by, r.tier_after, operations, sole, covered_by, statement, item.tier_rank_after, scopes_after, reduction_method
       FROM item_reduction r JOIN item ON item.id = r.item ORDER BY 1, 2`,
    ),
    itemOperations: all(
      `SELECT item.key AS item, operation, quality, o.scopes, creditable, success, denied, attempted, o.people, first_time, last_time
       FROM item_operation o JOIN item ON item.id = o.item ORDER BY 1, 2, 3, 6, 7`,
    ),
    connectorOperations: all(
      `SELECT c.key AS connector, matcher, operation, success, denied, attempted, o.people, first_time, last_time
       FROM connector_operation o JOIN connector c ON c.id = o.connector ORDER BY 1, 2, 3`,
    ),
    days: all(
      `SELECT c.key AS connector, day, success, denied, attempted, tokens, d.people FROM usage_day d JOIN connector c ON c.id = d.connector ORDER BY 1, 2`,
    ),
    windows: all('SELECT * FROM log_window ORDER BY platform, tenant, log'),
    unattributed: all(
      `SELECT import.tenant, time, kind, p.key AS principal, operation.key AS operation, result, reason, text.value AS session
       FROM unattributed_fact u JOIN import ON import.id = import_id LEFT JOIN entity ON entity.ref = u.principal LEFT JOIN principal p ON p.id = entity.id
       LEFT JOIN operation ON operation.id = u.operation LEFT JOIN text ON text.id = u.session ORDER BY 1, 2, 3, 4, 5, 6, 7, 8`,
    ),
    registers: all(
      `SELECT register, r.key, c.key AS connector, "values", import.tenant FROM register_fact r JOIN import ON import.id = import_id
       LEFT JOIN entity ON entity.ref = r.client LEFT JOIN connector c ON c.id = entity.id ORDER BY 1, 2, 4, 3`,
    ),
    snapshots: all(
      'SELECT key, platform, tenant, format, lists, as_of, files, records, is_whole, is_newest FROM snapshot ORDER BY key',
    ),
    absent: all(
      `SELECT c.key AS connector, tenant, g.kind, p.key AS principal, r.key AS resource, s.value AS scopes, reason, seen_as_of, gone_as_of, sources
       FROM absent_grant g JOIN connector c ON c.id = g.connector JOIN scope_set s ON s.id = g.scope_set LEFT JOIN principal p ON p.id = g.principal
       LEFT JOIN connector r ON r.id = g.resource ORDER BY 1, 2, 3, 4, 5, 6`,
    ),
    vendors: all(
      'SELECT vendor, c.key AS connector, state, basis FROM vendor_member v JOIN connector c ON c.id = v.connector ORDER BY 1, 2',
    ),
    population: all(
      'SELECT platform, tenant, what, reason, count, sources, from_time, to_time FROM population_count ORDER BY 1, 2, 3, 4',
    ),
    checks: all(
      `SELECT "check", outcome, k.platform, k.tenant, c.key AS connector, sentence, effect, import.sha256 AS file
       FROM evidence_check k LEFT JOIN connector c ON c.id = k.connector LEFT JOIN import ON import.id = k.import_id ORDER BY 1, 2, 3, 4, 5, 6, 8`,
    ),
  };
}
