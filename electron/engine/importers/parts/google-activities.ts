import { textOf } from '../../import/field-reader.ts';
import { compilePath, findColumn } from '../../reading/keys.ts';
import type { CsvHead, JsonHead, JsonObject, JsonValue } from '../../reading/types.ts';
import type { Detection, FieldReader, FieldSource, PrincipalFact } from '../importer.ts';
import { scoreSignature } from '../keys.ts';
import { googlePerson } from './google-ids.ts';
import { cellText, childOf, decodeJson, textAt } from './json-cells.ts';

export type ActivityField =
  | 'time'
  | 'qualifier'
  | 'application'
  | 'email'
  | 'profileId'
  | 'ip'
  | 'country'
  | 'network'
  | 'events'
  | 'eventName'
  | 'parameters';

const APPLICATION: FieldSource = { from: ['id.applicationName', 'id_applicationName', 'applicationName'] };

/** What every report of the Reports API says about an activity, nested, flattened or as GAM's columns. */
export const ACTIVITY_FIELDS: Readonly<Record<ActivityField, FieldSource>> = {
  time: { from: ['id.time', 'id_time', 'time', 'timestamp'] },
  qualifier: { from: ['id.uniqueQualifier', 'id_uniqueQualifier', 'uniqueQualifier'] },
  application: APPLICATION,
  email: { from: ['actor.email', 'actor_email', 'email'] },
  profileId: { from: ['actor.profileId', 'actor_profileId', 'profileId'] },
  ip: { from: ['ipAddress', 'ip_address'] },
  // Source: Reports API reference, Activity.networkInfo.
  country: { from: ['networkInfo.regionCode', 'network_info.region_code'] },
  network: { from: ['networkInfo.ipAsn', 'network_info.ip_asn'] },
  events: { from: ['events'] },
  eventName: { from: ['event_name', 'name'] },
  parameters: { from: ['parameters'] },
};

/** Values by lower-case name; nested messages (`scope_data`) are reduced to the names of their scopes. */
export type Parameters = ReadonlyMap<string, readonly string[]>;

export interface ActivityEvent {
  readonly name: string;
  readonly parameters: Parameters;
  /** How many events like it came before in the same record: part of its identity, its place is not. */
  readonly before: number;
}

/**
 * The events of one record. Some exports repeat what the events say in columns of their own (`hoisted`): those are read
 * only where the events themselves are absent, so that nothing counts twice.
 */
export function readActivityEvents<P extends string>(
  record: FieldReader<ActivityField | P>,
  hoisted: readonly P[],
): ActivityEvent[] {
  const events = decodeJson(record.raw('events'));
  const listed = Array.isArray(events) ? events : isObject(events) ? [events] : [];
  if (listed.length > 0) {
    return numbered(
      listed.map((event: JsonValue) => ({
        name: textAt(event, 'name'),
        parameters: readParameters(childOf(event, 'parameters')),
      })),
    );
  }
  const columns = new Map<string, readonly string[]>();
  for (const name of hoisted) {
    const value = decodeJson(record.raw(name));
    if (value !== undefined && value !== null && value !== '') columns.set(name.toLowerCase(), texts(value));
  }
  const dictionary = readParameters(record.raw('parameters'));
  return numbered([{ name: record.text('eventName'), parameters: new Map([...columns, ...dictionary]) }]);
}

function numbered(events: readonly Omit<ActivityEvent, 'before'>[]): ActivityEvent[] {
  if (events.length === 1) return events.map((event) => ({ ...event, before: 0 }));
  const seen = new Map<string, number>();
  return events.map((event) => {
    const like = JSON.stringify([event.name, ...event.parameters]);
    const before = seen.get(like) ?? 0;
    seen.set(like, before + 1);
    return { ...event, before };
  });
}

/** `[{name, value | intValue | boolValue | multiValue | multiMessageValue}]`, or a plain dictionary. */
function readParameters(source: JsonValue | undefined): Parameters {
  // Flattened exports hold nested values as JSON text.
  const value = decodeJson(source);
  const parameters = new Map<string, readonly string[]>();
  if (Array.isArray(value)) {
    for (const entry of value) {
      if (!isObject(entry)) continue;
      let name = '';
      let found: JsonValue | undefined;
      for (const key of Object.keys(entry)) {
        const member = entry[key];
        if (member === undefined || member === null) continue;
        // The letter case that Google writes is by far the most frequent; re-exports write all keys in small letters.
        if (key === 'name' || key.toLowerCase() === 'name') name = cellText(member);
        else if (VALUE_KEYS.has(key) || VALUE_KEYS.has(key.toLowerCase())) found ??= member;
      }
      if (found !== undefined) parameters.set(name.toLowerCase(), texts(found));
    }
  } else if (isObject(value)) {
    for (const [key, found] of Object.entries(value)) {
      if (found !== undefined && found !== null) parameters.set(key.toLowerCase(), texts(found));
    }
  }
  return parameters;
}

