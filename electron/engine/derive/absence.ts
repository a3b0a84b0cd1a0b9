import type Database from 'better-sqlite3';
import { type SnapshotFact, standings } from './snapshots.ts';

/** What is needed of one grant record to tell whether it still stands. */
interface Standing {
  readonly connector: number;
  readonly tenant: string;
  readonly principal: number;
  readonly as_of: number;
  readonly granted_at: number | null;
  readonly from_event: number;
  readonly import_id: number;
}

export interface Absence {
  /** `absent`: a newer whole list lacks it. `ended`: only an event granted it, and a later event ended it. */
  readonly reason: 'absent' | 'ended';
  /** As-of time of the list that lacks it, or time of the ending event. */
  readonly at: number;
}

export interface AbsenceTest {
  /** Since when a record no longer stands; null when it still does. */
  readonly overtaken: (record: Standing) => Absence | null;
  /** Of the records of one grant, when the last of them was overtaken; null when one still stands. */
  readonly goneSince: (records: readonly Standing[]) => Absence | null;
}

/**
 * Tells whether the records of a grant still stand. A record is overtaken by a newer whole list of the same format and
 * tenant that could show it (a list per person or per connector only speaks of those it names), or, for what only an event
 * says, by a later revocation or removal.
 */
export function absence(db: Database.Database, snapshots: readonly SnapshotFact[]): AbsenceTest {
  const standing = standings(snapshots);
  const subjects = new Map<number, ReadonlySet<number>>();
  const subjectsOf = (snapshot: SnapshotFact): ReadonlySet<number> => {
    let known = subjects.get(snapshot.id);
    if (known === undefined) {
      const column = snapshot.lists === 'principal' ? 'principal' : 'client';
      const find = db.prepare<[number], { id: number }>(
        `SELECT DISTINCT entity.id FROM grant_fact JOIN entity ON entity.ref = ${column} WHERE import_id = ?`,
      );
      known = new Set(snapshot.imports.flatMap((id) => find.all(id).map((row) => row.id)));
      subjects.set(snapshot.id, known);
    }
    return known;
  };
  let endings: ReadonlyMap<string, number> | null = null;
  const endingOf = (record: Standing): number | null => {
    endings ??= lastEndings(db);
    const ends = [record.principal, 0].flatMap((who) => {
      const time = endings?.get(`${record.connector} ${record.tenant} ${who}`);
      return time !== undefined && time > (record.granted_at ?? record.as_of) ? [time] : [];
    });
    return ends.length === 0 ? null : Math.min(...ends);
  };

  const overtaken = (record: Standing): Absence | null => {
    if (record.from_event === 1) {
      const at = endingOf(record);
      return at === null ? null : { reason: 'ended', at };
    }
    const place = standing.get(record.import_id);
    if (place === undefined) return null;
    const subject = place.lists === 'principal' ? record.principal : record.connector;
    // The first list that could have shown it: it was gone by then, whatever later lists leave out.
    const without = place.newer.find((list) => list.lists === 'tenant' || subjectsOf(list).has(subject));
    return without === undefined ? null : { reason: 'absent', at: without.asOf };
  };
  return {
    overtaken,
    goneSince: (records) => {
      let gone: Absence | null = null;
      for (const record of records) {
        const found = overtaken(record);
        if (found === null) return null;
        gone = later(gone, found);
      }
      return gone;
    },
  };
}

function later(known: Absence | null, found: Absence): Absence {
  return known === null || found.at > known.at ? found : known;
}

/** When a consent or an installation was last ended, by connector, tenant and person (0 = for everyone). */
function lastEndings(db: Database.Database): ReadonlyMap<string, number> {
  return new Map(
    db
      .prepare<[], [number, string, number, number]>(
        `SELECT connector, tenant, iif(is_tenant_wide OR kind = 'uninstall', 0, principal), max(time) FROM lifecycle
         WHERE kind IN ('revoke', 'uninstall') AND result = 0
           -- A revocation that names nobody and is not said to be for everyone ends nothing we can name.
           AND (is_tenant_wide OR kind = 'uninstall' OR principal <> 0) GROUP BY 1, 2, 3`,
      )
      .raw()
      .all()
      .map(([connector, tenant, principal, time]) => [`${connector} ${tenant} ${principal}`, time]),
  );
}
