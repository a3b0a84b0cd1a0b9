import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';
import type { EventFact, TraitKind } from '../importers/importer.ts';
import type { Dictionary } from './dictionary.ts';
import { shortText } from './statement-writer.ts';

/** Entries in memory before they are written out. */
const MOST = 50_000;

interface Entry {
  count: number;
  first: number;
  last: number;
  firstLine: number;
  lastLine: number;
}

/** One thing an event was done with; `value` is the number of a text. */
export interface EventTrait {
  readonly kind: TraitKind;
  readonly value: number;
}

/** With what an event was done, when it succeeded. */
export function traitsOf(fact: EventFact, dictionary: Dictionary): readonly EventTrait[] {
  if (fact.result !== 'success') return [];
  const seenWith = [
    ['agent', fact.userAgent],
    ['country', fact.country],
    ['network', fact.network],
    ['flow', fact.flow],
    ['credential', fact.credentialId],
  ] as const;
  return seenWith.flatMap(([kind, text]) =>
    text === undefined || text === '' ? [] : [{ kind, value: dictionary.text(shortText(text)) }],
  );
}

const COLUMNS = [
  'import_id',
  'client',
  'kind',
  'value',
  'is_app',
  'count',
  'first_time',
  'last_time',
  'first_line',
  'last_line',
];
const MERGE = `ON CONFLICT DO UPDATE SET
  count = count + excluded.count,
  first_line = iif(excluded.first_time < first_time, excluded.first_line, first_line),
  last_line = iif(excluded.last_time > last_time, excluded.last_line, last_line),
  first_time = min(first_time, excluded.first_time),
  last_time = max(last_time, excluded.last_time)`;

/**
 * Sums from where and with what a connector worked, while events are read. Memory is bounded: a full table is written out.
 * The caller owns the transaction.
 */
export class TraitRollup {
  readonly #db: Database.Database;
  readonly #importId: number;
  /** By kind, then client and whether it acted as itself, then value. */
  readonly #entries = new Map<TraitKind, Map<number, Map<number, Entry>>>();
  #size = 0;

  constructor(db: Database.Database, importId: number) {
    this.#db = db;
    this.#importId = importId;
  }

  /** Notes one sighting; `value` is the number of a text, `line` where its record begins. */
  add(kind: TraitKind, client: number, isApp: boolean, value: number, time: number, line: number): void {
    let byClient = this.#entries.get(kind);
    if (byClient === undefined) this.#entries.set(kind, (byClient = new Map()));
    const key = client * 2 + (isApp ? 1 : 0);
    let byValue = byClient.get(key);
    if (byValue === undefined) byClient.set(key, (byValue = new Map()));
    const entry = byValue.get(value);
    if (entry === undefined) {
      byValue.set(value, { count: 1, first: time, last: time, firstLine: line, lastLine: line });
      this.#size += 1;
      if (this.#size >= MOST) this.flush();
      return;
    }
    entry.count += 1;
    if (time < entry.first) {
      entry.first = time;
      entry.firstLine = line;
    }
    if (time > entry.last) {
      entry.last = time;
      entry.lastLine = line;
    }
  }

  /** Notes with what an event was done; its address is noted with the event itself. */
  addAll(seenWith: readonly EventTrait[], client: number, isApp: boolean, time: number, line: number): void {
    for (const { kind, value } of seenWith) this.add(kind, client, isApp, value, time, line);
  }

  /** Writes everything collected so far. */
  flush(): void {
    const rows = bulkInsert(this.#db, 'trait', COLUMNS, MERGE);
    for (const [kind, byClient] of this.#entries)
      for (const [key, byValue] of byClient)
        for (const [value, entry] of byValue)
          rows.add(
            this.#importId,
            key >> 1,
            kind,
            value,
            key & 1,
            entry.count,
            entry.first,
            entry.last,
            entry.firstLine,
            entry.lastLine,
          );
    rows.flush();
    this.#entries.clear();
    this.#size = 0;
  }
}
