import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { Decision, GrantKind, Platform } from '../../../shared/domain/vocabulary.ts';
import { createRegisterEntries } from '../rules/register-entries.ts';
import type { RuleContext } from '../rules/rule.ts';

/** A decision with what it is about. Times are UTC milliseconds. */
export interface RemedySubject {
  readonly decision: Decision;
  readonly decidedAt: number;
  /** Of a condition: first moment at which it no longer holds. */
  readonly until: number | null;
  readonly connector: number;
  readonly name: string;
  readonly platform: Platform;
  readonly tenant: string;
  readonly kind: GrantKind;
  /** Null: no grant of it stands. */
  readonly item: number | null;
  /** The people it names; null: everybody. */
  readonly people: ReadonlySet<number> | null;
  /** How many of those whom it names no import knows any more. */
  readonly unknownPeople: number;
  /** With reduce: the scopes that are to go, as the catalog names them. */
  readonly removed: ReadonlySet<string> | null;
  /** What a scope of an export is called by the catalog. */
  readonly scopeId: (text: string) => string;
  /** When it was last said to be done; null: never, or taken back. */
  readonly claimedAt: number | null;
}

/** A grant of the subject that stands, and holds something that was to go. */
export interface HeldGrant {
  readonly principal: number;
  /** When the export or an event says it was given; null when neither does. */
  readonly grantedAt: number | null;
  /** As-of time of the list that shows it; null for what only events say. */
  readonly listedAsOf: number | null;
  /** Those of its scopes that were to go; all of them where everything was. */
  readonly scopes: readonly string[];
  readonly importId: number;
  readonly line: number;
}

export interface GoneGrant {
  readonly reason: 'absent' | 'ended';
  readonly goneAt: number;
  readonly importId: number;
  readonly line: number;
}

export interface ReturnedGrant {
  readonly goneAt: number;
  readonly backAt: number;
  readonly importId: number;
  readonly line: number;
}

/** A list of grants as it stood at one time. */
export interface GrantList {
  readonly label: string;
  readonly lists: string;
  readonly asOf: number;
  readonly isWhole: boolean;
  readonly imports: readonly number[];
}

/** A record in a log. */
export interface LoggedSpot {
  readonly time: number;
  readonly importId: number;
  readonly line: number;
}

/** What the case holds about the subject of a decision. */
export interface RemedyFacts {
  readonly held: readonly HeldGrant[];
  readonly gone: readonly GoneGrant[];
  readonly returned: readonly ReturnedGrant[];
  /** By format that ever listed grants of it: its lists, newest first. */
  readonly lists: readonly (readonly GrantList[])[];
  /** Whether anything but events ever spoke of its grants. */
  readonly isListed: boolean;
  /** The last record that ended it in a log up to a time. */
  readonly endingUpTo: (time: number) => LoggedSpot | null;
  /** The first proven use by a token after a time that no other grant of the app covers. */
  readonly useAfter: (time: number) => LoggedSpot | null;
  /** When it was last restricted, as a register of approvals says, with where it stands. */
  readonly restricted: LoggedSpot | null;
}

const textList = z.array(z.string());

/** Looks up what later evidence says of decided items, one at a time. */
export function createRemedyFacts(context: RuleContext): (subject: RemedySubject) => RemedyFacts {
  const { db } = context;
  const held = createHeld(db);
  const gone = createGone(db);
  const returned = createReturned(db);
  const listsOf = createLists(db);
  const endingOf = createEndings(db);
  const useAfter = createUses(db);
  const restricted = readRestrictions(context);
  return (subject) => {
    const grants = held(subject);
    const lists = listsOf(subject);
    return {
      held: grants,
      gone: gone(subject),
      returned: returned(subject, new Set(grants.map((grant) => grant.principal))),
      lists,
      isListed: lists.length > 0,
      endingUpTo: (time) => endingOf(subject, time),
      useAfter: (time) => useAfter(subject, time),
      restricted: restricted.get(subject.connector) ?? null,
    };
  };
}

function isMeant({ people }: RemedySubject, principal: number): boolean {
  return people === null || people.has(principal);
}

