import type { EventKind } from '../../../shared/domain/vocabulary.ts';
import { defineImporter, type EventFact, type Fact, type FieldReader, type Mapped } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { cleanAddress } from './parts/addresses.ts';
import { irrelevance, type OktaEvent, oktaEvent } from './parts/okta-events.ts';
import { personFacts } from './parts/okta-ids.ts';
import { LOG_FIELDS, type LogField, type OktaEntity, type OktaRecord, readLogRecord } from './parts/okta-log-record.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { personOf } from './parts/principals.ts';
import { scopeWords } from './parts/scope-words.ts';
import { flowOfGrantType, type SeenWith, seenWith } from './parts/seen-with.ts';

/**
 * Okta System Log: API and console JSON, NDJSON, the flattened table of Sentinel, lower-cased keys of log platforms, and the
 * console's CSV, which has four targets and none of the debug data, hence no scopes. Where an app acts it is the actor and
 * the person stands in the debug data or a target. Changes made with an API token or by an app itself are uses of it.
 */
export default defineImporter<LogField>({
  id: 'okta.syslog',
  platform: 'okta',
  label: 'Okta System Log',
  system: 'Okta, System Log',
  log: { id: 'okta.syslog', label: 'Okta System Log', grade: 'Q2', retention: '90 days' },
  caps: [
    { records: 100, what: 'one page of the Okta API ends by default' },
    { records: 1000, what: 'the longest page of the Okta API ends' },
    { records: 200_000, what: 'the download of the Okta console ends' },
  ],
  fields: LOG_FIELDS,
  detect: (head) =>
    scoreSignature(head, {
      required: ['eventType', 'published|timestamp', 'outcome.result'],
      bonus: ['actor.alternateId', 'actor.type', 'uuid', 'displayMessage', 'target|target0.id'],
    }),
  map: (record, context) => {
    const eventType = record.text('eventType');
    const event = readLogRecord(record);
    const meaning = oktaEvent(eventType);
    const time = context.time(record.text('time'));
    const isByApp = event.actor.type === 'publicclientapp' && event.app !== null;
    const isIrrelevant = meaning === undefined && event.usedToken === null && (!isByApp || isSignIn(eventType));
    if (isIrrelevant) return { notRelevant: irrelevance(eventType), ...(time === null ? {} : { at: time }) };
    if (time === null) return { rejected: 'no readable time' };
    const base = baseOf(record, event, time);
    const facts: Fact[] = [];
    if (meaning !== undefined) facts.push(factOf(base, event, meaning));
    else if (isByApp && event.app !== null) facts.push(useOf(base, event.app, event, eventType));
    // Whoever made the request with an API token used all that its owner may do.
    if (event.usedToken !== null) facts.push(useOf(base, event.usedToken, event, eventType));
    return withPeople(facts, event);
  },
});

type Base = Pick<EventFact, 'time' | 'principal' | 'result' | 'eventId' | 'session' | 'ip'> & SeenWith;

function baseOf(record: FieldReader<LogField>, event: OktaRecord, time: number): Base {
  const uuid = record.text('uuid');
  const ip = cleanAddress(record.text('ip'));
  return {
    time,
    principal: event.user,
    result: event.result,
    ...(isPlaceholder(uuid) ? {} : { eventId: uuid }),
    ...(event.hash === '' ? {} : { session: `token ${event.hash.slice(0, 200)}` }),
    ...(ip === '' ? {} : { ip }),
    ...seenWith({
      agent: record.text('agent'),
      country: record.text('country'),
      network: record.text('network') || record.text('networkName'),
    }),
  };
}

function factOf(base: Base, event: OktaRecord, meaning: OktaEvent): Fact {
  const client = meaning.about === 'token' ? event.subjectToken : event.app;
  const kind = kindOf(event, meaning);
  const principal = hasNoHolder(meaning) ? null : base.principal;
  if (client === null) {
    const reason = meaning.about === 'token' ? 'the record names no API token' : 'the record names no app';
    const { time, result, eventId, session } = base;
    return {
      fact: 'unattributed',
      kind,
      time,
      principal,
      result,
      reason,
      ...(eventId === undefined ? {} : { eventId }),
      ...(session === undefined ? {} : { session }),
    };
  }
  const granted = [
    ...scopeWords(event.debug('grantedScopes')),
    ...event.targets.filter((target) => /scope/.test(target.type)).map((target) => target.name || target.id),
  ];
  const requested = scopeWords(event.debug('requestedScopes'));
  const isRefused = kind === 'deny' && requested.length > 0;
  const actor = event.actor.type === 'user' ? personOf(event.actor.id) : null;
  return {
    fact: 'event',
    ...base,
    ...seenWith({ flow: flowOfGrantType(event.debug('grantType')) }),
    kind,
    client,
    principal,
    detail: `${meaning.detail}${isRefused ? `; requested: ${requested.join(' ').slice(0, 300)}` : ''}`,
    ...(meaning.isTenantWide ? { tenantWide: true } : {}),
    ...(granted.length === 0 || kind === 'deny' ? {} : { scopes: granted }),
    ...(actor === null ? {} : { actor }),
  };
}

/** What holds for everybody, and changes of an app itself, concern no person's consent. */
function hasNoHolder(meaning: OktaEvent): boolean {
  const isOfApp = meaning.about === 'app' && ['install', 'uninstall', 'disable', 'credential'].includes(meaning.kind);
  return meaning.isTenantWide === true || (isOfApp && meaning.isOfPerson !== true);
}

/** What was refused is a denial, whatever was asked for; an access token for a refresh token is a refresh. */
function kindOf(event: OktaRecord, meaning: OktaEvent): EventKind {
  if (event.result === 'denied' && (meaning.kind === 'issue' || meaning.kind === 'consent')) return 'deny';
  const isRefresh = meaning.mayRefresh === true && event.debug('grantType').toLowerCase() === 'refresh_token';
  return isRefresh ? 'refresh' : meaning.kind;
}

function useOf(base: Base, client: EventFact['client'], event: OktaRecord, eventType: string): Fact {
  const name = /^[\w.-]{1,200}$/.test(eventType) ? eventType : '';
  return {
    fact: 'event',
    ...base,
    kind: 'use',
    client,
    // Who acts, not whom it concerns.
    principal: event.actor.type === 'user' ? personOf(event.actor.id) : null,
    operation: { matcher: 'okta', method: '', uri: apiAddress(event.debug('requestUri')), event: name },
  };
}

/** Requests of the API; what people do on pages has other addresses. */
function apiAddress(uri: string): string {
  return /^\/(?:api|oauth2|governance|integrations|device-access|security|webauthn-registration|privileged-access)\//.test(
    uri,
  )
    ? uri
    : '';
}

/** Events of a person who signs in by an app: the app does nothing by itself. */
function isSignIn(eventType: string): boolean {
  return /^(?:user\.(?:authentication|session|mfa)|policy)\./i.test(eventType);
}

function withPeople(facts: readonly Fact[], event: OktaRecord): Mapped {
  const people: OktaEntity[] = [event.actor, ...event.targets].filter((entity) => entity.type === 'user').slice(0, 20);
  return {
    facts: [...facts, ...people.flatMap((entity) => personFacts(personOf(entity.id), entity.alternateId, entity.name))],
  };
}
