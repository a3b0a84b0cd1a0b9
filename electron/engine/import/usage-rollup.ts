import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';

const CAPACITY = 1 << 18;
const SPILL_AT = 160_000;
const DAY = 86_400_000;

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
  readonly #client = new Int32Array(CAPACITY);
  readonly #principal = new Int32Array(CAPACITY);
  readonly #operation = new Int32Array(CAPACITY);
  readonly #day = new Int32Array(CAPACITY);
  readonly #class = new Int8Array(CAPACITY);
  readonly #count = new Float64Array(CAPACITY);
  readonly #bytes = new Float64Array(CAPACITY);
  readonly #firstTime = new Float64Array(CAPACITY);
  readonly #lastTime = new Float64Array(CAPACITY);
  readonly #firstEvent = new Float64Array(CAPACITY);
  readonly #lastEvent = new Float64Array(CAPACITY);
  #used: number[] = [];
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
    let hash =
      Math.imul(client, 0x9e3779b1) ^
      Math.imul(principal, 0x85ebca6b) ^
      Math.imul(operation, 0xc2b2ae35) ^
      Math.imul(day * 16 + eventClass, 0x27d4eb2f);
    hash ^= hash >>> 15;
    let slot = hash & (CAPACITY - 1);
    for (;;) {
      if (this.#count[slot] === 0) break;
      if (
        this.#client[slot] === client &&
        this.#principal[slot] === principal &&
        this.#operation[slot] === operation &&
        this.#day[slot] === day &&
        this.#class[slot] === eventClass
      ) {
        this.#count[slot] = (this.#count[slot] ?? 0) + 1;
        this.#bytes[slot] = (this.#bytes[slot] ?? 0) + bytes;
        if (time < (this.#firstTime[slot] ?? 0)) {
          this.#firstTime[slot] = time;
          this.#firstEvent[slot] = event;
        }
        if (time >= (this.#lastTime[slot] ?? 0)) {
          this.#lastTime[slot] = time;
          this.#lastEvent[slot] = event;
        }
        return;
      }
      slot = (slot + 1) & (CAPACITY - 1);
    }
    this.#client[slot] = client;
    this.#principal[slot] = principal;
    this.#operation[slot] = operation;
    this.#day[slot] = day;
    this.#class[slot] = eventClass;
    this.#count[slot] = 1;
    this.#bytes[slot] = bytes;
    this.#firstTime[slot] = time;
    this.#lastTime[slot] = time;
    this.#firstEvent[slot] = event;
    this.#lastEvent[slot] = event;
    this.#used.push(slot);
    if (this.#used.length >= SPILL_AT) this.flush();
  }

  /** Writes everything collected so far. */
  flush(): void {
    const { at, importId } = this;
    const slots = this.#used.toSorted((a, b) => {
      const order =
        at(this.#client, a) - at(this.#client, b) ||
        at(this.#principal, a) - at(this.#principal, b) ||
        at(this.#operation, a) - at(this.#operation, b);
      return order || at(this.#day, a) - at(this.#day, b) || at(this.#class, a) - at(this.#class, b);
    });
    const rows = bulkInsert(this.#db, 'usage', COLUMNS, MERGE);
    for (const slot of slots) {
      rows.add(
        importId,
        at(this.#client, slot),
        at(this.#principal, slot),
        at(this.#operation, slot),
        at(this.#day, slot),
        at(this.#class, slot),
        at(this.#count, slot),
        at(this.#bytes, slot),
        at(this.#firstTime, slot),
        at(this.#lastTime, slot),
        at(this.#firstEvent, slot),
        at(this.#lastEvent, slot),
      );
      this.#count[slot] = 0;
    }
    rows.flush();
    this.#used = [];
  }

  get importId(): number {
    return this.#importId;
  }

  at(column: Int32Array | Int8Array | Float64Array, slot: number): number {
    return column[slot] ?? 0;
  }
}