function createHeld(db: Database.Database): (subject: RemedySubject) => readonly HeldGrant[] {
  const find = db.prepare<
    [number, number],
    {
      principal: number;
      scopes: string;
      granted_at: number | null;
      granted_basis: string | null;
      as_of: number | null;
      import_id: number;
      line: number;
    }
  >(
    `SELECT g.principal, scope_set.value AS scopes, g.granted_at, g.granted_basis,
            iif(import.lists IS NULL, NULL, import.as_of) AS as_of, g.import_id, g.line
     FROM consent_grant AS g JOIN import ON import.id = g.import_id JOIN scope_set ON scope_set.id = g.scope_set
     WHERE g.connector = ? AND g.item = ? ORDER BY 5 DESC, g.principal, g.line`,
  );
  return (subject) => {
    const { removed, item } = subject;
    return item === null
      ? []
      : find
          .all(subject.connector, item)
          .filter((row) => isMeant(subject, row.principal))
          .map((row) => ({
            principal: row.principal,
            // The first consent that a log happens to reach says nothing of when the grant was given.
            grantedAt: row.granted_basis === 'first consent in the audit log' ? null : row.granted_at,
            listedAsOf: row.as_of,
            scopes: textList
              .parse(JSON.parse(row.scopes))
              .filter((text) => removed === null || removed.has(subject.scopeId(text))),
            importId: row.import_id,
            line: row.line,
          }))
          .filter((grant) => removed === null || grant.scopes.length > 0);
  };
}

function createGone(db: Database.Database): (subject: RemedySubject) => readonly GoneGrant[] {
  const find = db.prepare<
    [number, string, string],
    { principal: number; reason: string; gone_as_of: number; import_id: number; line: number }
  >(
    `SELECT principal, reason, gone_as_of, import_id, line FROM absent_grant
     WHERE connector = ? AND tenant = ? AND kind = ? ORDER BY gone_as_of DESC, principal, line`,
  );
  return (subject) =>
    find
      .all(subject.connector, subject.tenant, subject.kind)
      .filter((row) => isMeant(subject, row.principal))
      .map((row) => ({
        reason: row.reason === 'ended' ? 'ended' : 'absent',
        goneAt: row.gone_as_of,
        importId: row.import_id,
        line: row.line,
      }));
}

function createReturned(
  db: Database.Database,
): (subject: RemedySubject, holders: ReadonlySet<number>) => readonly ReturnedGrant[] {
  const find = db.prepare<
    [number, string, string, number],
    { principal: number; scopes: string; gone_as_of: number; back_as_of: number; import_id: number; line: number }
  >(
    `SELECT principal, scopes, gone_as_of, back_as_of, import_id, line FROM returned_grant
     WHERE connector = ? AND tenant = ? AND kind = ? AND gone_as_of > ? ORDER BY back_as_of DESC, principal, line`,
  );
  return (subject, holders) =>
    find
      .all(subject.connector, subject.tenant, subject.kind, subject.decidedAt)
      .filter((row) => isMeant(subject, row.principal))
      .filter((row) => {
        const scopes = textList.parse(JSON.parse(row.scopes));
        // A whole grant that came back counts where it holds what was to go; single scopes where they were to go.
        if (scopes.length === 0) return holders.has(row.principal);
        return subject.removed !== null && scopes.some((text) => subject.removed?.has(subject.scopeId(text)));
      })
      .map((row) => ({ goneAt: row.gone_as_of, backAt: row.back_as_of, importId: row.import_id, line: row.line }));
}

function createLists(db: Database.Database): (subject: RemedySubject) => readonly (readonly GrantList[])[] {
  const formats = db
    .prepare<[number, string, string], string>(
      `SELECT format FROM grant_source WHERE connector = ? AND tenant = ? AND kind = ? AND format <> '' ORDER BY format`,
    )
    .pluck();
  const lists = db.prepare<
    [string, string, string],
    { label: string; lists: string; as_of: number; is_whole: number; imports: string }
  >(
    `SELECT format_label AS label, lists, as_of, is_whole,
            (SELECT json_group_array(m.import_id) FROM snapshot_import AS m JOIN import ON import.id = m.import_id
             WHERE m.snapshot = snapshot.id ORDER BY import.sha256) AS imports
     FROM snapshot WHERE platform = ? AND tenant = ? AND format = ? ORDER BY as_of DESC`,
  );
  const known = new Map<string, readonly GrantList[]>();
  const read = (platform: string, tenant: string, format: string): readonly GrantList[] => {
    const key = JSON.stringify([platform, tenant, format]);
    let found = known.get(key);
    if (found === undefined) {
      found = lists.all(platform, tenant, format).map((row) => ({
        label: row.label,
        lists: row.lists,
        asOf: row.as_of,
        isWhole: row.is_whole === 1,
        imports: z.array(z.int()).parse(JSON.parse(row.imports)),
      }));
      known.set(key, found);
    }
    return found;
  };
  return ({ connector, tenant, kind, platform }) =>
    formats.all(connector, tenant, kind).map((format) => read(platform, tenant, format));
}

