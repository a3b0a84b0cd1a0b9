import type Database from 'better-sqlite3';

/** The canonical facts of a case without row ids and import ids: equal for equal files, in whatever order they came. */
export function caseFacts(db: Database.Database): Record<string, unknown[]> {
  const all = (sql: string): unknown[] => db.prepare(sql).all();
  const time = (column: string): string =>
    `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch') AS ${column.replace(/^\w+\./, '')}`;
  return {
    connectors: all(
      `SELECT key, name, names, publisher, publisher_verified, is_internal, enabled, ${time('created_at')}, purpose, in_population FROM connector WHERE is_resource_only = 0 OR name NOT LIKE '%name unknown%' ORDER BY key`,
    ),
    principals: all('SELECT key, name, email, department, status, left_on, in_register FROM principal ORDER BY key'),
    grants: all(
      `SELECT c.key AS connector, item.tenant, item.kind, p.key AS principal, r.key AS resource, s.value AS scopes, ${time('granted_at')}, granted_basis, g.sources
       FROM consent_grant g JOIN item ON item.id = g.item JOIN connector c ON c.id = g.connector JOIN scope_set s ON s.id = g.scope_set
       LEFT JOIN principal p ON p.id = g.principal LEFT JOIN connector r ON r.id = g.resource ORDER BY 1, 2, 3, 4, 5, 6`,
    ),
    lifecycle: all(
      `SELECT c.key AS connector, ${time('l.time')}, l.kind, p.key AS principal, a.key AS actor, l.result, s.value AS scopes, l.is_tenant_wide, detail, sources
       FROM lifecycle l JOIN connector c ON c.id = l.connector LEFT JOIN principal p ON p.id = l.principal LEFT JOIN principal a ON a.id = l.actor LEFT JOIN scope_set s ON s.id = l.scope_set ORDER BY 1, 2, 3, 4`,
    ),
    usage: all(
      `SELECT c.key AS connector, operation.matcher, operation.key AS operation, operation.quality, p.key AS principal, class, count, ${time('first_time')}, ${time('last_time')}
       FROM usage_pair u JOIN connector c ON c.id = u.connector JOIN operation ON operation.id = u.operation LEFT JOIN principal p ON p.id = u.principal ORDER BY 1, 2, 3, 5, 6`,
    ),
    registers: all(
      `SELECT register, r.key, c.key AS connector, "values" FROM register_fact r JOIN import ON import.id = r.import_id AND import.status = 'complete'
       LEFT JOIN entity ON entity.ref = r.client LEFT JOIN connector c ON c.id = entity.id ORDER BY 1, 2, 3, 4`,
    ),
    unattributed: all(
      `SELECT kind, ${time('u.time')}, operation.key AS operation, p.key AS principal, result, reason FROM unattributed_fact u JOIN import ON import.id = u.import_id AND import.status = 'complete'
       LEFT JOIN operation ON operation.id = u.operation LEFT JOIN entity ON entity.ref = u.principal LEFT JOIN principal p ON p.id = entity.id ORDER BY 2, 1, 3, 4, 6`,
    ),
    owners: all(
      `SELECT c.key AS connector, p.key AS owner, role, since FROM owner o JOIN connector c ON c.id = o.connector JOIN principal p ON p.id = o.principal ORDER BY 1, 2, 3`,
    ),
    traits: all(
      `SELECT c.key AS connector, tenant, kind, value, is_app, count, ${time('t.first_time')}, ${time('t.last_time')} FROM connector_trait t JOIN connector c ON c.id = t.connector ORDER BY 1, 2, 3, 4, 5`,
    ),
    details: all(
      'SELECT c.key AS connector, d.kind, d.value FROM connector_detail d JOIN connector c ON c.id = d.connector ORDER BY 1, 2, 3',
    ),
    credentials: all(
      `SELECT c.key AS connector, d.kind, d.key_id, d.name, ${time('d.start_at')}, ${time('d.end_at')} FROM credential d JOIN connector c ON c.id = d.connector ORDER BY 1, 2, 5, 6, 3`,
    ),
    attributes: all(
      'SELECT c.key AS connector, a.field, a.value FROM app_attribute a JOIN connector c ON c.id = a.connector ORDER BY 1, 2',
    ),
    findings: all(
      `SELECT rule, outcome, severity, c.key AS connector, item.key AS item, sentence, missing, f.scopes FROM finding f JOIN connector c ON c.id = f.connector LEFT JOIN item ON item.id = f.item ORDER BY 1, 4, 5, 2`,
    ),
  };
}
