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

/** A record with the line it stands on. */
interface Placed extends Standing {
  readonly line: number;
}

export interface Absence {
  /** `absent`: a newer whole list lacks it. `ended`: only an event granted it, and a later event ended it. */
  readonly reason: 'absent' | 'ended';
  /** As-of time of the list that lacks it, or time of the ending event. */
  readonly at: number;
}

/** A grant, or scopes of it, that was away for a while. Times are UTC milliseconds. */
export interface Return {
  /** Empty: the whole grant. */
  readonly scopes: readonly string[];
  /** As-of time of the whole list that lacked it, or time of the event that ended it. */
  readonly goneAt: number;
  /** As-of time of the first list after that with it, or time of the event that gave it again. */
  readonly backAt: number;
  /** What shows it again. */
  readonly importId: number;
  readonly line: number;
}

export interface AbsenceTest {
  /** Since when a record no longer stands; null when it still does. */
  readonly overtaken: (record: Standing) => Absence | null;
  /** Of the records of one grant, when the last of them was overtaken; null when one still stands. */
  readonly goneSince: (records: readonly Standing[]) => Absence | null;
  /** When what stands was last away: the grant as a whole, and single scopes. `scopesOf` gives those that a record names. */
  readonly returns: <Record extends Placed>(
    records: readonly Record[],
    scopesOf: (record: Record) => readonly string[],
  ) => readonly Return[];
}

/**
 * Tells whether the records of a grant still stand. A record is overtaken by a newer whole list of the same format and
 * tenant that could show it (a list per person or per connector only speaks of those it names), or, for what only an event
 * says, by a later revocation or removal.
 */
export function absence(db: Database.Database, snapshots: readonly SnapshotFact[]): AbsenceTest {
  const standing = standings(snapshots);
  const snapshotOf = new Map(snapshots.flatMap((snapshot) => snapshot.imports.map((id) => [id, snapshot] as const)));
  // Away and back takes three lists of a kind; most grants stand in fewer, and they are many.
  const inLongSeries = new Set(
    [...Map.groupBy(snapshots, ({ tenant, format }) => `${tenant}\n${format}`).values()]
      .filter((series) => series.length > 2)
      .flatMap((series) => series.flatMap(({ imports }) => imports)),
  );
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

  /** The first whole list after a record that could have shown its grant. */
  const nextList = (record: Standing): SnapshotFact | undefined => {
    const place = standing.get(record.import_id);
    const subject = place?.lists === 'principal' ? record.principal : record.connector;
    return place?.newer.find((list) => list.lists === 'tenant' || subjectsOf(list).has(subject));
  };
  const overtaken = (record: Standing): Absence | null => {
    if (record.from_event === 1) {
      const at = endingOf(record);
      return at === null ? null : { reason: 'ended', at };
    }
    // It was gone by then, whatever later lists leave out.
    const without = nextList(record);
    return without === undefined ? null : { reason: 'absent', at: without.asOf };
  };
  const returnOfAll = (records: readonly Placed[]): readonly Return[] => {
    const known = new Set(records.map((record) => snapshotOf.get(record.import_id)?.id));
    return records.flatMap((record): Return[] => {
      const list = record.from_event === 1 ? undefined : nextList(record);
      if (list !== undefined && known.has(list.id)) return [];
      const goneAt = record.from_event === 1 ? endingOf(record) : (list?.asOf ?? null);
      if (goneAt === null) return [];
      // A list of another kind may know what this one does not list: only one of the same kind, or an event, shows a return.
      const [again] = records
        .map((other) => ({ other, at: other.from_event === 1 ? (other.granted_at ?? other.as_of) : other.as_of }))
        .filter(
          ({ other, at }) =>
            at > goneAt &&
            (other.from_event === 1 || (list !== undefined && snapshotOf.get(other.import_id)?.format === list.format)),
        )
        .toSorted((a, b) => a.at - b.at || a.other.line - b.other.line);
      return again === undefined
        ? []
        : [{ scopes: [], goneAt, backAt: again.at, importId: again.other.import_id, line: again.other.line }];
    });
  };
  /** Scopes that a whole list lacked although it had the grant, between two lists of its kind that have them. */
  const returnsOfScopes = <Record extends Placed>(
    records: readonly Record[],
    scopesOf: (record: Record) => readonly string[],
  ): readonly Return[] => {
    const listed = records.flatMap((record) => {
      const snapshot = record.from_event === 1 ? undefined : snapshotOf.get(record.import_id);
      return snapshot === undefined ? [] : [{ record, snapshot }];
    });
    return [...Map.groupBy(listed, ({ snapshot }) => snapshot.format).values()].flatMap((ofFormat) => {
      const lists = [...Map.groupBy(ofFormat, ({ snapshot }) => snapshot)]
        .map(([snapshot, rows]) => ({
          snapshot,
          rows,
          scopes: new Set(rows.flatMap(({ record }) => scopesOf(record))),
        }))
        .toSorted((a, b) => a.snapshot.asOf - b.snapshot.asOf);
      const newest = lists.at(-1);
      if (newest === undefined || lists.length < 3) return [];
      return [...newest.scopes].flatMap((scope): Return[] => {
        const gone = lists.findLastIndex(
          (list, index) =>
            list.snapshot.isWhole &&
            !list.scopes.has(scope) &&
            lists.slice(0, index).some((earlier) => earlier.scopes.has(scope)),
        );
        const back = lists[gone + 1]?.rows.find(({ record }) => scopesOf(record).includes(scope))?.record;
        const goneAt = lists[gone]?.snapshot.asOf;
        return goneAt === undefined || back === undefined
          ? []
          : [{ scopes: [scope], goneAt, backAt: back.as_of, importId: back.import_id, line: back.line }];
      });
    });
  };
  return {
    overtaken,
    returns: (records, scopesOf) =>
      records.length > 1 && records.some((record) => record.from_event === 1 || inLongSeries.has(record.import_id))
        ? [...returnOfAll(records), ...returnsOfScopes(records, scopesOf)]
        : [],
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
