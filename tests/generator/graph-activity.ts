import { DAY, HOUR, isoDate, isWorkday, logAnalyticsTime, WINDOW_DAYS, WINDOW_START } from './clock.ts';
import { csvLine } from './csv.ts';
import { consentsInWindow, lookalikeConsentTime } from './entra-consents.ts';
import type { EntraConnector, EntraTenant, GraphCall } from './entra-connectors.ts';
import type { EntraHolders } from './entra-grants.ts';
import { activeIn, type Person } from './people.ts';
import { at, createRandom, type Random } from './random.ts';

/** Columns of a Log Analytics export of MicrosoftGraphActivityLogs. */
export const GRAPH_ACTIVITY_HEADER = [
  'TimeGenerated [UTC]',
  'AadTenantId',
  'ApiVersion',
  'AppId',
  'ClientAuthMethod',
  'ClientRequestId',
  'DeviceId',
  'DurationMs',
  'IdentityProvider',
  'IPAddress',
  'Location',
  'OperationId',
  'RequestId',
  'RequestMethod',
  'RequestUri',
  'ResponseSizeBytes',
  'ResponseStatusCode',
  'Roles',
  'Scopes',
  'ServicePrincipalId',
  'SessionId',
  'SignInActivityId',
  'TokenIssuedAt [UTC]',
  'UniqueTokenId',
  'UserAgent',
  'UserId',
  'Wids',
] as const;

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** The browser that the company's machines come with. */
export const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0';
/** From here the CRM bridge calls since 22 September: an address of a documentation range, and so of no country. */
export const ELSEWHERE = '2001:db8:51:9::17';
const ELSEWHERE_SINCE = Date.UTC(2026, 8, 22);
const REGIONS = ['West Europe', 'North Europe', 'Sweden Central'] as const;

/** What all calls made with one token have in common. */
export interface GraphSession {
  readonly connector: EntraConnector;
  readonly person: Person | undefined;
  readonly issued: number;
  readonly signInId: string;
  readonly sessionId: string;
  readonly tokenId: string;
  readonly region: string;
  readonly address: string;
  readonly userAgent: string;
}

/** One call as a line of the log, with the session whose token it was made with. */
export interface GraphRow {
  readonly time: number;
  readonly line: string;
  readonly session: GraphSession;
}

/** The calls of the window, oldest first, both daily connectors on every day. */
export function createGraphRows(
  seed: number,
  tenant: EntraTenant,
  holders: readonly EntraHolders[],
  people: readonly Person[],
): GraphRow[] {
  return holders
    .flatMap((entry) => {
      if (entry.connector.key === 'lookalike') return lookalikeRows(seed, tenant, entry, people);
      const rows = connectorRows(seed, tenant, entry, people);
      return entry.connector.key === 'tern' ? [...rows, ...humanRows(seed, tenant, entry, people)] : rows;
    })
    .sort((one, other) => one.time - other.time);
}

/** The activity log as a Log Analytics export. */
export function graphActivityCsv(rows: readonly GraphRow[]): string {
  return [csvLine(GRAPH_ACTIVITY_HEADER), ...rows.map((row) => row.line)].map((line) => `${line}\r\n`).join('');
}

/** A new token and its session. Delegated tokens name a person, app-only ones do not. */
export function openSession(
  random: Random,
  connector: EntraConnector,
  person: Person | undefined,
  issued: number,
): GraphSession {
  return {
    connector,
    person,
    issued,
    signInId: random.text(22, BASE64URL),
    sessionId: person === undefined ? '' : random.guid(),
    tokenId: random.text(22, BASE64URL),
    region: random.pick(REGIONS),
    address: person !== undefined && connector.key === 'pelikaan' ? person.address : connector.address,
    userAgent: connector.userAgent,
  };
}

/** One logged call as a CSV line without its line end. */
export function graphActivityLine(
  random: Random,
  tenant: EntraTenant,
  session: GraphSession,
  call: GraphCall,
  uri: string,
  time: number,
): string {
  const { connector, person } = session;
  const tokenScopes = connector.scopes.filter((scope) => scope !== 'offline_access').join(' ');
  return csvLine([
    logAnalyticsTime(time),
    tenant.tenantId,
    'v1.0',
    connector.appId,
    person === undefined ? '2' : '1',
    random.guid(),
    '',
    String(random.between(180_000, 9_800_000)),
    'https://sts.windows.net/',
    session.address,
    session.region,
    '',
    random.guid(),
    call.method,
    uri,
    call.status === 204 || call.status === 304 ? '0' : String(random.between(140, 26_000)),
    String(call.status),
    person === undefined ? tokenScopes : '',
    person === undefined ? '' : tokenScopes,
    person === undefined ? connector.servicePrincipalId : '',
    session.sessionId,
    session.signInId,
    logAnalyticsTime(session.issued),
    session.tokenId,
    session.userAgent,
    person?.id ?? '',
    person === undefined ? '' : 'b79fbf4d-3ef9-4689-8143-76b194e85509',
  ]);
}

