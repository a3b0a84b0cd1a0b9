import { findColumn } from '../reading/keys.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import {
  type ClientReference,
  defineImporter,
  type Detection,
  type EventFact,
  type Fact,
  type FieldReader,
  type LogDeclaration,
} from './importer.ts';
import { scoreSignature } from './keys.ts';
import { cleanAddress } from './parts/addresses.ts';
import { childOf, decodeJson, listOf, named, textAt } from './parts/json-cells.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { personOf } from './parts/principals.ts';
import { seenWith } from './parts/seen-with.ts';
import { signInFlow } from './parts/sign-in-flow.ts';
import { headKinds, isSignInRecord, type SignInKind, signInKind, signInShare } from './parts/sign-in-kinds.ts';

type Field = keyof typeof FIELDS;

const FIELDS = {
  id: { from: ['id', 'properties.id', 'Request ID'] },
  time: { from: ['createdDateTime', 'properties.createdDateTime', 'Date (UTC)', 'TimeGenerated', 'time'] },
  steps: { from: ['authenticationDetails', 'properties.authenticationDetails'] },
  appId: { from: ['appId', 'properties.appId', 'Application ID'] },
  appName: { from: ['appDisplayName', 'properties.appDisplayName', 'Application'] },
  ownerTenant: { from: ['appOwnerTenantId', 'properties.appOwnerTenantId'] },
  servicePrincipal: { from: ['servicePrincipalId', 'properties.servicePrincipalId', 'Service principal ID'] },
  servicePrincipalName: { from: ['servicePrincipalName', 'properties.servicePrincipalName'] },
  userId: { from: ['userId', 'properties.userId', 'User ID'] },
  userName: { from: ['userPrincipalName', 'properties.userPrincipalName', 'Username'] },
  errorCode: { from: ['status.errorCode', 'properties.status.errorCode', 'ResultType', 'Sign-in error code'] },
  status: { from: ['Status'] },
  ip: { from: ['ipAddress', 'properties.ipAddress', 'IP address', 'callerIpAddress'] },
  category: { from: ['category', 'Type'] },
  eventTypes: { from: ['signInEventTypes', 'properties.signInEventTypes'] },
  isInteractive: { from: ['isInteractive', 'properties.isInteractive'] },
  tokenType: { from: ['Incoming token type', 'properties.incomingTokenType'] },
  managedType: { from: ['Managed Identity type'] },
  activity: { from: ['activityDisplayName', 'properties.activityDisplayName'] },
  agent: { from: ['userAgent', 'properties.userAgent', 'User agent'] },
  location: { from: ['location', 'properties.location'] },
  locationDetails: { from: ['locationDetails', 'properties.locationDetails'] },
  network: {
    from: ['autonomousSystemNumber', 'properties.autonomousSystemNumber', 'Autonomous system number'],
  },
  clientApp: { from: ['clientAppUsed', 'properties.clientAppUsed', 'Client app'] },
  protocol: {
    from: ['authenticationProtocol', 'properties.authenticationProtocol', 'Authentication Protocol'],
  },
  transfer: {
    from: ['originalTransferMethod', 'properties.originalTransferMethod', 'Original transfer method'],
  },
  credential: {
    from: ['servicePrincipalCredentialKeyId', 'properties.servicePrincipalCredentialKeyId', 'Credential key ID'],
  },
} as const;

/**
 * Entra sign-ins of all four kinds: the portal's CSV, Graph `signIns`, Log Analytics and diagnostic records. They show
 * which app got tokens for whom, not what was called and not with which scopes. An interactive sign-in issues a token, a
 * non-interactive one renews it; managed identities are no third-party apps.
 */
