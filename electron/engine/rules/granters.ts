import type Database from 'better-sqlite3';
import { normalizeClientId } from '../import/dictionary.ts';
import { principalKind } from '../importers/parts/principals.ts';
import type { Platform } from '../../../shared/domain/vocabulary.ts';
import type { People } from './people.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';
import { timeText } from './wording.ts';

const MINUTE = 60_000;

/** Grants of one item, given on one day by one person or program. Times are UTC milliseconds. */
export interface Giving {
  /** UTC day since 1970-01-01 on which they were given; null when neither export nor log says when. */
  readonly day: number | null;
  readonly grants: number;
  /** When the first of them was given. */
  readonly first: number | null;
  /** The act in the audit log; null when it shows none within the tolerance. */
  readonly act: Act | null;
}

/** A consent as the audit log shows it. */
export interface Act {
  readonly time: number;
  /** Row id of the principal who did it; 0 when the log names nobody. */
  readonly by: number;
  /** People consented for themselves. */
  readonly isOwn: boolean;
  readonly evidence: EvidenceSpot;
}

interface Row {
  readonly item: number;
  readonly day: number;
  readonly granter: number;
  readonly is_own: number;
  readonly grants: number;
  readonly first: number;
  readonly act: number | null;
}

/**
 * Who gave the grants of each item: the consent in the audit log that lies nearest to the time of the grant, within the
 * tolerance of the policy. Installing an app is its consent where the platform has no other (all but Entra).
 */
export function readGivings({ db, policy }: RuleContext): ReadonlyMap<number, readonly Giving[]> {
  const tolerance = policy.consentToleranceMinutes * MINUTE;
  const act = db.prepare<[number], { time: number; import_id: number; line: number }>(
    'SELECT time, import_id, line FROM v_lifecycle WHERE id = ?',
  );
  const rows = db
    .prepare<[number, number], Row>(
      `WITH given AS (
         SELECT i.item, g.principal, g.granted_at,
                (SELECT l.id FROM v_lifecycle AS l
                 WHERE l.connector = i.connector AND l.time >= g.granted_at - ? AND l.time <= g.granted_at + ?
                   AND l.tenant = i.tenant AND l.result = 0
                   AND (l.kind IN ('consent', 'scope-change') OR (l.kind = 'install' AND i.platform <> 'entra'))
                   AND iif(i.kind = 'delegated-user', l.principal = g.principal, l.is_tenant_wide = 1 OR l.principal = 0)
                 ORDER BY l.actor = 0, abs(l.time - g.granted_at), l.time, l.id
                 LIMIT 1) AS act
         FROM v_item AS i CROSS JOIN consent_grant AS g ON g.connector = i.connector AND g.item = i.item
         WHERE g.granted_at IS NOT NULL
       ), named AS (
         -- Whoever consents for themselves is named as the holder only.
         SELECT given.*, coalesce(nullif(l.actor, 0), iif(l.is_tenant_wide = 0, l.principal, 0), 0) AS who
         FROM given LEFT JOIN v_lifecycle AS l ON l.id = given.act
       )
       SELECT item, granted_at / 86400000 AS day, iif(who = principal, 0, who) AS granter, who <> 0 AND who = principal AS is_own,
              count(*) AS grants, min(granted_at) AS first, min(act) AS act
       FROM named
       GROUP BY 1, 2, 3, 4, act IS NULL
       ORDER BY 1, 2, 3, 4, act IS NULL`,
    )
    .all(tolerance, tolerance);
  const givings = rows.map((row) => {
    const found = row.act === null ? undefined : act.get(row.act);
    return {
      item: row.item,
      day: row.day,
      grants: row.grants,
      first: row.first,
      act:
        found === undefined
          ? null
          : {
              time: found.time,
              by: row.granter,
              isOwn: row.is_own === 1,
              evidence: {
                importId: found.import_id,
                line: found.line,
                note: `consent in the audit log, ${timeText(found.time)}`,
              },
            },
    };
  });
  return Map.groupBy([...givings, ...undated(db, rows)], (giving) => giving.item);
}

/** The grants of each item that neither export nor log dates: all but the dated ones. */
function undated(db: Database.Database, dated: readonly Row[]): readonly (Giving & { readonly item: number })[] {
  const counts = new Map<number, number>();
  for (const { item, grants } of dated) counts.set(item, (counts.get(item) ?? 0) + grants);
  return db
    .prepare<[], { item: number; grants: number }>('SELECT item, grants FROM v_item ORDER BY item')
    .all()
    .map(({ item, grants }) => ({ item, day: null, grants: grants - (counts.get(item) ?? 0), first: null, act: null }))
    .filter(({ grants }) => grants > 0);
}

/** Whether whoever gave a grant is a person: a program or a system account is none. */
export function isPerson(key: string): boolean {
  return !key.startsWith('app:') && !/^microsoft\b/i.test(key) && principalKind(key) === 'person';
}

/** Tells which program a principal is, where it is one: its id without the mark. */
export function programOf(people: People, principal: number): string | null {
  const key = people.person(principal)?.key ?? '';
  return key.startsWith('app:') ? key.slice('app:'.length) : null;
}

/** The connector of the case that has an id on the platform: of an app, a service principal or an installation. */
export function createConnectorIds({
  db,
}: RuleContext): (platform: Platform, id: string) => { readonly connector: number; readonly name: string } | null {
  const find = db.prepare<[Platform, Platform, Platform, string], { connector: number; name: string }>(
    `SELECT connector.id AS connector, connector.name
     FROM reference JOIN entity ON entity.ref = reference.id JOIN connector ON connector.id = entity.id
     WHERE reference.space IN (? || '/app', ? || '/sp', ? || '/installation') AND reference.value = ?
     ORDER BY reference.space
     LIMIT 1`,
  );
  return (platform, id) => find.get(platform, platform, platform, normalizeClientId(id)) ?? null;
}
