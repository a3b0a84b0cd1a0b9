import { textOf } from '../import/field-reader.ts';
import type { JsonValue } from '../reading/types.ts';
import { defineImporter, type EventFact, type Fact, type FieldReader } from './importer.ts';
import { scoreSignature } from './keys.ts';

type Field =
  | 'time'
  | 'qualifier'
  | 'application'
  | 'email'
  | 'profileId'
  | 'ip'
  | 'events'
  | 'eventName'
  | 'parameters'
  | ParameterField;
type ParameterField = 'clientId' | 'appName' | 'scope' | 'apiName' | 'methodName' | 'bytes';
type Parameters = ReadonlyMap<string, readonly string[]>;

/**
 * Reports API `token` activities: nested events, one event per record, events as an object, parameters as a dictionary,
 * hoisted columns with or without the original events (read one, never both), and GAM's CSV of the same report.
 */
export default defineImporter<Field>({
  id: 'google.reports.token',
  platform: 'google',
  label: 'OAuth token audit log (Reports API)',
  system: 'Google Workspace, Reports API token activities',
  log: { id: 'google.reports.token', label: 'Google OAuth token log', grade: 'Q1' },
  fields: {
    time: { from: ['id.time', 'id_time', 'time', 'timestamp'] },
    qualifier: { from: ['id.uniqueQualifier', 'id_uniqueQualifier', 'uniqueQualifier'] },
    application: { from: ['id.applicationName', 'id_applicationName', 'applicationName'] },
    email: { from: ['actor.email', 'actor_email', 'email'] },
    profileId: { from: ['actor.profileId', 'actor_profileId', 'profileId'] },
    ip: { from: ['ipAddress', 'ip_address'] },
    events: { from: ['events'] },
    eventName: { from: ['event_name', 'name'] },
    parameters: { from: ['parameters'] },
    clientId: { from: ['client_id'] },
    appName: { from: ['app_name'] },
    scope: { from: ['scope'] },
    apiName: { from: ['api_name'] },
    methodName: { from: ['method_name'] },
    bytes: { from: ['num_response_bytes'] },
  },
  detect: (head) => {
    const isToken =
      head.kind === 'json' &&
      head.sample.some((record) => /"(applicationName|id_applicationName_s)":\s*"token"/.test(JSON.stringify(record)));
    if (head.kind === 'csv')
      return scoreSignature(head, {
        required: ['client_id', 'app_name', 'name|event_name', 'id.time'],
        bonus: ['actor.email', 'id.uniqueQualifier', 'scope', 'api_name', 'method_name'],
      });
    const detection = scoreSignature(head, {
      required: [
        'id.time|id_time',
        'actor.email|actor_email|actor.profileId|actor_profileId',
        'events|name|event_name',
      ],
      bonus: ['id.applicationName|id_applicationName', 'id.uniqueQualifier|id_uniqueQualifier', 'ipAddress'],
      proof: isToken ? 'the application "token" in the records' : null,
    });
    // The same envelope serves admin, drive and login reports: without the application name it is not ours.
    return isToken ? detection : { score: 0, reason: 'the records do not belong to the token application' };
  },
  map: (record, context) => {
    const application = record.text('application');
    if (application !== '' && application !== 'token')
      return { notRelevant: `activity of the ${application} application` };
    const time = context.time(record.text('time'));
    if (time === null) return { rejected: 'no readable time' };
    const facts: Fact[] = [];
    const skipped: string[] = [];
    const email = record.text('email');
    const profileId = record.text('profileId');
    const principal = email === '' ? profileId : email;
    const seen = new Map<string, number>();
    for (const event of readEvents(record)) {
      // Some exports write one event per record, so its place in the activity is no part of its identity; how many like
      // it came before in the same record is.
      const like = JSON.stringify([event.name, ...event.parameters]);
      const before = seen.get(like) ?? 0;
      seen.set(like, before + 1);
      const fact = toEvent(event, time, principal === '' ? null : principal, record, before);
      if (typeof fact === 'string') skipped.push(fact);
      else facts.push(fact);
    }
    if (facts.length === 0) {
      const reason = skipped[0] ?? 'no event in the record';
      return reason.startsWith('no ') ? { rejected: reason } : { notRelevant: reason, at: time };
    }
    if (email !== '' && profileId !== '') facts.push({ fact: 'principal', ids: [email, profileId] });
    return { facts };
  },
});