export default defineImporter<Field>({
  id: 'entra.signin',
  platform: 'entra',
  label: 'Sign-in log',
  system: 'Microsoft Entra, sign-in log',
  dayOrder: 'month-first',
  log: declareLog,
  caps: [{ records: 100_000, what: 'the download of sign-ins in the portal stops' }],
  fields: FIELDS,
  detect: (head) => {
    const detection = detectLayout(head);
    if (detection.score === 0) return detection;
    if (head.kind === 'json' && signInShare(head) < 0.5)
      return { score: 0.5, reason: `fewer than half of the records are sign-ins; ${detection.reason}` };
    if (!isUndated(head)) return detection;
    return {
      ...detection,
      reason: `no time column, times are derived from AuthenticationDetails; ${detection.reason}`,
    };
  },
  map: (record, context) => {
    const at = context.time(record.has('time') ? record.text('time') : stepTime(record));
    if (record.text('activity') !== '' || !isSignIn(record))
      return { notRelevant: 'a directory activity: import this file once more as directory audit log' };
    if (at === null) return { rejected: 'no readable time' };
    const userId = record.text('userId');
    const marks = {
      category: record.text('category'),
      eventTypes: record.text('eventTypes'),
      isInteractive: record.text('isInteractive'),
      user: isPlaceholder(userId) ? '' : userId,
      servicePrincipal: record.text('servicePrincipal'),
      tokenType: record.text('tokenType'),
    };
    const kind =
      record.has('managedType') && record.text('managedType') !== '' ? 'managed-identity' : signInKind(marks);
    if (kind === 'managed-identity') return { notRelevant: 'sign-in of a managed identity', at };
    return { facts: factsOf(record, at, kind) };
  },
});

function isSignIn(record: FieldReader<Field>): boolean {
  return (
    record.has('errorCode') ||
    record.has('status') ||
    isSignInRecord(record.text('category'), record.text('appName')) ||
    record.text('eventTypes') !== ''
  );
}

function factsOf(record: FieldReader<Field>, time: number, kind: SignInKind | null): Fact[] {
  const userId = personOf(record.text('userId'));
  const userName = personOf(record.text('userName'));
  const principal = kind === 'service-principal' ? null : (userId ?? userName);
  const eventId = record.text('id');
  const ip = cleanAddress(record.text('ip'));
  const shared = {
    kind: kind === 'non-interactive' ? ('refresh' as const) : ('issue' as const),
    time,
    principal,
    result: resultOf(errorCodeOf(record), record.text('status')),
    ...(isPlaceholder(eventId) ? {} : { eventId }),
  };
  const client = clientIn(record);
  if (client === null)
    return [{ fact: 'unattributed', ...shared, reason: 'the sign-in names no app' }, ...personFact(userId, userName)];
  const event: EventFact = {
    fact: 'event',
    ...shared,
    client,
    ...(ip === '' ? {} : { ip }),
    ...seenWith({
      agent: record.text('agent'),
      country: countryOf(record),
      network: record.text('network'),
      credential: record.text('credential'),
      flow: signInFlow(
        {
          clientApp: record.text('clientApp'),
          protocol: record.text('protocol'),
          transfer: record.text('transfer'),
          tokenType: record.text('tokenType'),
        },
        kind,
      ),
    }),
  };
  return [event, ...connectorFact(record, client, kind), ...personFact(userId, userName)];
}

/** Graph gives an object; Log Analytics a code, with the object as JSON in a column of its own; the portal `City, State, US`. */
function countryOf(record: FieldReader<Field>): string {
  const location = decodeJson(record.raw('location'));
  const stated =
    textAt(location, 'countryOrRegion') || textAt(decodeJson(record.raw('locationDetails')), 'countryOrRegion');
  return stated || (typeof location === 'string' ? (location.split(',').at(-1) ?? '') : '');
}

function clientIn(record: FieldReader<Field>): ClientReference | null {
  const appId = record.text('appId');
  const name = record.text('appName') || record.text('servicePrincipalName');
  if (!isPlaceholder(appId)) return { space: 'app', id: appId, ...named(name) };
  const servicePrincipal = record.text('servicePrincipal');
  if (!isPlaceholder(servicePrincipal)) return { space: 'sp', id: servicePrincipal, ...named(name) };
  return isPlaceholder(name) ? null : { space: 'name', id: name, name };
}

/** Who owns the app, and its service principal where the app itself signed in: both tie the log to the grants. */
function connectorFact(record: FieldReader<Field>, client: ClientReference, kind: SignInKind | null): Fact[] {
  const ownerTenant = record.text('ownerTenant');
  const servicePrincipal = kind === 'service-principal' ? record.text('servicePrincipal') : '';
  const hasOwner = !isPlaceholder(ownerTenant);
  const hasBridge = client.space === 'app' && !isPlaceholder(servicePrincipal);
  if (client.space === 'name' || (!hasOwner && !hasBridge)) return [];
  return [
    {
      fact: 'connector',
      client,
      publisherVerified: null,
      ...(hasOwner ? { ownerTenant } : {}),
      ...(hasBridge ? { sameAs: [{ space: 'sp' as const, id: servicePrincipal }] } : {}),
    },
  ];
}

