import type { EventResult } from '../../../../shared/domain/vocabulary.ts';
import type { ClientReference, FieldReader, FieldSource } from '../importer.ts';
import { apiToken } from './okta-api-token.ts';
import { decodeJson, listOf, named, textAt, childOf } from './json-cells.ts';
import { isPlaceholder } from './placeholders.ts';
import { personOf } from './principals.ts';

/** The console's CSV has four numbered targets; of more the others are lost. */
const CSV_TARGETS = [0, 1, 2, 3] as const;
type TargetField = `target${(typeof CSV_TARGETS)[number]}${'Id' | 'Type' | 'Alternate' | 'Name'}`;

export type LogField =
  | 'uuid'
  | 'time'
  | 'eventType'
  | 'result'
  | 'reason'
  | 'actorId'
  | 'actorType'
  | 'actorAlternate'
  | 'actorName'
  | 'clientId'
  | 'ip'
  | 'agent'
  | 'country'
  | 'network'
  | 'networkName'
  | 'targets'
  | 'debug'
  | 'grantedScopes'
  | 'requestedScopes'
  | 'grantType'
  | 'requestUri'
  | 'userId'
  | 'apiToken'
  | TargetField;

/** JSON paths; the same names with dots, underscores or in lower case are the columns of exports and log platforms. */
export const LOG_FIELDS: Readonly<Record<LogField, FieldSource>> = {
  uuid: { from: ['uuid'] },
  time: { from: ['published', 'timestamp'] },
  eventType: { from: ['eventType'], required: true },
  result: { from: ['outcome.result'] },
  reason: { from: ['outcome.reason'] },
  actorId: { from: ['actor.id'] },
  actorType: { from: ['actor.type'] },
  actorAlternate: { from: ['actor.alternateId'] },
  actorName: { from: ['actor.displayName'] },
  clientId: { from: ['client.id'] },
  ip: { from: ['client.ipAddress'] },
  agent: { from: ['client.userAgent.rawUserAgent'] },
  country: { from: ['client.geographicalContext.country'] },
  network: { from: ['securityContext.asNumber'] },
  networkName: { from: ['securityContext.asOrg'] },
  targets: { from: ['target', 'targets'] },
  debug: { from: ['debugContext.debugData'] },
  grantedScopes: { from: ['debugContext.debugData.grantedScopes'] },
  requestedScopes: { from: ['debugContext.debugData.requestedScopes'] },
  grantType: { from: ['debugContext.debugData.grantType'] },
  requestUri: { from: ['debugContext.debugData.requestUri'] },
  userId: { from: ['debugContext.debugData.userId'] },
  apiToken: { from: ['transaction.detail.requestApiTokenId'] },
  target0Id: { from: ['target0.id'] },
  target0Type: { from: ['target0.type'] },
  target0Alternate: { from: ['target0.alternateId'] },
  target0Name: { from: ['target0.displayName'] },
  target1Id: { from: ['target1.id'] },
  target1Type: { from: ['target1.type'] },
  target1Alternate: { from: ['target1.alternateId'] },
  target1Name: { from: ['target1.displayName'] },
  target2Id: { from: ['target2.id'] },
  target2Type: { from: ['target2.type'] },
  target2Alternate: { from: ['target2.alternateId'] },
  target2Name: { from: ['target2.displayName'] },
  target3Id: { from: ['target3.id'] },
  target3Type: { from: ['target3.type'] },
  target3Alternate: { from: ['target3.alternateId'] },
  target3Name: { from: ['target3.displayName'] },
};

/** An actor or target of an event. */
export interface OktaEntity {
  readonly id: string;
  readonly type: string;
  readonly alternateId: string;
  readonly name: string;
  /** Hash of the token, when it is one: the same in every record of that token. */
  readonly hash: string;
}

export interface OktaRecord {
  readonly actor: OktaEntity;
  readonly targets: readonly OktaEntity[];
  readonly result: EventResult;
  /** The OAuth client; null when the record names none. */
  readonly app: ClientReference | null;
  /** The API token that the event is about. */
  readonly subjectToken: ClientReference | null;
  /** The API token with which the request was made. */
  readonly usedToken: ClientReference | null;
  /** Id of the person whose consent or token it is; null for an app that acts without one. */
  readonly user: string | null;
  readonly debug: (name: 'grantedScopes' | 'requestedScopes' | 'grantType' | 'requestUri' | 'userId') => string;
  readonly hash: string;
}

