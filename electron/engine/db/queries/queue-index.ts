import type Database from 'better-sqlite3';
import { ITEM_STATUSES, itemStatusSchema, type ItemStatus } from '../../../../shared/contract/item-states.ts';
import {
  AGE_BANDS,
  ageBandSchema,
  DECISIONS,
  decisionSchema,
  PLATFORMS,
  platformSchema,
} from '../../../../shared/domain/vocabulary.ts';
import { prepared } from '../prepared.ts';
import { bandOf } from './figures.ts';

/**
 * The queue in memory: one number per item and property, by its place in the queue. A filter over 100,000 items reads some
 * hundred kilobytes here instead of joining tables. What a filter seldom asks for is read when it is first asked for.
 */
export interface QueueIndex {
  readonly size: number;
  /** Ids of the items in the order of the queue. */
  readonly items: Int32Array;
  readonly placeOf: (item: number) => number | undefined;
  /** -1: unrated. */
  readonly tier: Int8Array;
  readonly tierRank: Int8Array;
  /** Number in PLATFORMS. */
  readonly platform: Uint8Array;
  readonly inCampaign: Uint8Array;
  /** Numbers of people, see `person`; 0: nobody. */
  readonly reviewer: Int32Array;
  readonly second: Int32Array;
  /** Number in ITEM_STATUSES. */
  readonly status: Uint8Array;
  readonly isOpen: Uint8Array;
  readonly secondWaits: Uint8Array;
  /** 1 + number in DECISIONS of the decision in force; 0: none. */
  readonly decision: Uint8Array;
  /** The number of somebody who reviews anything; -1 for everybody else. */
  readonly person: (id: string) => number;
  /** Places of the items given to a person, or of those that wait for a second review, in order. */
  readonly placesOf: (column: 'reviewer' | 'second', person: number) => Int32Array;
  /** Name, id and publisher of each app in lower case. */
  readonly texts: () => readonly string[];
  /** Whether a finding of a rule stands, by place. */
  readonly found: (rule: string) => Uint8Array;
  /** Number in AGE_BANDS. */
  readonly bands: (column: 'item.first_granted' | 'item.last_use') => Uint8Array;
  readonly groups: (by: 'vendor' | 'owner') => Grouping;
  /** Changes with every act that moves an item. */
  readonly version: number;
}

/** Which groups each item is in. */
export interface Grouping {
  readonly keys: readonly string[];
  readonly labels: readonly string[];
  /** Numbers of groups by place; undefined: in none. */
  readonly of: readonly (readonly number[] | undefined)[];
}

interface Held {
  readonly index: Mutable;
  readonly moved: Set<number>;
}

type Mutable = { -readonly [Key in 'version']: QueueIndex[Key] } & Omit<QueueIndex, 'version'>;

const held = new WeakMap<Database.Database, Held>();

/** The items were derived anew, or the campaign changed: nothing known of the queue holds any more. */
export function forgetQueue(db: Database.Database): void {
  held.delete(db);
}

/** An act changed where an item stands; it is read again before the next question. */
export function itemMoved(db: Database.Database, item: number): void {
  held.get(db)?.moved.add(item);
}

/** The queue of a case as it is now. Inside of a transaction, which may yet be rolled back, it is read for this once. */
export function queueIndex(db: Database.Database): QueueIndex {
  if (db.inTransaction) return readIndex(db);
  let known = held.get(db);
  if (known === undefined) held.set(db, (known = { index: readIndex(db), moved: new Set() }));
  if (known.moved.size > 0) {
    for (const item of known.moved) readState(db, known.index, item);
    known.moved.clear();
    known.index.version += 1;
  }
  return known.index;
}

interface StateRow {
  readonly status: string;
  readonly is_open: number;
  readonly second_waits: number;
  readonly decision: string | null;
}

