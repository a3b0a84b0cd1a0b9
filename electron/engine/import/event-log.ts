import type { Catalog } from '../catalog/types.ts';
import type { EventLogImporter } from '../importers/importer.ts';
import { findColumn, compilePath } from '../reading/keys.ts';
import type { CsvHead, JsonHead, JsonValue } from '../reading/types.ts';
import { textOf } from './field-reader.ts';
import { shortText } from './statement-writer.ts';
import type { EventSink } from './writer-contract.ts';

/** What became of one record of an event log: null = accepted, '' = duplicate, a text = rejected for that reason. */
export type EventRecordReader<R> = (record: R, line: number) => string | null;

/**
 * Compiles a declared log into one function per file: columns or paths resolved once, ids interned, no object per row.
 */
export function compileEventLog(
  importer: EventLogImporter,
  head: CsvHead | JsonHead,
  writer: EventSink,
  catalog: Catalog,
  time: (text: string) => number | null,
): EventRecordReader<JsonValue | readonly string[]> {
  const { event } = importer;
  const get = accessors(importer, head);
  const getTime = get(event.time);
  const getClient = get(event.client);
  const getPrincipal = get(event.principal);
  const getMethod = get(event.operation.method);
  const getUri = get(event.operation.uri);
  const getStatus = get(event.status);
  const getBytes = get(event.bytes);
  const getIp = get(event.ip);
  const getAgent = get(event.userAgent);
  const getEventId = get(event.eventId);
  const { dictionary } = writer;
  const clients = new Map<string, number>();

  return (record, line) => {
    const at = time(getTime(record));
    if (at === null) return 'no readable time';
    const clientText = getClient(record);
    if (clientText === '') return 'no application id';
    const uri = getUri(record);
    if (uri === '') return 'no request address';
    const status = Number(getStatus(record));
    if (!Number.isInteger(status) || status < 100 || status > 599) return 'no HTTP status';
    let client = clients.get(clientText);
    if (client === undefined) {
      if (clientText.trim() === '') return 'no application id';
      client = dictionary.client(importer.platform, { space: event.clientSpace, id: clientText });
      clients.set(clientText, client);
    }
    const match = catalog.matchGraph(getMethod(record), uri);
    const operation = dictionary.operation('graph', match.key, match.quality);
    const principal = dictionary.principal(getPrincipal(record));
    const ip = getIp(record);
    const agent = getAgent(record);
    const eventId = getEventId(record);
    const key = eventId === '' ? `${at} ${client} ${principal} ${ip}` : eventId;
    const isNew = writer.writeEvent(
      line,
      at,
      client,
      principal,
      operation,
      resultOf(status),
      Number(getBytes(record)),
      ip === '' ? null : dictionary.text(ip),
      agent === '' ? null : dictionary.text(shortText(agent)),
      key,
      operation * 1000 + status,
    );
    return isNew ? null : '';
  };
}

/** 2xx and 304 = success (0), 401 and 403 = denied (1), anything else = attempted (2). */
export function resultOf(status: number): 0 | 1 | 2 {
  if ((status >= 200 && status < 300) || status === 304) return 0;
  return status === 401 || status === 403 ? 1 : 2;
}

function accessors(
  importer: EventLogImporter,
  head: CsvHead | JsonHead,
): (field: string | undefined) => (record: JsonValue | readonly string[]) => string {
  return (field) => {
    const names = field === undefined ? [] : (importer.fields[field]?.from ?? []);
    if (head.kind === 'csv') {
      const column = findColumn(head.header, names);
      // A CSV head is only ever paired with rows of text.
      return (record) => (record as readonly string[])[column] ?? '';
    }
    if (names.length === 0) return () => '';
    const path = compilePath(names);
    return (record) => textOf(path(record as JsonValue));
  };
}