type Reader = FieldReader<LogField>;

export function readLogRecord(record: Reader): OktaRecord {
  const actor: OktaEntity = {
    id: record.text('actorId'),
    type: record.text('actorType').toLowerCase(),
    alternateId: record.text('actorAlternate'),
    name: record.text('actorName'),
    hash: '',
  };
  const targets = readTargets(record);
  const whole = decodeJson(record.raw('debug'));
  const debug: OktaRecord['debug'] = (name) => record.text(name) || textAt(whole, name);
  return {
    actor,
    targets,
    result: resultOf(record.text('result')),
    app: appOf(actor, targets, record.text('clientId')),
    subjectToken: firstOf(targets, (target) => (target.type === 'token' ? apiToken(target.id, target.name) : null)),
    usedToken: apiToken(record.text('apiToken'), ''),
    user: userOf(actor, targets, debug('userId')),
    debug,
    hash:
      (
        targets.find((target) => target.type === 'refresh_token' && target.hash !== '') ??
        targets.find((target) => target.hash !== '')
      )?.hash ?? '',
  };
}

function readTargets(record: Reader): OktaEntity[] {
  const listed = listOf(decodeJson(record.raw('targets'))).map((target) => ({
    id: textAt(target, 'id'),
    type: textAt(target, 'type').toLowerCase(),
    alternateId: textAt(target, 'alternateId'),
    name: textAt(target, 'displayName'),
    hash: textAt(decodeJson(childOf(target, 'detailEntry')), 'hash'),
  }));
  if (listed.length > 0) return listed;
  return CSV_TARGETS.map((index) => ({
    id: record.text(`target${index}Id`),
    type: record.text(`target${index}Type`).toLowerCase(),
    alternateId: record.text(`target${index}Alternate`),
    name: record.text(`target${index}Name`),
    hash: '',
  })).filter((target) => target.type !== '');
}

/** Okta's own word for how it went. */
function resultOf(text: string): EventResult {
  switch (text.toUpperCase()) {
    case 'SUCCESS':
    case 'ALLOW':
      return 'success';
    case 'FAILURE':
    case 'DENY':
      return 'denied';
    default:
      return 'attempted';
  }
}

const CLIENT_ID = /^0o[a-z][A-Za-z0-9]{5,}$/;

/** The client is the actor where an app acts; else it is a target, and in token requests the client of the request. */
function appOf(actor: OktaEntity, targets: readonly OktaEntity[], clientId: string): ClientReference | null {
  return (
    clientOf(actor) ?? firstOf(targets, clientOf) ?? (CLIENT_ID.test(clientId) ? { space: 'app', id: clientId } : null)
  );
}

function clientOf(entity: OktaEntity): ClientReference | null {
  const name = isPlaceholder(entity.name) ? '' : entity.name;
  // The alternate id of an app instance is its name.
  if (/^(?:appinstance|apiservice\w*)$/.test(entity.type)) {
    return isPlaceholder(entity.id) ? null : { space: 'app', id: entity.id, ...named(name) };
  }
  if (!/^(?:publicclientapp|(?:oauth2?)?client)$/.test(entity.type)) return null;
  const ids = [entity.alternateId, entity.id].filter((id) => !isPlaceholder(id));
  const id = ids.find((candidate) => CLIENT_ID.test(candidate)) ?? ids[0];
  return id === undefined ? null : { space: 'app', id, ...named(name) };
}

/**
 * Whose consent or token it is. An administrator who acts on that of another has the other as target; who acts without
 * such a target acts on their own. In requests of an app the debug data name the person.
 */
function userOf(actor: OktaEntity, targets: readonly OktaEntity[], debugUser: string): string | null {
  const target = targets.find((one) => one.type === 'user' && personOf(one.id) !== null)?.id ?? null;
  if (actor.type === 'user') return target ?? personOf(actor.id);
  return personOf(debugUser) ?? target;
}

function firstOf<T>(entities: readonly OktaEntity[], read: (entity: OktaEntity) => T | null): T | null {
  for (const entity of entities) {
    const value = read(entity);
    if (value !== null) return value;
  }
  return null;
}