function personFact(id: string | null, name: string | null): Fact[] {
  return id === null || name === null || id === name ? [] : [{ fact: 'principal', ids: [name, id] }];
}

/** Codes by which Entra asks for another step instead of answering: the portal calls them interrupted. */
const INTERRUPTED: ReadonlySet<string> = new Set([
  '16000',
  '50055',
  '50058',
  '50059',
  '50072',
  '50074',
  '50076',
  '50079',
  '50097',
  '50125',
  '50129',
  '50140',
  '50144',
  '50199',
  '50203',
  '51006',
]);

/** Log Analytics may leave the code in the JSON of the status column only. */
function errorCodeOf(record: FieldReader<Field>): string {
  return record.text('errorCode') || textAt(decodeJson(record.raw('status')), 'errorCode');
}

/** The error code decides, as number or text; without one the portal's word does. */
function resultOf(errorCode: string, status: string): EventFact['result'] {
  if (errorCode === '0') return /^interrupted$/i.test(status) ? 'attempted' : 'success';
  if (errorCode !== '') return INTERRUPTED.has(errorCode) || /^interrupted$/i.test(status) ? 'attempted' : 'denied';
  if (/^success/i.test(status)) return 'success';
  return /^fail/i.test(status) ? 'denied' : 'attempted';
}

/** The first step of the authentication, for exports that lost their time column. */
function stepTime(record: FieldReader<Field>): string {
  const times = listOf(decodeJson(record.raw('steps')))
    .map((step) => textAt(step, 'authenticationStepDateTime'))
    .filter((text) => text !== '');
  return times.toSorted()[0] ?? '';
}

const LABELS: Readonly<Record<SignInKind, string>> = {
  interactive: 'interactive',
  'non-interactive': 'non-interactive',
  'service-principal': 'service principals',
  'managed-identity': 'managed identities',
};

/** Each kind is a log of its own; which one a file is, its first records show. */
function declareLog(head: CsvHead | JsonHead): LogDeclaration {
  const kinds = [...headKinds(head)].toSorted();
  const [only] = kinds;
  const derived = isUndated(head) ? '; times derived from the authentication steps' : '';
  const common = {
    grade: 'Q2' as const,
    family: 'entra.signin',
    retention: '30 days (7 without a premium licence)',
    latencyHours: 24,
  };
  if (only === undefined || kinds.length > 1)
    return { ...common, id: 'entra.signin', label: `Entra sign-in log (several kinds${derived})` };
  return { ...common, id: `entra.signin.${only}`, label: `Entra sign-in log (${LABELS[only]}${derived})` };
}

/** True when the file has no column for the time of a sign-in. */
function isUndated(head: CsvHead | JsonHead): boolean {
  if (head.kind === 'csv') return findColumn(head.header, FIELDS.time.from) < 0;
  return head.sample.every(
    (record) =>
      childOf(record, 'properties') === undefined &&
      ['createdDateTime', 'TimeGenerated', 'time'].every((name) => childOf(record, name) === undefined) &&
      childOf(record, 'authenticationDetails') !== undefined,
  );
}

function detectLayout(head: CsvHead | JsonHead): Detection {
  const portal = scoreSignature(head, {
    required: ['Request ID', 'Application ID', 'Date (UTC)'],
    bonus: ['Sign-in error code', 'IP address', 'Resource ID', 'User ID|Service principal ID'],
  });
  const record = scoreSignature(head, {
    required: [
      'appId|properties.appId|appDisplayName',
      'createdDateTime|properties.createdDateTime|TimeGenerated|authenticationDetails',
      'resourceDisplayName|properties.resourceDisplayName|userPrincipalName',
      'appDisplayName|properties.appDisplayName|servicePrincipalName|properties.servicePrincipalName',
    ],
    bonus: [
      'status|properties.status|ResultType|status.errorCode',
      'ipAddress|properties.ipAddress|callerIpAddress',
      'correlationId|properties.correlationId',
      'isInteractive|properties.isInteractive|signInEventTypes|servicePrincipalId|properties.servicePrincipalId',
    ],
    against: ['permission', 'permissionType', 'requestUri', 'properties.requestUri', 'appRoleId', 'RawEventData'],
  });
  return portal.score >= record.score ? portal : record;
}
