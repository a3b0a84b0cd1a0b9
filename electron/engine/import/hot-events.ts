import type { Catalog } from '../catalog/types.ts';
import type { EventLogImporter } from '../importers/importer.ts';
import type { HotPath, HotView } from '../reading/record-reader.ts';
import { MOST_TEXTS } from '../reading/scanner/scanner.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import { resultOf } from './event-log.ts';
import type { FactWriter } from './writer-contract.ts';
import { digitsAt, isPlainAt, timeAt } from './hot-values.ts';
import type { Ledger } from './ledger.ts';
import { shortText } from './statement-writer.ts';

const UNKNOWN = -1;

/** Numbers a slot gave, and what they were found to mean. */
function meanings(): Int32Array {
  return new Int32Array(MOST_TEXTS + 1).fill(UNKNOWN);
}

/**
 * The fast way of a declared log, with the same outcome as `compileEventLog`: ids are looked up by number, and only what
 * is unique to a record is read from its bytes. Anything out of the ordinary is left to the thorough reader.
 */
export function hotEvents(
  importer: EventLogImporter,
  head: CsvHead | JsonHead,
  writer: FactWriter,
  ledger: Ledger,
  catalog: Catalog,
  time: (text: string) => number | null,
): HotPath | null {
  const { event, fields, platform } = importer;
  const { dictionary } = writer;
  const from = (field: string | undefined): readonly string[] =>
    field === undefined ? [] : (fields[field]?.from ?? []);
  const slots = [
    { from: from(event.time), mode: 'span' },
    { from: from(event.client), mode: 'number' },
    { from: from(event.principal), mode: 'number' },
    { from: from(event.operation.method), mode: 'number' },
    { from: from(event.operation.uri), mode: 'address' },
    { from: from(event.status), mode: 'number' },
    { from: from(event.bytes), mode: 'span' },
    { from: from(event.ip), mode: 'number' },
    { from: from(event.eventId), mode: 'span' },
    { from: from(event.userAgent), mode: 'number' },
  ] as const;
  const [TIME, CLIENT, PRINCIPAL, METHOD, URI, STATUS, BYTES, IP, ID, AGENT] = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18];
  const clients = meanings();
  const principals = meanings();
  const statuses = meanings();
  const addresses = meanings();
  const agents = meanings();
  const operations = new Map<number, number>();
  let view: HotView | null = null;
  let rows: Int32Array = new Int32Array(0);
  let bytes: Buffer = Buffer.alloc(0);

  /** As the thorough reader gives it: cells as written, JSON texts trimmed. */
  const text = (slot: number, id: number): string => {
    const written = view?.scanner.text(slot / 2, id) ?? '';
    return head.kind === 'csv' ? written.replaceAll('""', '"') : written.trim();
  };
  const clientOf = (id: number): number => {
    const reference = { space: event.clientSpace, id: text(CLIENT, id) };
    return (clients[id] = dictionary.client(platform, reference));
  };
  const statusOf = (id: number): number => {
    const status = Number(text(STATUS, id));
    return (statuses[id] = Number.isInteger(status) && status >= 100 && status <= 599 ? status : 0);
  };
  const operationOf = (key: number, method: number, uri: number): number => {
    const match = catalog.matchGraph(text(METHOD, method), text(URI, uri));
    const operation = dictionary.operation('graph', match.key, match.quality);
    operations.set(key, operation);
    return operation;
  };
  const known = (meaning: Int32Array, id: number, find: (id: number) => number): number => {
    const value = meaning[id] ?? UNKNOWN;
    return value === UNKNOWN ? find(id) : value;
  };
  const principalOf = (id: number): number => (principals[id] = dictionary.principal(text(PRINCIPAL, id)));
  const addressOf = (id: number): number => (addresses[id] = dictionary.text(text(IP, id)));
  const agentOf = (id: number): number => (agents[id] = dictionary.text(shortText(text(AGENT, id))));

  return {
    slots,
    open: (opened) => {
      view = opened;
      ({ rows, bytes } = opened.scanner);
    },
    forget: (slot) => {
      const meaning = new Map([
        [CLIENT, clients],
        [PRINCIPAL, principals],
        [STATUS, statuses],
        [IP, addresses],
        [AGENT, agents],
      ]).get(slot * 2);
      meaning?.fill(UNKNOWN);
      operations.clear();
    },
    take: (at, line) => {
      const number = (slot: number): number => rows[at + slot] ?? 0;
      const clientId = number(CLIENT);
      const uriId = number(URI);
      const statusId = number(STATUS);
      const idLength = number(ID + 1);
      const bytesLength = number(BYTES + 1);
      if (clientId === 0 || uriId === 0 || statusId === 0 || !isPlainAt(bytes, number(ID), idLength)) return false;
      const moment = timeAt(bytes, number(TIME), number(TIME + 1), time);
      const size = bytesLength === 0 ? 0 : digitsAt(bytes, number(BYTES), bytesLength);
      const status = known(statuses, statusId, statusOf);
      if (moment === null || Number.isNaN(size) || status === 0) return false;
      const methodId = number(METHOD);
      const key = uriId * (MOST_TEXTS + 1) + methodId;
      // Nothing of a record that is rejected may be remembered: both are looked at before either is given a number.
      const isNamed = clients[clientId] !== UNKNOWN || text(CLIENT, clientId).trim() !== '';
      if (!isNamed || (!operations.has(key) && text(URI, uriId) === '')) return false;
      const client = known(clients, clientId, clientOf);
      const operation = operations.get(key) ?? operationOf(key, methodId, uriId);
      const ipId = number(IP);
      const agentId = number(AGENT);
      const isNew = writer.writeHotEvent(
        line,
        moment,
        client,
        known(principals, number(PRINCIPAL), principalOf),
        operation,
        resultOf(status),
        size,
        ipId === 0 ? null : known(addresses, ipId, addressOf),
        agentId === 0 ? null : known(agents, agentId, agentOf),
        bytes,
        number(ID),
        idLength,
        operation * 1000 + status,
      );
      // The thorough reader finds a repeat again and keeps what is to be kept of it.
      if (!isNew) return false;
      ledger.read += 1;
      ledger.accepted += 1;
      return true;
    },
  };
}
