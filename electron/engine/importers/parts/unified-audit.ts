import type { ClientReference, EventFact, Fact, Mapped } from '../importer.ts';
import { canonicalActivity, isGrantActivity, readActivity } from './directory-activities.ts';
import { cellText, childOf, decodeJson, isGuid, isLost, listOf, named, textAt } from './json-cells.ts';
import { isPlaceholder } from './placeholders.ts';
import { personOf, principalKind } from './principals.ts';
import { seenWith } from './seen-with.ts';
import { unifiedActivity } from './unified-directory.ts';
import { addressOf, type AuditField, type AuditRecord } from './unified-fields.ts';

/** Reason of the bulk of every unified audit log. */
export const NAMES_NO_APP = 'activity that names no app';

const SIGN_INS: ReadonlySet<string> = new Set(['userloggedin', 'userloginfailed']);
/** Signs in the text of AuditData that decoding it may give more than `NAMES_NO_APP`. */
const TELLING =
  /"(?:ClientAppId|ApplicationId)"\s*:\s*"[^"]|"(?:AppAccessContext|ModifiedProperties)"\s*:\s*"@|Client=(?:REST|WebServices)|"UserId"\s*:\s*"(?:ServicePrincipal_|app@)/i;

/** Whether a record must be decoded to be judged. Most need not: an operation of a person without any app. */
export function mayTell(operation: string, auditData: string): boolean {
  const kind = operationKind(operation);
  return kind !== 'other' || operation === '' || TELLING.test(auditData);
}

/** The creation time of an encoded record, without decoding it; '' when it has none. */
export function encodedTime(auditData: string): string {
  const start = auditData.indexOf('"CreationTime":"');
  if (start < 0) return '';
  const from = start + 16;
  return auditData.slice(from, Math.min(auditData.indexOf('"', from), from + 40));
}

type OperationKind = 'grant' | 'sign-in' | 'other';

// A log knows a few hundred operations; finding out what one is costs more than the look-up.
const KNOWN_LIMIT = 2000;
const known = new Map<string, OperationKind>();

function operationKind(operation: string): OperationKind {
  let kind = known.get(operation);
  if (kind === undefined) {
    const name = canonicalActivity(operation.slice(0, 200));
    kind = isGrantActivity(name) ? 'grant' : SIGN_INS.has(name) ? 'sign-in' : 'other';
    if (known.size >= KNOWN_LIMIT) known.clear();
    known.set(operation, kind);
  }
  return kind;
}

/**
 * The facts of a unified audit record: consents and other directory activities, sign-ins, and what an app did to mail,
 * files and chats. The app is `ClientAppId` (of the record or its access context); `AppId` of Exchange is the API. What
 * an unnamed app did is unattributed.
 */
export function readAuditRecord(record: AuditRecord, time: (text: string) => number | null): Mapped {
  const text = (field: AuditField): string => cellText(record.raw(field));
  const operation = text('operation');
  if (isPlaceholder(operation)) return { rejected: 'no operation' };
  const at = time(text('time'));
  const kind = operationKind(operation);
  if (kind === 'grant') return readActivity(unifiedActivity(record, operation, at));
  const client = kind === 'sign-in' ? applicationOf(record) : appOf(record);
  const reason = client === null ? unattributedReason(record, kind) : null;
  if (client === null && reason === null) return { notRelevant: NAMES_NO_APP, ...(at === null ? {} : { at }) };
  if (at === null) return { rejected: 'no readable time' };
  const eventId = text('id');
  const shared = {
    kind: kind === 'sign-in' ? ('issue' as const) : ('use' as const),
    time: at,
    principal: personOf(text('userId')),
    result: resultOf(text('result'), kind, operation),
    ...(isPlaceholder(eventId) ? {} : { eventId }),
    ...(kind === 'sign-in' ? {} : { operation: operationOf(record) }),
  };
  const names = kind === 'sign-in' ? personNames(record) : [];
  if (client === null) return { facts: [{ fact: 'unattributed', ...shared, reason: reason ?? '' }, ...names] };
  const ip = addressOf(record);
  const event: EventFact = {
    fact: 'event',
    ...shared,
    client,
    ...(ip === '' ? {} : { ip }),
    ...seenWith({ agent: agentOf(record) }),
  };
  return { facts: [event, ...names] };
}

/** A member of the record, of its extended properties at sign-ins, or in Exchange what the client calls itself. */
function agentOf(record: AuditRecord): string {
  const agent = cellText(record.raw('agent'));
  if (agent !== '') return agent;
  const extended = listOf(decodeJson(record.raw('extended'))).find(
    (entry) => textAt(entry, 'Name').toLowerCase() === 'useragent',
  );
  return textAt(extended, 'Value') || cellText(record.raw('clientInfo'));
}

/** Workload and operation, in one spelling: `exchange`, `MailItemsAccessed`. */
function operationOf(record: AuditRecord): NonNullable<EventFact['operation']> {
  const workload = cellText(record.raw('workload'))
    .toLowerCase()
    .replace(/^microsoft/, '')
    .slice(0, 40);
  const name = cellText(record.raw('operation')).slice(0, 100);
  return { matcher: 'event', source: workload === '' ? 'm365' : workload, name };
}

/** The app that acted. */
function appOf(record: AuditRecord): ClientReference | null {
  const context = record.raw('appContext');
  const candidates = [
    cellText(record.raw('clientAppId')),
    isLost(context) ? '' : cellText(childOf(decodeJson(context), 'ClientAppId')),
    cellText(record.raw('applicationId')),
  ];
  const id = candidates.find((candidate) => isGuid(candidate) && !isPlaceholder(candidate));
  if (id !== undefined) return { space: 'app', id, ...named(cellText(record.raw('applicationName')).slice(0, 200)) };
  const own = /^ServicePrincipal_([0-9a-f-]{36})$/i.exec(cellText(record.raw('userId')))?.[1];
  return own === undefined ? null : { space: 'sp', id: own };
}

/** At a sign-in the client is `ApplicationId`; `ObjectId` is the API it asked for. */
function applicationOf(record: AuditRecord): ClientReference | null {
  const id = cellText(record.raw('applicationId'));
  return isGuid(id) && !isPlaceholder(id)
    ? { space: 'app', id, ...named(cellText(record.raw('applicationName')).slice(0, 200)) }
    : null;
}

/** Why a record without a named app still speaks of one; null when it does not. */
function unattributedReason(record: AuditRecord, kind: OperationKind): string | null {
  if (kind === 'sign-in') return 'the sign-in names no app';
  if (isLost(record.raw('appContext'))) return 'the app was lost in the export (@{…}): export again with more depth';
  if (principalKind(cellText(record.raw('userId'))) === 'app') return 'the record says that an app acted, not which';
  return /^Client=(?:REST|WebServices)/i.test(cellText(record.raw('clientInfo')))
    ? 'mailbox access through an API by an app that the record does not name'
    : null;
}

function resultOf(text: string, kind: OperationKind, operation: string): EventFact['result'] {
  if (kind === 'sign-in') return /failed/i.test(operation) || /^(?:fail|false)/i.test(text) ? 'denied' : 'success';
  return /^(?:fail|false)/i.test(text) ? 'attempted' : 'success';
}

/** The address and, in records of the directory, the object id of the person. */
function personNames(record: AuditRecord): Fact[] {
  const address = personOf(cellText(record.raw('userId')));
  const id = cellText(record.raw('userKey'));
  return address !== null && address.includes('@') && isGuid(id) && !isPlaceholder(id)
    ? [{ fact: 'principal', ids: [address, id.toLowerCase()] }]
    : [];
}