function readState(db: Database.Database, index: QueueIndex, item: number): void {
  const place = index.placeOf(item);
  const row = db
    .prepare<[number], StateRow>(
      `SELECT status, is_open, second_waits, decision.decision FROM review_state LEFT JOIN decision ON decision.id = review_state.decision
       WHERE item = ?`,
    )
    .get(item);
  if (place === undefined || row === undefined) return;
  setState(index, place, row.status, row.is_open, row.second_waits, row.decision);
}

function setState(
  index: QueueIndex,
  place: number,
  status: string,
  isOpen: number,
  secondWaits: number,
  decision: string | null,
): void {
  index.status[place] = statusNumber(itemStatusSchema.parse(status));
  index.isOpen[place] = isOpen;
  index.secondWaits[place] = secondWaits;
  index.decision[place] = decision === null ? 0 : 1 + DECISIONS.indexOf(decisionSchema.parse(decision));
}

/** The number a status has in the index. */
export function statusNumber(status: ItemStatus): number {
  return ITEM_STATUSES.indexOf(status);
}

type Cells = [
  item: number,
  tier: number | null,
  tierRank: number,
  platform: string,
  inCampaign: number,
  reviewer: string | null,
  second: string | null,
  status: string,
  isOpen: number,
  secondWaits: number,
  decision: string | null,
];

function readIndex(db: Database.Database): Mutable {
  const size = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM review_state').get()?.n ?? 0;
  const bytes = (): Uint8Array => new Uint8Array(size);
  const places = new Map<number, number>();
  const people = new Map<string, number>();
  const lists = new Map<string, Int32Array>();
  const rules = new Map<string, Uint8Array>();
  const aged = new Map<string, Uint8Array>();
  const grouped = new Map<string, Grouping>();
  let texts: string[] | null = null;
  const index: Mutable = {
    size,
    items: new Int32Array(size),
    placeOf: (item) => places.get(item),
    tier: new Int8Array(size),
    tierRank: new Int8Array(size),
    platform: bytes(),
    inCampaign: bytes(),
    reviewer: new Int32Array(size),
    second: new Int32Array(size),
    status: bytes(),
    isOpen: bytes(),
    secondWaits: bytes(),
    decision: bytes(),
    person: (id) => people.get(id) ?? -1,
    placesOf: (column, person) =>
      kept(lists, `${column} ${person}`, () => {
        const found: number[] = [];
        for (let place = 0; place < size; place += 1) if (index[column][place] === person) found.push(place);
        return Int32Array.from(found);
      }),
    texts: () => (texts ??= readTexts(db)),
    found: (rule) => kept(rules, rule, () => readFound(db, index, rule)),
    bands: (column) => kept(aged, column, () => readBands(db, column)),
    groups: (by) => kept(grouped, by, () => readGroups(db, index, by)),
    version: 0,
  };
  const number = (id: string | null): number => {
    if (id === null) return 0;
    return kept(people, id, () => people.size + 1);
  };
  const rows = db
    .prepare(
      `SELECT s.item, item.tier, s.tier_rank, connector.platform, s.in_campaign, s.reviewer, s.second_reviewer, s.status, s.is_open,
              s.second_waits, decision.decision
       FROM review_state AS s CROSS JOIN item ON item.id = s.item CROSS JOIN connector ON connector.id = item.connector
       LEFT JOIN decision ON decision.id = s.decision ORDER BY s.position`,
    )
    .raw()
    // The columns are named just above.
    .iterate() as IterableIterator<Cells>;
  let place = 0;
  for (const [item, tier, rank, platform, inCampaign, reviewer, second, status, isOpen, waits, decision] of rows) {
    places.set(item, place);
    index.items[place] = item;
    index.tier[place] = tier ?? -1;
    index.tierRank[place] = rank;
    index.platform[place] = PLATFORMS.indexOf(platformSchema.parse(platform));
    index.inCampaign[place] = inCampaign;
    index.reviewer[place] = number(reviewer);
    index.second[place] = number(second);
    setState(index, place, status, isOpen, waits, decision);
    place += 1;
  }
  return index;
}

function kept<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