interface TokenEvent {
  readonly name: string;
  readonly parameters: Parameters;
}

function readEvents(record: FieldReader<Field>): TokenEvent[] {
  const events = record.raw('events');
  if (typeof events === 'object' && events !== null) {
    return (Array.isArray(events) ? events : [events]).map((event: JsonValue) => ({
      name: textOf(property(event, 'name')),
      parameters: readParameters(property(event, 'parameters')),
    }));
  }
  const hoisted = new Map<string, readonly string[]>();
  const columns: [ParameterField, string][] = [
    ['clientId', 'client_id'],
    ['appName', 'app_name'],
    ['scope', 'scope'],
    ['apiName', 'api_name'],
    ['methodName', 'method_name'],
    ['bytes', 'num_response_bytes'],
  ];
  for (const [field, name] of columns) {
    const value = record.raw(field);
    if (value !== undefined && value !== null && value !== '')
      hoisted.set(name, Array.isArray(value) ? value.map(textOf) : [textOf(value)]);
  }
  const dictionary = readParameters(record.raw('parameters'));
  return [{ name: record.text('eventName'), parameters: new Map([...hoisted, ...dictionary]) }];
}

function property(value: JsonValue, key: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, JsonValue>>)[key]
    : undefined;
}

/** `[{name, value | intValue | boolValue | multiValue | multiMessageValue}]`, or a plain dictionary. */
function readParameters(value: JsonValue | undefined): Parameters {
  const parameters = new Map<string, readonly string[]>();
  if (Array.isArray(value)) {
    for (const entry of value) {
      const found =
        property(entry, 'value') ??
        property(entry, 'intValue') ??
        property(entry, 'boolValue') ??
        property(entry, 'multiValue');
      if (found !== undefined)
        parameters.set(textOf(property(entry, 'name')), Array.isArray(found) ? found.map(textOf) : [textOf(found)]);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, found] of Object.entries(value))
      parameters.set(key, Array.isArray(found) ? found.map(textOf) : [textOf(found)]);
  }
  return parameters;
}

const KINDS: ReadonlyMap<string, EventFact['kind']> = new Map([
  ['authorize', 'authorize'],
  ['revoke', 'revoke'],
  ['activity', 'use'],
  ['request', 'request'],
  ['deny', 'deny'],
]);

/** The event, or the reason why it is none: a sentence that starts with 'no ' is a fault, any other is irrelevance. */
function toEvent(
  event: TokenEvent,
  time: number,
  principal: string | null,
  record: FieldReader<Field>,
  before: number,
): EventFact | string {
  const kind = KINDS.get(event.name.toLowerCase());
  if (kind === undefined)
    return event.name === '' ? 'no event name' : `event "${event.name.slice(0, 60)}" says nothing about grants`;
  const first = (name: string): string => event.parameters.get(name)?.[0] ?? '';
  const id = first('client_id');
  if (id === '') return 'no client id';
  const scopes = (event.parameters.get('scope') ?? [])
    .flatMap((scope) => scope.split(/[\s,]+/))
    .filter((scope) => scope !== '');
  const qualifier = record.text('qualifier');
  const ip = record.text('ip');
  const bytes = Number(first('num_response_bytes'));
  const detail =
    event.name.toLowerCase() === 'authorize'
      ? `authorized ${scopes.length} scope${scopes.length === 1 ? '' : 's'}`
      : event.name.toLowerCase();
  return {
    fact: 'event',
    kind,
    time,
    client: { space: 'app', id, name: first('app_name') },
    principal,
    result: 'success',
    detail,
    ...(kind === 'use'
      ? { operation: { matcher: 'google' as const, api: first('api_name'), method: first('method_name') } }
      : { scopes }),
    ...(Number.isFinite(bytes) && bytes > 0 ? { bytes } : {}),
    ...(ip === '' ? {} : { ip }),
    ...(qualifier === '' ? {} : { eventId: `${time} ${qualifier} ${before}` }),
  };
}
