import type { Flow } from '../importer.ts';
import type { SignInKind } from './sign-in-kinds.ts';

/**
 * Values of `clientAppUsed` that stand for clients with basic authentication, in lower case without blanks.
 * Source: Microsoft Learn, "Block legacy authentication with Conditional Access".
 */
const LEGACY_CLIENTS: ReadonlySet<string> = new Set([
  'authenticatedsmtp',
  'autodiscover',
  'exchangeactivesync',
  'exchangeonlinepowershell',
  'exchangewebservices',
  'imap',
  'imap4',
  'mapioverhttp',
  'offlineaddressbook',
  'otherclients',
  'outlookanywhere(rpcoverhttp)',
  'pop',
  'pop3',
  'reportingwebservices',
  'smtp',
  'universaloutlook',
]);

const PROTOCOLS: ReadonlyMap<string, Flow> = new Map([
  ['ropc', 'password'],
  ['devicecode', 'device-code'],
  ['devicecodeflow', 'device-code'],
  ['saml20', 'saml'],
]);

export interface SignInFlowMarks {
  readonly clientApp: string;
  /** `authenticationProtocol`. */
  readonly protocol: string;
  /** `originalTransferMethod`: how the first token of the session was got. */
  readonly transfer: string;
  readonly tokenType: string;
}

/**
 * How an app signed in, as far as a sign-in record tells. `oAuth2` alone does not say which flow of OAuth it was; an app
 * without a person can only have used its own credential.
 */
export function signInFlow(marks: SignInFlowMarks, kind: SignInKind | null): Flow | null {
  const word = (text: string): string => text.toLowerCase().replace(/[\s._-]+/g, '');
  if (LEGACY_CLIENTS.has(word(marks.clientApp))) return 'legacy-protocol';
  const byProtocol = PROTOCOLS.get(word(marks.protocol)) ?? PROTOCOLS.get(word(marks.transfer));
  if (byProtocol !== undefined) return byProtocol;
  if (kind === 'service-principal') return 'client-credentials';
  return word(marks.tokenType) === 'refreshtoken' ? 'refresh-token' : null;
}
