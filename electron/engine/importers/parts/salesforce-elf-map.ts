import type { EventKind, EventResult } from '../../../../shared/domain/vocabulary.ts';
import type { ClientReference, EventFact, Fact, FieldReader, Mapped, MapContext } from '../importer.ts';
import { cleanAddress } from './addresses.ts';
import { isPlaceholder } from './placeholders.ts';
import type { ElfField } from './salesforce-elf-fields.ts';
import { type ElfType, elfTypeOf, isTypeHeader } from './salesforce-elf-types.ts';
import { salesforceFlow } from './salesforce-flow.ts';
import { salesforceId, WRONG_CHECKSUM } from './salesforce-id.ts';
import { pathTemplate } from './salesforce-path.ts';
import { salesforceUser } from './salesforce-user.ts';
import { seenWith } from './seen-with.ts';

/** What one event type tells, before it is known which app it was. */
interface Act {
  readonly kind: EventKind | 'authorize';
  /** Name of the operation, without ids; '' for sign-ins. */
  readonly name: string;
  /** The name with the address of the call in the place of the object, where the record has it. */
  readonly withPath?: string;
  readonly result: EventResult;
  readonly scopes?: readonly string[];
}

type ElfRecord = FieldReader<ElfField>;

/**
 * Turns one record of an event log into facts. `expected` is the type of the file: the type of records that name none,
 * and in a CSV file the only one whose columns the header describes; null for files of several types.
 */
export function mapElf(record: ElfRecord, context: MapContext, expected: ElfType | null): Mapped {
  const stated = record.text('type');
  if (isTypeHeader(stated)) return { rejected: 'repeated header' };
  const type = stated === '' ? (expected ?? (record.has('queriedEntities') ? 'ApiEvent' : null)) : elfTypeOf(stated);
  const time = context.time(record.text('timeDerived')) ?? context.time(record.text('time'));
  if (stated !== '' && expected !== null && type !== expected && context.head.kind === 'csv')
    return { rejected: 'event of another type than the header of the file describes' };
  if (type === null) {
    if (stated === '') return { rejected: 'no event type' };
    return { notRelevant: 'event type that says nothing about app use', ...(time === null ? {} : { at: time }) };
  }
  if (time === null) return { rejected: 'no readable time' };
  if (isSalesforceItself(record)) return { notRelevant: 'call by Salesforce itself', at: time };
  const act = readAct(record, type);
  if (act === null) return { notRelevant: 'sign-in without OAuth', at: time };
  return { facts: factsOf(record, type, time, act) };
}

function factsOf(record: ElfRecord, type: ElfType, time: number, act: Act): Fact[] {
  const user = salesforceUser([record.text('userId'), record.text('userIdDerived')], record.text('userName'));
  const { client, isClientChecked } = clientOf(record);
  const session = sessionOf(record);
  const request = record.text('requestId');
  const common = {
    time,
    principal: user.principal,
    result: act.result,
    ...(act.name === ''
      ? {}
      : { operation: { matcher: 'salesforce' as const, name: act.name, withPath: act.withPath ?? act.name } }),
    // One request leaves several events, so its id alone is no key.
    ...(isPlaceholder(request) ? {} : { eventId: `${request} ${type} ${time}` }),
    ...(session === '' ? {} : { session }),
  };
  if (client === null) {
    const reason =
      session === ''
        ? 'the record names no connected app and no login session'
        : 'the record names no connected app; another record of its login session may';
    return [
      { fact: 'unattributed', kind: act.kind === 'authorize' ? 'consent' : act.kind, reason, ...common },
      ...user.facts,
    ];
  }
  const ip = cleanAddress(record.text('sourceIp') || record.text('clientIp'));
  const bytes = Number(record.text('responseSize'));
  const event: EventFact = {
    fact: 'event',
    kind: act.kind,
    client,
    ...common,
    ...(act.scopes === undefined ? {} : { scopes: act.scopes }),
    ...(bytes > 0 && Number.isFinite(bytes) ? { bytes } : {}),
    ...(ip === '' ? {} : { ip }),
    ...seenWith({
      agent: record.text('agent'),
      flow: salesforceFlow(record.text('loginSubType') || record.text('connection')),
    }),
    ...(user.isChecked && isClientChecked ? {} : { detail: WRONG_CHECKSUM }),
  };
  return [event, ...user.facts];
}

/** CLIENT_NAME and CLIENT_ID are text that the calling program chooses, and name no app. */
function clientOf(record: ElfRecord): { client: ClientReference | null; isClientChecked: boolean } {
  const id = salesforceId(record.text('appId'));
  const name = record.text('appName');
  const known = isPlaceholder(name) ? {} : { name };
  return id === null
    ? { client: null, isClientChecked: true }
    : { client: { space: 'app', id: id.id, ...known }, isClientChecked: id.isChecked };
}