const VALUE_KEYS: ReadonlySet<string> = new Set(
  ['value', 'intValue', 'boolValue', 'multiValue', 'multiMessageValue', 'multiIntValue'].flatMap((key) => [
    key,
    key.toLowerCase(),
  ]),
);

function texts(value: JsonValue): string[] {
  if (!Array.isArray(value)) return [cellText(value)];
  return value.map((entry: JsonValue) => (isObject(entry) ? scopeName(entry) : cellText(entry)));
}

/** `{scope_name}` or `{parameter: [{name: "scope_name", value}]}`. */
function scopeName(message: JsonValue): string {
  const plain = textAt(message, 'scope_name');
  return plain === '' ? (readParameters(childOf(message, 'parameter')).get('scope_name')?.[0] ?? '') : plain;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Who acted, and the facts that follow from it alone. */
export interface Actor {
  readonly person: string | null;
  /** Address and profile id of one person. */
  readonly facts: readonly PrincipalFact[];
}

export function readActor(record: FieldReader<ActivityField>): Actor {
  const email = googlePerson(record.text('email'));
  const profileId = googlePerson(record.text('profileId'));
  return {
    person: email ?? profileId,
    facts: email !== null && profileId !== null ? [{ fact: 'principal', ids: [email, profileId] }] : [],
  };
}

/** Vendor id of one event: time, qualifier and its number among equal ones; undefined when the export left it out. */
export function activityEventId(time: number, qualifier: string, before: number): { eventId?: string } {
  return qualifier === '' ? {} : { eventId: `${time} ${qualifier} ${before}` };
}

type Application = 'token' | 'admin' | 'drive';

/** Columns by which a report is told that does not name its application. */
const OWN_KEYS: Readonly<Record<Application, readonly string[]>> = {
  token: ['client_id', 'app_name'],
  admin: [
    'API_CLIENT_NAME|API_SCOPES|APPLICATION_NAME|APP_ID|OAUTH2_APP_ID|SETTING_NAME|ORG_UNIT_NAME|USER_EMAIL|DOMAIN_NAME',
  ],
  drive: ['originating_app_id', 'doc_id|doc_type|doc_title|primary_event'],
};
const ORDER: readonly Application[] = ['token', 'admin', 'drive'];

/**
 * Whether a file holds activities of one application of the Reports API. The same envelope serves all of them; a mixed
 * file belongs to the application that most of its first records name.
 */
export function detectActivities(head: CsvHead | JsonHead, application: Application): Detection {
  const named = applicationsOf(head);
  const mine = named.get(application) ?? 0;
  const signature = {
    required: ['id.time|id_time', 'events|event_name|name'],
    bonus: ['id.uniqueQualifier|id_uniqueQualifier', 'actor.email|actor_email|actor.profileId|actor_profileId|actor'],
  };
  if (named.size === 0)
    return scoreSignature(head, {
      ...signature,
      required: [...signature.required, ...OWN_KEYS[application]],
      against: ['record_type'],
    });
  if (mine === 0) return { score: 0, reason: `the records do not belong to the ${application} application` };
  const detection = scoreSignature(head, { ...signature, proof: `the application "${application}" in the records` });
  const rivals = ORDER.filter((other) => other !== application).filter((other) => {
    const count = named.get(other) ?? 0;
    return count > mine || (count === mine && ORDER.indexOf(other) < ORDER.indexOf(application));
  });
  return rivals.length === 0 ? detection : { ...detection, score: detection.score / 2 };
}

/** How many of the first records name which application, in small letters. */
function applicationsOf(head: CsvHead | JsonHead): Map<string, number> {
  const counts = new Map<string, number>();
  const column = head.kind === 'csv' ? findColumn(head.header, APPLICATION.from) : -1;
  const read = compilePath(APPLICATION.from);
  const names =
    head.kind === 'csv'
      ? head.sample.map((row) => row[column] ?? '')
      : head.sample.map((record) => textOf(read(record)));
  for (const name of names.map((text) => text.trim().toLowerCase()))
    if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/**
 * Why a record of another application is passed over, or null when it is of this one. Its day does not count as covered
 * by this log.
 */
export function otherApplication(name: string, application: Application): string | null {
  const plain = name.toLowerCase();
  if (plain === '' || plain === application) return null;
  const other = ORDER.find((known) => known === plain);
  return other === undefined
    ? 'activity of an application that says nothing about grants'
    : `activity of the ${other} log: import the file once more as that log`;
}