/** The address of a call with its placeholders filled: users by their directory id, other objects by invented ids. */
export function requestUri(random: Random, call: GraphCall, people: readonly Person[], time: number): string {
  const path = call.path
    .replaceAll('{day}', isoDate(time))
    .replace('/users/{id}', () => `/users/${random.pick(people).id}`)
    .replaceAll('{id}', () => random.guid());
  return `https://graph.microsoft.com${path}`;
}

function connectorRows(seed: number, tenant: EntraTenant, entry: EntraHolders, people: readonly Person[]): GraphRow[] {
  const { connector } = entry;
  const random = createRandom(seed, `graph activity ${connector.key}`);
  const count = connector.sessions === 'daily' ? WINDOW_DAYS : connector.sessions;
  const newcomer = consentsInWindow(seed, [entry])[0];
  let turn = 0;
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const start = sessionStart(random, connector, index, count);
    if (start < connector.created) return [];
    const person = connector.consent === 'application' ? undefined : random.pick(entry.people);
    if (person !== undefined && person === newcomer?.person && start < newcomer.time + HOUR) return [];
    const opened = openSession(random, connector, person, start - random.between(2_000, 600_000));
    const session = connector.key === 'skua' && start >= ELSEWHERE_SINCE ? { ...opened, address: ELSEWHERE } : opened;
    const calls = connector.sessions === 'daily' ? 1 : random.between(1, 3);
    return Array.from({ length: calls }, (_call, step) => {
      const time = start + step * random.between(300, 9_000);
      const call = at(connector.calls, turn++ % connector.calls.length);
      return {
        time,
        session,
        line: graphActivityLine(random, tenant, session, call, requestUri(random, call, people, time), time),
      };
    });
  });
}

/** Somebody works with the secret of the provisioning app from a browser, on five days. */
function humanRows(seed: number, tenant: EntraTenant, entry: EntraHolders, people: readonly Person[]): GraphRow[] {
  const random = createRandom(seed, 'graph activity by hand');
  const operator = at(activeIn(people, ['IT']), 5);
  const paths = [
    '/v1.0/users/{id}?$select=id,accountEnabled',
    '/v1.0/users/{id}/memberOf',
    '/v1.0/groups/{id}/members',
  ];
  return [20, 27, 34, 41, 55].flatMap((days) => {
    const start = Date.UTC(2026, 6, 31) + days * DAY + random.between(8 * HOUR, 15 * HOUR);
    const opened = openSession(random, entry.connector, undefined, start - 5_000);
    const session = { ...opened, address: operator.address, userAgent: BROWSER };
    return paths.map((path, step) => {
      const time = start + step * random.between(9_000, 60_000);
      const call = { method: 'GET' as const, path, status: 200 };
      return {
        time,
        session,
        line: graphActivityLine(random, tenant, session, call, requestUri(random, call, people, time), time),
      };
    });
  });
}

/** The look-alike reads mail and contacts of each victim right after consent and again every third night. */
function lookalikeRows(seed: number, tenant: EntraTenant, entry: EntraHolders, people: readonly Person[]): GraphRow[] {
  const random = createRandom(seed, 'graph activity lookalike');
  return entry.people.flatMap((person, index) => {
    const consent = lookalikeConsentTime(index);
    const visits = [consent + 90_000, ...[3, 6, 9, 12].map((nights) => consent + nights * DAY + 14 * HOUR)];
    return visits.flatMap((visit, which) => {
      const session = openSession(random, entry.connector, person, visit - 4_000);
      const calls = which === 0 ? entry.connector.calls : entry.connector.calls.slice(1, 3);
      return calls.map((call, step) => {
        const time = visit + step * 700;
        return {
          time,
          session,
          line: graphActivityLine(random, tenant, session, call, requestUri(random, call, people, time), time),
        };
      });
    });
  });
}

function sessionStart(random: Random, connector: EntraConnector, index: number, count: number): number {
  if (connector.sessions === 'daily') return WINDOW_START + index * DAY + HOUR + random.below(2 * HOUR);
  let day = WINDOW_START + Math.floor((index * WINDOW_DAYS) / count) * DAY;
  while (!isWorkday(day)) day -= DAY;
  return Math.max(day, WINDOW_START) + random.between(7 * HOUR, 17 * HOUR);
}
