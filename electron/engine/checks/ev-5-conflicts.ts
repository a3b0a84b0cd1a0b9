import type Database from 'better-sqlite3';
import { z } from 'zod';
import { count, defineCheck, type CheckResult } from './check.ts';

const texts = z.array(z.string());
const MOST = 200;

/** Two files that disagree about the same thing at the same time. */
export default defineCheck({
  id: 'EV-5',
  title: 'Sources agree',
  effect: 'Both statements are shown side by side; the reviewer decides with a reason which one holds.',
  run: (db) => {
    const found = [...grantConflicts(db), ...ownerConflicts(db), ...statusConflicts(db), ...addressConflicts(db)];
    return found.length > 0
      ? found.slice(0, MOST)
      : [{ outcome: 'clear', sentence: 'No two files of one as-of time disagree on scopes, owners or status.' }];
  },
});

/** Lists of different formats, taken at one time, that give one grant different scopes. */
function grantConflicts(db: Database.Database): CheckResult[] {
  const overlapping = db
    .prepare<[], { platform: string; tenant: string; as_of: number }>(
      `SELECT platform, tenant, as_of FROM import WHERE status = 'complete' AND lists IS NOT NULL AND grants > 0
       GROUP BY platform, tenant, as_of HAVING count(DISTINCT format) > 1 ORDER BY 1, 2, 3`,
    )
    .all();
  const rows = db.prepare<
    [string, string, number],
    {
      connector: number;
      name: string;
      kind: string;
      principal: number;
      resource: number;
      format_label: string;
      scopes: string;
    }
  >(
    `SELECT c.id AS connector, connector.name, kind, coalesce(p.id, 0) AS principal, coalesce(r.id, 0) AS resource, import.format_label,
            json_group_array(json(scope_set.value)) AS scopes
     FROM import CROSS JOIN grant_fact ON grant_fact.id BETWEEN import.first_grant AND import.first_grant + import.grants - 1 JOIN scope_set ON scope_set.id = grant_fact.scope_set
     JOIN entity c ON c.ref = client JOIN connector ON connector.id = c.id
     LEFT JOIN entity p ON p.ref = principal LEFT JOIN entity r ON r.ref = resource
     WHERE import.status = 'complete' AND import.platform = ? AND import.tenant = ? AND import.as_of = ? AND import.lists IS NOT NULL AND grant_fact.scope_ids IS NULL
     GROUP BY c.id, kind, p.id, r.id, import.format
     ORDER BY connector.key, kind, principal, resource, import.format`,
  );
  const results: CheckResult[] = [];
  for (const { platform, tenant, as_of: asOf } of overlapping) {
    let last: { key: string; label: string; scopes: ReadonlySet<string> } | null = null;
    let apps = 0;
    for (const row of rows.iterate(platform, tenant, asOf)) {
      const key = `${row.connector} ${row.kind} ${row.principal} ${row.resource}`;
      const scopes = new Set(z.array(texts).parse(JSON.parse(row.scopes)).flat());
      if (last !== null && last.key === key && results.length < MOST) {
        const other = last;
        const onlyFirst = [...other.scopes].filter((scope) => !scopes.has(scope));
        const onlySecond = [...scopes].filter((scope) => !other.scopes.has(scope));
        if (onlyFirst.length + onlySecond.length > 0) {
          apps += 1;
          results.push({
            outcome: 'finding',
            platform,
            tenant,
            connector: row.connector,
            sentence: `${row.name}: ${other.label} and ${row.format_label} of one time give different scopes${onlyFirst.length > 0 ? `; only the first has ${shorten(onlyFirst)}` : ''}${onlySecond.length > 0 ? `; only the second has ${shorten(onlySecond)}` : ''}.`,
          });
        }
      }
      last = { key, label: row.format_label, scopes };
      if (apps >= MOST) break;
    }
  }
  return results;
}

function shorten(scopes: readonly string[]): string {
  return scopes.length <= 3
    ? scopes.join(', ')
    : `${scopes.slice(0, 3).join(', ')} and ${count(scopes.length - 3)} more`;
}

function ownerConflicts(db: Database.Database): CheckResult[] {
  return db
    .prepare<[], { connector: number; name: string; role: string; owners: string }>(
      `SELECT c.id AS connector, connector.name, role, group_concat(DISTINCT p.key) AS owners
       FROM owner_fact JOIN import ON import.id = import_id AND import.status = 'complete' JOIN entity c ON c.ref = client JOIN connector ON connector.id = c.id
       JOIN entity pe ON pe.ref = owner JOIN principal p ON p.id = pe.id
       GROUP BY c.id, role, import.as_of HAVING count(DISTINCT import.id) > 1 AND count(DISTINCT p.id) > 1 ORDER BY connector.key, role`,
    )
    .all()
    .map((row) => ({
      outcome: 'finding',
      connector: row.connector,
      sentence: `${row.name}: registers of one time name different ${row.role} owners (${row.owners.slice(0, 200)}).`,
    }));
}

function statusConflicts(db: Database.Database): CheckResult[] {
  const people = db
    .prepare<[], { name: string; statuses: string }>(
      `SELECT p.key AS name, group_concat(DISTINCT lower(principal_fact.status)) AS statuses
       FROM principal_fact JOIN import ON import.id = import_id AND import.status = 'complete' JOIN entity ON entity.ref = principal JOIN principal p ON p.id = entity.id
       WHERE is_register = 1 AND principal_fact.status IS NOT NULL AND principal_fact.status <> ''
       GROUP BY p.id, import.as_of HAVING count(DISTINCT lower(principal_fact.status)) > 1 ORDER BY p.key`,
    )
    .all()
    .map((row): CheckResult => ({
      outcome: 'finding',
      sentence: `${row.name}: registers of people of one time give different status (${row.statuses.slice(0, 200)}).`,
    }));
  const apps = db
    .prepare<[], { connector: number; name: string }>(
      `SELECT entity.id AS connector, connector.name
       FROM connector_fact JOIN import ON import.id = import_id AND import.status = 'complete' JOIN entity ON entity.ref = client JOIN connector ON connector.id = entity.id
       WHERE connector_fact.enabled IS NOT NULL
       GROUP BY entity.id, import.tenant, import.as_of HAVING min(connector_fact.enabled) <> max(connector_fact.enabled) ORDER BY connector.key`,
    )
    .all()
    .map((row): CheckResult => ({
      outcome: 'finding',
      connector: row.connector,
      sentence: `${row.name}: files of one time say both that it is enabled and that it is disabled.`,
    }));
  return [...people, ...apps];
}

function addressConflicts(db: Database.Database): CheckResult[] {
  return db
    .prepare<[], { platform: string; tenant: string; address: string; ids: number }>(
      'SELECT platform, tenant, reference.value AS address, ids FROM shared_address JOIN reference ON reference.id = address ORDER BY 1, 2, 3',
    )
    .all()
    .map((row) => ({
      outcome: 'finding',
      platform: row.platform,
      tenant: row.tenant,
      sentence: `${row.address} is given to ${count(row.ids)} ids in ${row.tenant}: people are told apart by id there, and the address joins nobody.`,
    }));
}
