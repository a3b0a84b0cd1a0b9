import { canonicalKey } from './keys.ts';

/** Canonical names of columns and members that hold a live secret. */
const SECRET_KEYS = new Set([
  // Salesforce OauthToken: the first is the refresh token, the last can revoke it
  'accesstoken',
  'requesttoken',
  'deletetoken',
  'refreshtoken',
  'idtoken',
  'authtoken',
  'authenticationtoken',
  'oauthtoken',
  'bearertoken',
  'sessiontoken',
  'securitytoken',
  'apitoken',
  'bottoken',
  'verificationtoken',
  'scimtoken',
  'tokensecret',
  'clientsecret',
  'clientassertion',
  'consumersecret',
  'appsecret',
  'apisecret',
  'sharedsecret',
  'signingsecret',
  'webhooksecret',
  // Entra passwordCredentials
  'secrettext',
  'secretkey',
  'secretaccesskey',
  'password',
  'passwd',
  'passphrase',
  'apikey',
  'privatekey',
  'sharedaccesskey',
  'accountkey',
  'subscriptionkey',
  'cookie',
  'setcookie',
]);

/** Names that hold a secret or something harmless: the value decides. */
const VAGUE_KEYS = new Set(['token', 'secret']);

/** Names that mean a secret in a URL or form only. `code` elsewhere is an error code. */
const PARAMETERS = new Set([
  'code',
  'authcode',
  'authorizationcode',
  'devicecode',
  'token',
  'sig',
  'signature',
  'assertion',
  'pwd',
]);

/** X-Amz-Signature, X-Goog-Signature, oauth_signature. */
const SIGNATURES = new Set(['signature']);

/** What a name derived from a secret begins with: the hash of a token is a safe key to join by. */
const DERIVED = /^(?:hash|hashed|sha\d*|md5|digest|fingerprint|masked|redacted)$/;
const TYPE_SUFFIX = /_(?:s|g|string)$/;
const SEPARATORS = /[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;
const LONGEST_NAME = 100;

/**
 * True when a column or member of this name holds a live secret: the canonical name is on the list, or its last words
 * are (`properties.requestToken`, `slack_access_token_s`). `hashed_token`, `token_last_eight`, `uniqueTokenIdentifier`,
 * `SESSION_KEY` and the like are not.
 */
export const isSecretKey: (name: string) => boolean = remembered((name) => endsIn(SECRET_KEYS, name));

/** True when a member of this name and value holds a secret. */
export function isSecretMember(name: string, value: string): boolean {
  if (isHarmless(name, value)) return false;
  return isSecretKey(name) || (VAGUE_KEYS.has(canonicalKey(name)) && isOpaque(value));
}

/** True when a URL parameter or form field of this name holds a live secret. */
export const isParameterName: (name: string) => boolean = remembered(
  (name) => PARAMETERS.has(canonicalKey(name)) || endsIn(SECRET_KEYS, name) || endsIn(SIGNATURES, name),
);

const MOST_NAMES = 1000;

/** A file has few names and asks for them often. */
function remembered(decide: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    let answer = known.get(name);
    if (answer === undefined) {
      answer = decide(name);
      if (known.size >= MOST_NAMES) known.clear();
      known.set(name, answer);
    }
    return answer;
  };
}

/** Shorter values, in characters, are no secrets. */
const SHORTEST = 6;
const NUMBER = /^[+-]?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?$/i;
const REDACTED = /^\[secret:[0-9a-f]{8}\]$/;
const PLACEHOLDER = /^\W*(?:redacted|removed|hidden|masked|sanitized|encrypted|undefined)\W*$/i;
/** Letters of other scripts count as letters. */
const LETTER_OR_DIGIT = /[A-Za-z0-9\u0080-\uffff]/;

/** Values that stay under any name: short ones, numbers, what is redacted already, placeholders, the name itself. */
export function isHarmless(name: string, value: string): boolean {
  const text = value.trim();
  if (characters(text) < SHORTEST || NUMBER.test(text) || REDACTED.test(text)) return true;
  // A row of stars hides a secret already.
  if (PLACEHOLDER.test(text) || !LETTER_OR_DIGIT.test(text)) return true;
  return text.length <= name.length + SHORTEST && canonicalKey(text) === canonicalKey(name);
}

/** Counts alike whether a text is decoded or still has a character for each byte of UTF-8. */
function characters(text: string): number {
  return text.length > 3 * SHORTEST ? text.length : text.replace(/[\u0080-\u00bf\udc00-\udfff]/g, '').length;
}

const GUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/** True for text that nobody wrote: long, without white space, letters and digits mixed, and no GUID. */
export function isOpaque(text: string): boolean {
  return /^[\w.~+/=!-]{16,}$/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text) && !GUID.test(text);
}

function endsIn(names: ReadonlySet<string>, name: string): boolean {
  if (name.length > LONGEST_NAME) return false;
  if (names.has(canonicalKey(name))) return true;
  const words = name
    .replace(TYPE_SUFFIX, '')
    .split(SEPARATORS)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  const from = words.findIndex((_, index) => names.has(words.slice(index).join('')));
  return from >= 0 && !words.slice(0, from).some((word) => DERIVED.test(word));
}