function sessionOf(record: ElfRecord): string {
  const login = record.text('loginKey');
  if (!isPlaceholder(login)) return `login ${login.slice(0, 100)}`;
  const session = record.text('sessionKey');
  return isPlaceholder(session) ? '' : `session ${session.slice(0, 100)}`;
}

function isSalesforceItself(record: ElfRecord): boolean {
  return (
    salesforceId(record.text('appId')) === null && /^(?:LIGHTNING_UI|SALESFORCE)$/i.test(record.text('clientCategory'))
  );
}

/** What the event was, or null for a sign-in that no app took part in. */
function readAct(record: ElfRecord, type: ElfType): Act | null {
  const named = (parts: readonly string[]): string => [type, ...parts].filter((part) => part !== '').join(' ');
  const call = (parts: readonly string[], result: EventResult): Act => ({ kind: 'use', name: named(parts), result });
  const entity = entityOf(record);
  const method = wordOf(record.text('method'));
  switch (type) {
    case 'RestApi':
    case 'ApexRestApi':
      return {
        ...call([method, entity === '' ? pathTemplate(record.text('uri')) : entity], httpResult(record)),
        withPath: named([method, pathTemplate(record.text('uri'))]),
      };
    case 'ApiTotalUsage':
      return call([wordOf(record.text('family')), method, resourceOf(record), entity], httpResult(record));
    case 'API':
      return call([wordOf(record.text('methodName')), entity], httpResult(record));
    case 'BulkApi':
    case 'BulkApi2':
      return call([wordOf(record.text('operation')), entity], jobResult(record));
    case 'MetadataApiOperation':
      return call([wordOf(record.text('operation'))], httpResult(record));
    case 'ApiEvent':
      return call([wordOf(record.text('operation')), entity], apiEventResult(record));
    case 'ConnectedAppUsage':
    case 'ApiConnectedApp':
      return connectionAct(record, type);
    case 'Login':
      return loginAct(record);
  }
}

function entityOf(record: ElfRecord): string {
  const entity = record.text('entity');
  return isPlaceholder(entity) ? '' : entity.replace(/[\s;,]+/g, ',').slice(0, 120);
}

/** A word of the log's own vocabulary; anything longer is a value that got into the wrong column. */
function wordOf(text: string): string {
  return isPlaceholder(text) ? '' : text.replace(/\s+/g, ' ').slice(0, 60);
}

/** A path for REST, a method name for SOAP. */
function resourceOf(record: ElfRecord): string {
  const resource = record.text('resource');
  return resource.includes('/') ? pathTemplate(resource) : wordOf(resource);
}

function httpResult(record: ElfRecord): EventResult {
  const code = /^\d{3}/.exec(record.text('statusCode'))?.[0];
  if (code !== undefined) {
    if (code.startsWith('2') || code === '304') return 'success';
    return code === '401' || code === '403' ? 'denied' : 'attempted';
  }
  switch (record.text('requestStatus').toUpperCase()) {
    case 'S':
      return 'success';
    case 'A':
      return 'denied';
    default:
      return 'attempted';
  }
}

function jobResult(record: ElfRecord): EventResult {
  const success = record.text('success');
  if (success !== '') return /^(?:1|true)$/i.test(success) ? 'success' : 'attempted';
  return /^job\s?complete$/i.test(record.text('jobStatus')) ? 'success' : httpResult(record);
}

function apiEventResult(record: ElfRecord): EventResult {
  if (/block|denied/i.test(record.text('policyOutcome'))) return 'denied';
  return record.text('rowsReturned') === '' ? 'attempted' : 'success';
}

/** These events are written for connections that came about. */
function connectionAct(record: ElfRecord, type: ElfType): Act {
  const connection = record.text('connection');
  const scopes = record.text('scopes').split(/[\s,;]+/);
  if (/refresh/i.test(connection)) return { kind: 'refresh', name: '', result: 'success' };
  if (/authori[sz]ation|web_?server|user_?agent/i.test(connection))
    return { kind: 'authorize', name: '', result: 'success', scopes };
  return { kind: 'use', name: [type, wordOf(connection)].filter((part) => part !== '').join(' '), result: 'success' };
}

function loginAct(record: ElfRecord): Act | null {
  const subType = record.text('loginSubType');
  const status = record.text('loginStatus');
  const isOAuth = /\/services\/oauth2\//i.test(record.text('uri')) || /oauth/i.test(subType) || /oauth/i.test(status);
  if (!isOAuth) return null;
  const result = /^LOGIN_NO_ERROR$/i.test(status) ? 'success' : status === '' ? 'attempted' : 'denied';
  return { kind: /refresh/i.test(subType) ? 'refresh' : 'issue', name: '', result };
}
