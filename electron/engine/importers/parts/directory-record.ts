import type { JsonValue } from '../../reading/types.ts';
import type { ClientReference, EventFact, Fact } from '../importer.ts';
import { cleanAddress } from './addresses.ts';
import { childOf, decodedText, decodeJson, listOf, named, textAt } from './json-cells.ts';
import { isPlaceholder } from './placeholders.ts';
import { personOf } from './principals.ts';

/** Old and new value of a changed property, as plain text. */
export interface Change {
  readonly value: string;
  readonly previous: string;
}

/** One thing that a directory activity was about. */
export interface DirectoryTarget {
  readonly id: string;
  readonly name: string;
  /** `ServicePrincipal`, `Application`, `User`…; '' when not stated. */
  readonly type: string;
  readonly address: string;
  /** By property name in lower case. */
  readonly changes: ReadonlyMap<string, Change>;
}

export interface DirectoryActor {
  /** '' when nobody is named; `app:` and an id for a program. */
  readonly id: string;
  /** All ids of the person, object id last. */
  readonly ids: readonly string[];
}

/** A directory activity, from whatever form of the directory audit log or the unified audit log. */
export interface DirectoryRecord {
  readonly activity: string;
  readonly time: number | null;
  readonly result: EventFact['result'];
  readonly reason: string;
  readonly actor: DirectoryActor;
  readonly ip: string;
  readonly eventId: string;
  readonly correlation: string;
  readonly targets: readonly DirectoryTarget[];
  /** Application id out of the additional details, in lower case; '' when not stated. */
  readonly appId: string;
  /** Why changed properties may be missing from this record; '' when it is complete. */
  readonly omission: string;
}

/** A record whose time was read. */
export interface TimedRecord extends DirectoryRecord {
  readonly time: number;
}

/** Some routes leave the result empty; a time-out or a value of later days is an attempt. */
export function directoryResult(text: string): EventFact['result'] {
  if (/^(?:success|succeeded|true|0)?$/i.test(text)) return 'success';
  return /^(?:fail|false)/i.test(text) ? 'denied' : 'attempted';
}

/** `targetResources` of Graph and Log Analytics, where lists may be JSON in a string. */
export function readTargets(value: JsonValue | undefined): DirectoryTarget[] {
  return listOf(decodeJson(value)).map((target) => ({
    id: textAt(target, 'id'),
    name: textAt(target, 'displayName'),
    type: textAt(target, 'type'),
    address: textAt(target, 'userPrincipalName'),
    changes: readChanges(childOf(target, 'modifiedProperties'), ['displayName', 'newValue', 'oldValue']),
  }));
}

/** A list of changed properties; Graph and the unified audit log name its members differently. */
export function readChanges(
  value: JsonValue | undefined,
  [name, newValue, oldValue]: readonly [string, string, string],
): ReadonlyMap<string, Change> {
  return new Map(
    listOf(decodeJson(value)).map((entry) => [
      textAt(entry, name).toLowerCase(),
      { value: decodedText(childOf(entry, newValue)), previous: decodedText(childOf(entry, oldValue)) },
    ]),
  );
}

/** `initiatedBy` of Graph and Log Analytics, with the address a person came from. */
export function readInitiator(value: JsonValue | undefined): { actor: DirectoryActor; ip: string } {
  const initiator = decodeJson(value);
  const user = childOf(initiator, 'user');
  const app = childOf(initiator, 'app');
  const actor = actorOf(
    [textAt(user, 'userPrincipalName'), textAt(user, 'id')],
    textAt(app, 'servicePrincipalId') || textAt(app, 'displayName'),
  );
  return { actor, ip: cleanAddress(textAt(user, 'ipAddress')) };
}

/** The person of the given ids (object id last), else the program. */
export function actorOf(userIds: readonly string[], app: string): DirectoryActor {
  const ids = userIds.map(personOf).filter((id) => id !== null);
  const last = ids.at(-1);
  if (last !== undefined) return { id: last, ids };
  return { id: isPlaceholder(app) ? '' : `app:${app}`, ids: [] };
}

/** The app by its service principal, else by its application id; null when neither is a usable id. */
export function clientOf(servicePrincipal: string, appId: string, name: string): ClientReference | null {
  if (!isPlaceholder(servicePrincipal)) return { space: 'sp', id: servicePrincipal, ...named(name) };
  return isPlaceholder(appId) ? null : { space: 'app', id: appId, ...named(name) };
}

/** What every event of a record has in common. */
export function eventBase(record: TimedRecord): Omit<EventFact, 'kind' | 'client' | 'principal'> {
  return {
    fact: 'event',
    time: record.time,
    result: record.result,
    ...(record.actor.id === '' ? {} : { actor: record.actor.id }),
    ...(record.ip === '' ? {} : { ip: record.ip }),
    ...(record.eventId === '' ? {} : { eventId: record.eventId }),
    ...(record.correlation === '' ? {} : { correlation: record.correlation }),
  };
}

/** An audit entry that names both ids of an app is as good a bridge as the service principal list. */
export function bridge(client: ClientReference, appId: string | undefined): Fact[] {
  if (client.space !== 'sp' || appId === undefined || appId === '' || appId === client.id) return [];
  return [
    {
      fact: 'connector',
      client: { space: 'app', id: appId, ...named(client.name ?? '') },
      sameAs: [{ space: 'sp', id: client.id }],
      publisherVerified: null,
    },
  ];
}
