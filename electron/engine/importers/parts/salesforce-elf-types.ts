import { compilePath, findColumn } from '../../reading/keys.ts';
import type { CsvHead, JsonHead } from '../../reading/types.ts';
import { textOf } from '../../import/field-reader.ts';
import { headKeys } from '../keys.ts';

/** Event types that say something about the use of apps and have an importer of their own. */
export const OWN_ELF_TYPES = [
  'RestApi',
  'ApiTotalUsage',
  'API',
  'BulkApi',
  'BulkApi2',
  'Login',
  'ApexRestApi',
  'MetadataApiOperation',
] as const;
/** Those that are only met among others, or as event objects. */
const FURTHER_ELF_TYPES = ['ApiEvent', 'ConnectedAppUsage', 'ApiConnectedApp'] as const;

export type OwnElfType = (typeof OWN_ELF_TYPES)[number];
export type ElfType = OwnElfType | (typeof FURTHER_ELF_TYPES)[number];

const TYPES: ReadonlyMap<string, ElfType> = new Map(
  [...OWN_ELF_TYPES, ...FURTHER_ELF_TYPES].flatMap((type) => {
    const name = type.toLowerCase();
    // As event log objects, and as the streams and stores of real-time events.
    return [name, `${name}eventlog`, `${name}stream`, `${name}store`, `${name}eventstore`].map(
      (spelling): [string, ElfType] => [spelling, type],
    );
  }),
);

/** The event type under any of its names (`RestApi`, `RestApiEventLog`, `ApiEventStream`), or null for another one. */
export function elfTypeOf(text: string): ElfType | null {
  return TYPES.get(text.trim().toLowerCase()) ?? null;
}

/** Whether the type of a record is the name of its column: a header taken for a record. */
export function isTypeHeader(text: string): boolean {
  return /^event[_ ]?type$/i.test(text.trim());
}

/** The event types of the first records: those that matter, and whether there are others. */
export interface ElfTypes {
  readonly known: ReadonlySet<ElfType>;
  readonly hasOthers: boolean;
}

/** What the first records say their type is, or what their fields say where objects were exported without it. */
export function elfTypesOf(head: CsvHead | JsonHead): ElfTypes {
  const known = new Set<ElfType>();
  let hasOthers = false;
  for (const text of typeTexts(head)) {
    const type = elfTypeOf(text);
    if (type !== null) known.add(type);
    else hasOthers = true;
  }
  if (known.size === 0 && !hasOthers) {
    const guessed = typeByKeys(headKeys(head));
    if (guessed !== null) known.add(guessed);
  }
  return { known, hasOthers };
}

function typeTexts(head: CsvHead | JsonHead): string[] {
  if (head.kind === 'csv') return columnTypes(head);
  const read = compilePath(['EVENT_TYPE', 'attributes.type']);
  return head.sample.map((record) => textOf(read(record))).filter((text) => text !== '' && !isTypeHeader(text));
}

/**
 * Files of several types put one behind the other bring their headers along. Only the first is read as one, so only its
 * type can be trusted.
 */
function columnTypes(head: CsvHead): string[] {
  const column = findColumn(head.header, ['EVENT_TYPE', 'attributes.type']);
  const texts = head.sample.map((row) => row[column]?.trim() ?? '').filter((text) => text !== '');
  const nextHeader = head.sample.findIndex(
    (row) => isTypeHeader(row[column] ?? '') && row.some((cell, index) => cell.trim() !== head.header[index]),
  );
  return texts.slice(0, nextHeader < 1 ? undefined : nextHeader).filter((text) => !isTypeHeader(text));
}

/** Event objects queried with the Salesforce CLI as CSV do not say of which type they are. */
function typeByKeys(keys: ReadonlySet<string>): ElfType | null {
  const has = (...names: string[]): boolean => names.every((name) => keys.has(name));
  if (has('eventdate', 'queriedentities')) return 'ApiEvent';
  if (!has('requestidentifier', 'timestamp')) return null;
  if (has('apifamily', 'apiresource')) return 'ApiTotalUsage';
  if (has('jobidentifier') && (keys.has('jobstatus') || keys.has('operationtype'))) return 'BulkApi2';
  return has('uri', 'statuscode') && (keys.has('method') || keys.has('httpmethod')) ? 'RestApi' : null;
}
