import type Database from 'better-sqlite3';
import { bulkInsert, type BulkInsert } from '../db/bulk-insert.ts';

/** Slots: few to begin with, since most files hold few records, and at most so many before rows are written out. */
const SMALLEST = 1 << 12;
const CAPACITY = 1 << 18;
/** Share of the slots that may be in use. */
const FULL = 0.6;
const DAY = 86_400_000;

/** Client, principal, operation, day, class. */
const KEYS = 5;
/** In the order of their columns. */
const COUNT = 0;
const BYTES = 1;
const FIRST_TIME = 2;
const LAST_TIME = 3;
const FIRST_EVENT = 4;
const LAST_EVENT = 5;
const SUMS = 6;

const COLUMNS = [
  'import_id',
  'client',
  'principal',
  'operation',
  'day',
  'class',
  'count',
  'bytes',
  'first_time',
  'last_time',
  'first_event',
  'last_event',
];
const MERGE = `ON CONFLICT DO UPDATE SET
  count = count + excluded.count,
  bytes = bytes + excluded.bytes,
  first_event = iif(excluded.first_time < first_time, excluded.first_event, first_event),
  last_event = iif(excluded.last_time > last_time, excluded.last_event, last_event),
  first_time = min(first_time, excluded.first_time),
  last_time = max(last_time, excluded.last_time)`;

/**
 * Sums events per (connector, person, operation, day, kind and result) while they are read. Bounded memory: a full table
 * is written out sorted, so that the upsert walks the B-tree once. The caller owns the transaction.
 */
export class UsageRollup {
  /** Five keys a slot, then six sums a slot, side by side: one event touches two places in memory, not eleven. */
  #keys = new Int32Array(SMALLEST * KEYS);
  #sums = new Float64Array(SMALLEST * SUMS);
  #capacity = SMALLEST;
  #used: number[] = [];
  #counted: BulkInsert | null = null;
  readonly #importId: number;
  readonly #db: Database.Database;

  constructor(db: Database.Database, importId: number) {
    this.#db = db;
    this.#importId = importId;
  }

  /** `eventClass` = kind * 4 + result; `event` is the row id of the event, kept as evidence for the first and last. */
  add(
    client: number,
    principal: number,
    operation: number,
    eventClass: number,
    time: number,
    bytes: number,
    event: number,
  ): void {
    const day = Math.floor(time / DAY);
    let slot = slotOf(client, principal, operation, day * 16 + eventClass) & (this.#capacity - 1);
    const keys = this.#keys;
    const sums = this.#sums;
    for (;;) {
      const sum = slot * SUMS;
      if (sums[sum + COUNT] === 0) break;
      const key = slot * KEYS;
      if (
        keys[key] === client &&
        keys[key + 1] === principal &&
        keys[key + 2] === operation &&
        keys[key + 3] === day &&
        keys[key + 4] === eventClass
      ) {
        sums[sum + COUNT] = (sums[sum + COUNT] ?? 0) + 1;
        sums[sum + BYTES] = (sums[sum + BYTES] ?? 0) + bytes;
        if (time < (sums[sum + FIRST_TIME] ?? 0)) {
          sums[sum + FIRST_TIME] = time;
          sums[sum + FIRST_EVENT] = event;
        }
        if (time >= (sums[sum + LAST_TIME] ?? 0)) {
          sums[sum + LAST_TIME] = time;
          sums[sum + LAST_EVENT] = event;
        }
        return;
      }
      slot = (slot + 1) & (this.#capacity - 1);
    }
    keys.set([client, principal, operation, day, eventClass], slot * KEYS);
    sums.set([1, bytes, time, time, event, event], slot * SUMS);
    this.#used.push(slot);
    if (this.#used.length < this.#capacity * FULL) return;
    if (this.#capacity < CAPACITY) this.#grow();
    else this.flush();
  }

  #grow(): void {
    const [keys, sums] = [this.#keys, this.#sums];
    this.#capacity *= 8;
    this.#keys = new Int32Array(this.#capacity * KEYS);
    this.#sums = new Float64Array(this.#capacity * SUMS);
    this.#used = this.#used.map((slot) => {
      const [client = 0, principal = 0, operation = 0, day = 0, eventClass = 0] = keys.subarray(slot * KEYS);
      let place = slotOf(client, principal, operation, day * 16 + eventClass) & (this.#capacity - 1);
      while (this.#sums[place * SUMS + COUNT] !== 0) place = (place + 1) & (this.#capacity - 1);
      this.#keys.set(keys.subarray(slot * KEYS, (slot + 1) * KEYS), place * KEYS);
      this.#sums.set(sums.subarray(slot * SUMS, (slot + 1) * SUMS), place * SUMS);
      return place;
    });
  }

  /** Adds calls that were counted elsewhere, under the UTC day of the last of them. */
  addCount(
    client: number,
    principal: number,
    operation: number,
    eventClass: number,
    first: number,
    last: number,
    count: number,
    event: number,
  ): void {
    this.#counted ??= bulkInsert(this.#db, 'usage', COLUMNS, MERGE);
    const day = Math.floor(last / DAY);
    const cells = [client, principal, operation, day, eventClass, count, 0, first, last, event, event];
    this.#counted.add(this.#importId, ...cells);
  }

  /** Writes everything collected so far. */
  flush(): void {
    this.#counted?.flush();
    const keys = this.#keys;
    const sums = this.#sums;
    const slots = this.#used.toSorted((a, b) => {
      for (let key = 0; key < KEYS; key += 1) {
        const order = (keys[a * KEYS + key] ?? 0) - (keys[b * KEYS + key] ?? 0);
        if (order !== 0) return order;
      }
      return 0;
    });
    const rows = bulkInsert(this.#db, 'usage', COLUMNS, MERGE);
    for (const slot of slots) {
      rows.add(
        this.#importId,
        ...keys.subarray(slot * KEYS, slot * KEYS + KEYS),
        ...sums.subarray(slot * SUMS, slot * SUMS + SUMS),
      );
      sums[slot * SUMS + COUNT] = 0;
    }
    rows.flush();
    this.#used = [];
  }
}

function slotOf(client: number, principal: number, operation: number, dayAndClass: number): number {
  const hash =
    Math.imul(client, 0x9e3779b1) ^
    Math.imul(principal, 0x85ebca6b) ^
    Math.imul(operation, 0xc2b2ae35) ^
    Math.imul(dayAndClass, 0x27d4eb2f);
  return hash ^ (hash >>> 15);
}