function createEndings(db: Database.Database): (subject: RemedySubject, upTo: number) => LoggedSpot | null {
  const find = db.prepare<
    [number, string, number],
    { principal: number; time: number; import_id: number; line: number }
  >(
    `SELECT iif(is_tenant_wide OR kind = 'uninstall', 0, principal) AS principal, time, import_id, line FROM v_lifecycle
     WHERE connector = ? AND tenant = ? AND kind IN ('revoke', 'uninstall') AND result = 0 AND time <= ?
       AND (is_tenant_wide OR kind = 'uninstall' OR principal <> 0)
     ORDER BY time DESC, principal, line`,
  );
  return (subject, upTo) => {
    const row = find
      .all(subject.connector, subject.tenant, upTo)
      .find(({ principal }) => principal === 0 || (subject.kind === 'delegated-user' && isMeant(subject, principal)));
    return row === undefined ? null : { time: row.time, importId: row.import_id, line: row.line };
  };
}

/**
 * The first call or token after a time, from the roll-up per day. A token of Entra says whether it was the app's own or a
 * person's; elsewhere, and for people whom another grant of the app covers, a use proves nothing about the one that ended.
 */
function createUses(db: Database.Database): (subject: RemedySubject, after: number) => LoggedSpot | null {
  const others = db
    .prepare<[number, string, string], string>('SELECT kind FROM item WHERE connector = ? AND tenant = ? AND kind <> ?')
    .pluck();
  const references = db.prepare<[number], number>('SELECT ref FROM entity WHERE id = ?').pluck();
  const entityOf = db.prepare<[number], number>('SELECT id FROM entity WHERE ref = ?').pluck();
  const isUsed = db
    .prepare<[number, string, number], number>(
      'SELECT 1 FROM v_usage WHERE connector = ? AND tenant = ? AND result = 0 AND last_time > ? LIMIT 1',
    )
    .pluck();
  const days = db.prepare<
    [string, number, number],
    {
      principal: number;
      first_time: number;
      last_time: number;
      import_id: number;
      first_line: number;
      last_line: number;
    }
  >(
    `SELECT usage.principal, first.time AS first_time, last.time AS last_time, usage.import_id, first.line AS first_line, last.line AS last_line
     FROM import CROSS JOIN usage ON usage.import_id = import.id
     JOIN event AS first ON first.id = usage.first_event JOIN event AS last ON last.id = usage.last_event
     WHERE import.status = 'complete' AND import.tenant = ? AND usage.client = ? AND usage.class % 4 = 0 AND usage.last_time > ?`,
  );
  return (subject, after) => {
    if (isUsed.get(subject.connector, subject.tenant, after) === undefined) return null;
    const ofApp = subject.kind === 'application';
    const standing = others.all(subject.connector, subject.tenant, subject.kind);
    const isTold = subject.platform === 'entra';
    if (standing.some((kind) => !isTold || (kind === 'application') === ofApp)) return null;
    const uses = references
      .all(subject.connector)
      .flatMap((client) => days.all(subject.tenant, client, after))
      .filter(({ principal }) => !isTold || (principal === 0) === ofApp)
      .filter(({ principal }) => subject.people === null || isMeant(subject, entityOf.get(principal) ?? 0))
      .map((row): LoggedSpot =>
        row.first_time > after
          ? { time: row.first_time, importId: row.import_id, line: row.first_line }
          : { time: row.last_time, importId: row.import_id, line: row.last_line },
      );
    return uses.toSorted((a, b) => a.time - b.time || a.line - b.line)[0] ?? null;
  };
}

/** The last restriction of each app that an admin list or log states, unless something else was said of it later. */
function readRestrictions(context: RuleContext): ReadonlyMap<number, LoggedSpot> {
  const last = new Map<number, LoggedSpot & { readonly decision: string }>();
  for (const { connector, values, importId, line, asOf } of context.read(createRegisterEntries)('approvals')) {
    if (connector === null) continue;
    const stated = Date.parse(values['at'] ?? '');
    const time = Number.isNaN(stated) ? asOf : stated;
    if (time >= (last.get(connector)?.time ?? -Infinity))
      last.set(connector, { time, importId, line, decision: values['decision'] ?? '' });
  }
  return new Map([...last].filter(([, { decision }]) => decision === 'restricted'));
}
