import type { EventFact, Fact, GrantFact, RecordImporter } from '../importers/importer.ts';
import { findColumn } from '../reading/keys.ts';
import type { HotPath, HotView } from '../reading/record-reader.ts';
import type { CsvHead } from '../reading/types.ts';
import type { FactWriter, HotGrant, HotUse } from './writer-contract.ts';
import { digitsAt, isPlainAt, timeAt } from './hot-values.ts';
import type { Ledger } from './ledger.ts';
import { TupleIndex } from './tuple-index.ts';

/** Combinations that are remembered at a time. */
const MOST = 65_536;
const UNKNOWN = -1;

export interface HotBulk extends HotPath {
  /** Told the facts of each record that was mapped: what they say holds for all rows with the same fields. */
  readonly learn: (facts: readonly Fact[]) => void;
  /** Of the facts of the record at hand, those that were not written with another record of the same `what`. */
  readonly news: (facts: readonly Fact[]) => readonly Fact[];
}

interface Pending {
  readonly what: number;
  readonly who: number;
  readonly ip: number;
  readonly time: number;
  readonly eventId: string | undefined;
}

/** The fast way of an importer with a `bulk` declaration, with the same outcome as mapping each row; null without one. */
export function hotBulk(
  importer: RecordImporter,
  head: CsvHead,
  writer: FactWriter,
  ledger: Ledger,
  time: (text: string) => number | null,
): HotBulk | null {
  const { bulk, fields } = importer;
  if (bulk === undefined) return null;
  const { event } = bulk;
  const slots: { from: readonly string[]; mode: 'span' | 'number' }[] = [];
  const columns = new Set<number>();
  /** Place of a field among the numbers of a row; -1 where the file has no column for it. */
  const place = (field: string, mode: 'span' | 'number'): number => {
    const from = fields[field]?.from ?? [];
    const column = findColumn(head.header, from);
    if (column < 0) return UNKNOWN;
    columns.add(column);
    slots.push({ from, mode });
    return (slots.length - 1) * 2;
  };
  const placesOf = (names: readonly string[]): number[] =>
    names.map((field) => place(field, 'number')).filter((at) => at >= 0);
  const whatAt = placesOf(bulk.what);
  const whoAt = placesOf(bulk.who);
  const timeSpan = event === undefined ? UNKNOWN : place(event.time, 'span');
  const idSpan = event === undefined ? UNKNOWN : place(event.id, 'span');
  const bytesSpan = event === undefined ? UNKNOWN : place(event.bytes, 'span');
  const ipAt = event === undefined ? UNKNOWN : place(event.ip, 'number');
  const declared = bulk.what.length + bulk.who.length + (event === undefined ? 0 : 4);
  if (declared !== Object.keys(fields).length) throw new Error(`${importer.id}: bulk does not name every field once`);
  // Two fields of one column, or an event without time or id: every row is mapped.
  if (columns.size !== slots.length || (event !== undefined && (timeSpan < 0 || idSpan < 0))) return null;

  const whats = new TupleIndex(whatAt.length, MOST);
  const whos = new TupleIndex(whoAt.length, MOST);
  let said: (HotGrant | HotUse | undefined)[] = [];
  const persons = new Int32Array(MOST).fill(UNKNOWN);
  /** By number of the address: 0 = none. */
  const addresses = new Int32Array(MOST).fill(UNKNOWN);
  let pending: Pending | null = null;
  let view: HotView | null = null;
  let rows: Int32Array = new Int32Array(0);
  let bytes: Buffer = Buffer.alloc(0);

  const forget = (): void => {
    whats.clear();
    whos.clear();
    said = [];
    persons.fill(UNKNOWN);
    addresses.fill(UNKNOWN);
    pending = null;
  };

  function takeEvent(at: number, line: number, what: number, who: number, use: HotUse | undefined): boolean {
    if (event === undefined) return false;
    const idFrom = rows[at + idSpan] ?? 0;
    const idLength = rows[at + idSpan + 1] ?? 0;
    if (!isPlainAt(bytes, idFrom, idLength)) return false;
    const moment = timeAt(bytes, rows[at + timeSpan] ?? 0, rows[at + timeSpan + 1] ?? 0, time);
    const sizeLength = bytesSpan < 0 ? 0 : (rows[at + bytesSpan + 1] ?? 0);
    const size = sizeLength === 0 ? 0 : digitsAt(bytes, rows[at + bytesSpan] ?? 0, sizeLength);
    if (moment === null || Number.isNaN(size)) return false;
    const ip = ipAt < 0 ? 0 : (rows[at + ipAt] ?? 0);
    const eventId = event.eventId(moment, bytes.toString('latin1', idFrom, idFrom + idLength));
    const person = persons[who] ?? UNKNOWN;
    const address = addresses[ip] ?? UNKNOWN;
    if (use === undefined || person === UNKNOWN || address === UNKNOWN || eventId === undefined) {
      pending = { what, who, ip, time: moment, eventId };
      return false;
    }
    return writer.writeHotUse(line, moment, use, person, size, address === 0 ? null : address, eventId);
  }

  return {
    slots,
    open: (opened) => {
      view = opened;
      ({ rows, bytes } = opened.scanner);
    },
    forget,
    take: (at, line) => {
      pending = null;
      let what = whats.of(rows, at, whatAt);
      let who = whos.of(rows, at, whoAt);
      if (what < 0 || who < 0) {
        forget();
        what = whats.of(rows, at, whatAt);
        who = whos.of(rows, at, whoAt);
      }
      const template = said[what];
      let isTaken = false;
      if (event !== undefined) isTaken = takeEvent(at, line, what, who, template?.is === 'use' ? template : undefined);
      else {
        const person = persons[who] ?? UNKNOWN;
        if (template?.is === 'grant' && person !== UNKNOWN) isTaken = writer.writeHotGrant(line, template, person);
        else pending = { what, who, ip: 0, time: 0, eventId: undefined };
      }
      // A repeat is found again when it is mapped, and what is to be kept of it is kept there.
      if (!isTaken) return false;
      ledger.read += 1;
      ledger.accepted += 1;
      return true;
    },
    news: (facts) =>
      pending !== null && said[pending.what] !== undefined ? facts.filter(({ fact }) => fact !== 'connector') : facts,
    learn: (facts) => {
      const row = pending;
      pending = null;
      if (row === null || view === null) return;
      const [leading, ...others] = facts.filter((fact) => fact.fact !== 'connector' && fact.fact !== 'principal');
      if (leading === undefined || others.length > 0) return;
      if (leading.fact !== 'grant' && leading.fact !== 'event') return;
      const template = said[row.what] ?? (event === undefined ? grantOf(leading, writer) : useOf(leading, row, writer));
      if (template === null) return;
      said[row.what] = template;
      persons[row.who] = writer.dictionary.principal(leading.principal);
      if (leading.fact === 'event')
        addresses[row.ip] = leading.ip === undefined ? 0 : writer.dictionary.text(leading.ip);
    },
  };
}

/** What a grant says besides the person; null when it says more than a bulk row can. */
function grantOf(fact: Fact, writer: FactWriter): HotGrant | null {
  if (fact.fact !== 'grant') return null;
  const rest: Partial<GrantFact> = { ...fact, scopes: [] };
  const plain = ['fact', 'client', 'kind', 'principal', 'resource', 'scopes'];
  return Object.keys(rest).every((key) => plain.includes(key)) ? writer.hotGrant(fact) : null;
}

/** What a use says besides person, time, address and size; null when the row does not fall apart as declared. */
function useOf(fact: Fact, row: Pending, writer: FactWriter): HotUse | null {
  if (fact.fact !== 'event' || fact.time !== row.time || fact.eventId !== row.eventId) return null;
  const plain: readonly (keyof EventFact)[] = [
    'fact',
    'kind',
    'time',
    'client',
    'principal',
    'operation',
    'result',
    'bytes',
    'ip',
    'eventId',
    'detail',
    'userAgent',
    'country',
    'network',
    'flow',
    'credentialId',
  ];
  // Object.keys forgets the key type.
  return (Object.keys(fact) as (keyof EventFact)[]).every((key) => plain.includes(key)) ? writer.hotUse(fact) : null;
}