const IN_ORDER = `FROM review_state AS s CROSS JOIN item ON item.id = s.item CROSS JOIN connector ON connector.id = item.connector`;
/** Parts the fields of a text: nobody types it. */
export const BETWEEN = '\u0000';

function readTexts(db: Database.Database): string[] {
  return db
    .prepare<[], { name: string; native_id: string; publisher: string | null }>(
      `SELECT name, native_id, publisher ${IN_ORDER} ORDER BY s.position`,
    )
    .all()
    .map(({ name, native_id, publisher }) => [name, native_id, publisher ?? ''].join(BETWEEN).toLowerCase());
}

function readFound(db: Database.Database, index: QueueIndex, rule: string): Uint8Array {
  const found = new Uint8Array(index.size);
  const rows = db
    .prepare<[string], { id: number }>(
      `SELECT DISTINCT item.id FROM finding AS f CROSS JOIN item ON item.connector = f.connector AND (f.item IS NULL OR f.item = item.id)
       WHERE f.outcome = 'finding' AND f.suppression IS NULL AND f.rule = ?`,
    )
    .all(rule);
  for (const { id } of rows) {
    const place = index.placeOf(id);
    if (place !== undefined) found[place] = 1;
  }
  return found;
}

function readBands(db: Database.Database, column: 'item.first_granted' | 'item.last_use'): Uint8Array {
  return Uint8Array.from(
    db.prepare<[], { band: string }>(`SELECT ${bandOf(column)} AS band ${IN_ORDER} ORDER BY s.position`).all(),
    ({ band }) => AGE_BANDS.indexOf(ageBandSchema.parse(band)),
  );
}

/**
 * The vendor of each app: as merged by hand, else as suggested, else the publisher it names. An app may be suggested for
 * more than one vendor.
 */
const VENDORS = `SELECT vendor, connector FROM vendor_member AS m
    WHERE state = 'merged' OR NOT EXISTS (SELECT 1 FROM vendor_member AS sure WHERE sure.connector = m.connector AND sure.state = 'merged')
  UNION SELECT publisher, id FROM connector
    WHERE publisher <> '' AND NOT EXISTS (SELECT 1 FROM vendor_member AS known WHERE known.connector = connector.id)`;

/** Group, and the connector that is in it. */
const GROUPS = {
  vendor: `SELECT vendor AS key, vendor AS label, connector FROM (${VENDORS}) ORDER BY vendor`,
  owner: `SELECT p.key, coalesce(p.name, p.email, p.key) AS label, o.connector FROM owner AS o JOIN principal AS p ON p.id = o.principal
    WHERE o.role = 'business' ORDER BY p.key`,
} as const;

/** The vendors an app is of, by name; none when nothing says so. */
export function vendorsOf(db: Database.Database, connector: number): string[] {
  return prepared<[number], { vendor: string }>(
    db,
    `SELECT vendor FROM (${VENDORS}) WHERE connector = ? ORDER BY vendor`,
  )
    .all(connector)
    .map(({ vendor }) => vendor);
}

function readGroups(db: Database.Database, index: QueueIndex, by: 'vendor' | 'owner'): Grouping {
  const numbers = new Map<string, number>();
  const labels: string[] = [];
  const ofConnector = new Map<number, number[]>();
  for (const { key, label, connector } of db
    .prepare<[], { key: string; label: string; connector: number }>(GROUPS[by])
    .all()) {
    const group = kept(numbers, key, () => numbers.size);
    labels[group] = label;
    const known = kept(ofConnector, connector, () => []);
    if (!known.includes(group)) known.push(group);
  }
  const of: (readonly number[] | undefined)[] = [];
  for (const { id, connector } of db
    .prepare<[], { id: number; connector: number }>('SELECT id, connector FROM item')
    .all()) {
    const place = index.placeOf(id);
    if (place !== undefined) of[place] = ofConnector.get(connector);
  }
  return { keys: [...numbers.keys()], labels, of };
}
