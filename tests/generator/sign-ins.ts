import { DAY, HOUR, isoSeconds, WINDOW_START } from './clock.ts';
import type { EntraConnector } from './entra-connectors.ts';
import type { EntraHolders } from './entra-grants.ts';
import { BROWSER, ELSEWHERE, type GraphRow, type GraphSession } from './graph-activity.ts';
import type { Person } from './people.ts';
import { at, createRandom, type Random } from './random.ts';

/** Numbers of autonomous systems kept for documentation (RFC 5398). */
const COMPANY_NETWORK = 64496;
const ELSEWHERE_NETWORK = 64511;

interface SignIn {
  readonly time: number;
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * `GET /auditLogs/signIns` of the window, newest first, all kinds: one sign-in for each session of the activity log, and
 * those by IMAP, which no Graph call follows. Apps without offline access need the person each time.
 */
export function signInsJson(seed: number, holders: readonly EntraHolders[], rows: readonly GraphRow[]): string {
  const random = createRandom(seed, 'sign-ins');
  const sessions = [...new Set(rows.map((row) => row.session))];
  const imap = holders
    .filter(({ connector }) => connector.key === 'curlew')
    .flatMap(({ connector, people }) => imapSignIns(random, connector, people));
  const lines = [...sessions.map((session) => signInOf(random, session)), ...imap]
    .sort((one, other) => other.time - one.time)
    .map(({ record }) => JSON.stringify(record));
  return `{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#auditLogs/signIns","value":[\n${lines.join(',\n')}\n]}\n`;
}

function signInOf(random: Random, session: GraphSession): SignIn {
  const { connector, person, issued } = session;
  const isUnattended = connector.scopes.includes('offline_access');
  const isElsewhere = session.address === ELSEWHERE;
  const network = isElsewhere ? ELSEWHERE_NETWORK : COMPANY_NETWORK + 1 + (connector.appId.charCodeAt(0) % 8);
  const vendor = { address: session.address, country: isElsewhere ? 'BR' : 'FI', network };
  const common = { random, connector, time: issued, token: session.signInId };
  if (person === undefined) {
    const isByHand = session.userAgent === BROWSER;
    return record(common, {
      signInEventTypes: ['servicePrincipal'],
      isInteractive: false,
      servicePrincipalId: connector.servicePrincipalId,
      servicePrincipalName: connector.name,
      ...(connector.secrets === null ? {} : { servicePrincipalCredentialKeyId: at(connector.secrets, 1).keyId }),
      ...from(isByHand ? office(session.address) : vendor),
    });
  }
  if (isUnattended && connector.key !== 'pelikaan') {
    return record(common, {
      ...user(person),
      signInEventTypes: ['nonInteractiveUser'],
      isInteractive: false,
      incomingTokenType: 'refreshToken',
      authenticationProtocol: 'oAuth2',
      clientAppUsed: 'Mobile Apps and Desktop clients',
      userAgent: session.userAgent,
      ...from(vendor),
    });
  }
  return record(common, {
    ...user(person),
    signInEventTypes: ['interactiveUser'],
    isInteractive: true,
    incomingTokenType: 'none',
    authenticationProtocol: 'oAuth2',
    clientAppUsed: 'Browser',
    userAgent: BROWSER,
    ...from(office(person.address)),
  });
}

/** A program that hands user name and password of each mailbox to IMAP, twice a week. */
function imapSignIns(random: Random, connector: EntraConnector, people: readonly Person[]): SignIn[] {
  return people.flatMap((person, which) =>
    Array.from({ length: 24 }, (_, index) => {
      const time = WINDOW_START + Math.floor(index * 3.7) * DAY + 4 * HOUR + which * 40_000 + random.below(30_000);
      const token = random.text(22, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
      return record(
        { random, connector, time, token },
        {
          ...user(person),
          signInEventTypes: ['interactiveUser'],
          isInteractive: true,
          incomingTokenType: 'none',
          authenticationProtocol: 'ropc',
          clientAppUsed: 'IMAP4',
          userAgent: 'BAV2ROPC',
          resourceDisplayName: 'Office 365 Exchange Online',
          ...from({ address: connector.address, country: 'FI', network: COMPANY_NETWORK + 9 }),
        },
      );
    }),
  );
}

function office(address: string) {
  return { address, country: 'GB', network: COMPANY_NETWORK };
}

function from(place: { readonly address: string; readonly country: string; readonly network: number }) {
  return {
    ipAddress: place.address,
    autonomousSystemNumber: place.network,
    location: { countryOrRegion: place.country },
  };
}

function user(person: Person) {
  return { userId: person.id, userPrincipalName: person.email };
}

interface Common {
  readonly random: Random;
  readonly connector: EntraConnector;
  readonly time: number;
  readonly token: string;
}

function record({ random, connector, time, token }: Common, own: Readonly<Record<string, unknown>>): SignIn {
  return {
    time,
    record: {
      id: random.guid(),
      createdDateTime: isoSeconds(time),
      appId: connector.appId,
      appDisplayName: connector.name,
      resourceDisplayName: 'Microsoft Graph',
      uniqueTokenIdentifier: token,
      status: { errorCode: 0 },
      ...own,
    },
  };
}
