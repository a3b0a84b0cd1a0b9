import type { Flow } from '../importer.ts';

/**
 * Beginnings and parts of Salesforce's words for ways of signing in, letters alone and in lower case. Sources: LoginHistory
 * (LoginSubType), ConnectedAppUsage (CONNECTION_TYPE).
 */
const FLOWS_BY_WORD: readonly (readonly [RegExp, Flow])[] = [
  [/refreshtoken/, 'refresh-token'],
  [/webserver|authcode|authorizationcode/, 'authorization-code'],
  [/useragent/, 'implicit'],
  [/usernamepassword/, 'password'],
  [/clientcredential/, 'client-credentials'],
  [/device/, 'device-code'],
  [/jwt/, 'jwt-bearer'],
  [/saml/, 'saml'],
];

/** The flow behind a sub-type such as `OauthRefreshToken` or `OAuth User-Agent`; null for words that tell none. */
export function salesforceFlow(text: string): Flow | null {
  const word = text
    .slice(0, 100)
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  return FLOWS_BY_WORD.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}
