/** A secret in a text: from where to where, and in words what it is. */
export interface Secret {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  /** Where the secret ends in text that follows, when the text at hand ended first. */
  readonly goOn: (text: string, from: number) => number;
}

/** A secret that can be told by its own look. */
export interface Shape {
  readonly kind: string;
  /** Five characters in a row that it always has (see createNeedleScanner). */
  readonly needle: string;
  /** A look at the bytes behind the needle, where it is common. */
  readonly mayBe?: (bytes: Uint8Array, at: number, to: number) => boolean;
  /** Where its pattern begins, counted from the first character of the needle, or found in the text; -1: nowhere. */
  readonly start: number | ((text: string, at: number) => number);
  /** A sticky pattern that ends where the secret does: its group is the secret, or else all of it. */
  readonly pattern: RegExp;
  /** What the text before it must end with, when not CLEAN_START. */
  readonly before?: RegExp;
  readonly accepts?: (secret: string) => boolean;
}

const LONGEST_ESCAPE = 6;

/** What stands before a secret: none of these characters, but it may be the end of an escape (`\n`, `%3D`, `\u0026`). */
function after(characters: string): RegExp {
  return new RegExp(`(?:^|[^${characters}]|%[0-9a-f]{2}|\\\\[nrtbf]|\\\\u[0-9a-f]{4})$`, 'i');
}

const CLEAN_START = after('A-Za-z0-9');

/** Before a secret stands no letter or digit, except at the end of an escape (`\n`, `%3D`): none of these ends one. */
const NO_LETTER = '[^G-Zg-mo-qsu-z]';
/** A space as it stands in headers and in URLs; line ends and tabs would lead into the next cell. */
const GAP = '(?: |%20|\\+)+';
const KEY_TITLE = '[A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----';
const KEY_START = '-----BEGIN ';

export const SHAPES: readonly Shape[] = [
  {
    kind: 'Slack token',
    needle: '[^]xox[a-z]',
    mayBe: (bytes, at, to) => hasAt(bytes, at + 5, to, '-'),
    start: 1,
    pattern: /xox[a-z]-[A-Za-z0-9-]{8,}/y,
  },
  { kind: 'Slack app token', needle: 'xapp-', start: 0, pattern: /xapp-[A-Za-z0-9-]{8,}/y },
  {
    kind: 'Slack webhook address',
    needle: 'ks\\.sl',
    start: -3,
    pattern:
      /hooks\.slack\.com(?:(?:\\*\/|%2F)\w+){2,4}?(?:\\*\/|%2F)([A-Za-z0-9]{16,}(?:(?:\\*\/|%2F)[A-Za-z0-9]+)*)/iy,
  },
  { kind: 'GitHub token', needle: `${NO_LETTER}gh[pousr]_`, start: 1, pattern: /gh[pousr]_[A-Za-z0-9]{16,}/y },
  { kind: 'GitHub token', needle: 'hub_p', start: -3, pattern: /github_pat_[A-Za-z0-9_]{16,}/y },
  {
    // The header is a JSON object, and so is nearly every payload: both begin with eyJ. An encrypted one has five parts.
    // None begins inside a run of Base64: each would be searched to its end.
    before: after('\\w-'),
    kind: 'JSON Web Token',
    needle: `${NO_LETTER}eyJ[\\w-]`,
    start: 1,
    pattern: /eyJ[\w-]{5,}(?:\.eyJ[\w-]{5,}(?:\.[\w-]*)*|\.[\w-]{8,}\.[\w-]{16,}|(?:\.[\w-]*){4})/y,
  },
  {
    kind: 'Salesforce session id',
    needle: `${NO_LETTER}00D[A-Za-z0-9]`,
    // An organization id has 15 or 18 characters.
    mayBe: (bytes, at, to) => hasAt(bytes, at + 16, to, '!%') || hasAt(bytes, at + 19, to, '!%'),
    start: 1,
    pattern: /00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?(?:!|%21)[A-Za-z0-9._]{16,}/y,
  },
  {
    kind: 'Salesforce refresh token',
    needle: `${NO_LETTER}5Aep`,
    start: 1,
    pattern: /5Aep[A-Za-z0-9._]{40,}={0,2}/y,
  },
  { kind: 'Google access token', needle: 'ya29\\.', start: 0, pattern: /ya29\.(?=[\w.-]{16})[\w-]+(?:\.[\w-]+)*/y },
  { kind: 'Google refresh token', needle: `${NO_LETTER}1//0`, start: 1, pattern: /1\/\/0[\w-]{20,}/y },
  { kind: 'Google authorization code', needle: `${NO_LETTER}4/0A`, start: 1, pattern: /4\/0A[\w-]{20,}/y },
  { kind: 'Google API key', needle: `${NO_LETTER}AIza`, start: 1, pattern: /AIza[\w-]{35}/y },
  { kind: 'Google client secret', needle: 'OCSPX', start: -1, pattern: /GOCSPX-[\w-]{16,}/y },
  {
    kind: 'Microsoft Entra token',
    needle: 'AgABA',
    // What may stand before its long part belongs to it.
    start: startOfEntraToken,
    before: after('\\w-'),
    pattern: /(?:[01]\.A[\w-]+\.)?AgABA[\w-]{80,}/y,
  },
  { kind: 'SAML assertion', needle: 'PHNhb', start: 0, pattern: /PHNhbW[\w+/%-]{60,}={0,2}/y },
  {
    kind: 'Okta API token',
    needle: `${NO_LETTER}SSWS`,
    start: 1,
    pattern: new RegExp(`SSWS${GAP}([\\w.~+/=-]{12,})`, 'y'),
  },
  {
    kind: 'Bearer token',
    needle: '(?i)beare',
    start: 0,
    pattern: new RegExp(`bearer${GAP}([\\w.~+/=-]{12,})`, 'iy'),
    // Not the words of a sentence about such tokens.
    accepts: (secret) => !isWords(secret),
  },
  {
    kind: 'Basic credentials',
    needle: '(?i)asic[ %+]',
    start: -1,
    pattern: new RegExp(`basic${GAP}([\\w+/-]{8,500}={0,2})`, 'iy'),
    accepts: isNameAndPassword,
  },
  {
    kind: 'private key',
    needle: 'E KEY',
    start: (text, at) => beginOf(text, at, KEY_START),
    before: /$/,
    // One that was cut off ends with its last line of Base64.
    pattern: new RegExp(
      `${KEY_START}${KEY_TITLE}(?:(?:[^"'<>{}-]|-(?!----BEGIN)){0,16000}?-----END ${KEY_TITLE}|(?:[\\w+/=]|\\\\+[nr]|\\s+(?=[\\w+/=]{40}))+)`,
      'y',
    ),
  },
];

/** Has no five characters that every one has; `Q~` is rare enough to look for. */
export const ENTRA_CLIENT_SECRET: Shape = {
  kind: 'Microsoft Entra client secret',
  needle: 'Q~',
  start: -4,
  before: after('\\w.~-'),
  pattern: /[\w.~-]{3}\dQ~[\w.~-]{31,34}/y,
};

const ALL_SHAPES = [...SHAPES, ENTRA_CLIENT_SECRET];

/** Also true when the bytes end before the index. */
function hasAt(bytes: Uint8Array, index: number, to: number, characters: string): boolean {
  return index >= to || characters.includes(String.fromCharCode(bytes[index] ?? 0));
}

/**
 * The secret of this shape whose needle stands at an index; null when there is none. `floor` is where the secret before it
 * ends: what follows that begins afresh.
 */
export function matchShape(shape: Shape, text: string, at: number, floor: number): Secret | null {
  const start = typeof shape.start === 'number' ? at + shape.start : shape.start(text, at);
  const before = shape.before ?? CLEAN_START;
  if (start < 0 || (start !== floor && !before.test(text.slice(Math.max(0, start - LONGEST_ESCAPE), start))))
    return null;
  return matchAt(shape, text, start);
}

/** The secret of any shape that begins at an index, whatever stands before it. */
export function matchAnyShape(text: string, start: number): Secret | null {
  for (const shape of ALL_SHAPES) {
    const secret = matchAt(shape, text, start);
    if (secret !== null) return secret;
  }
  return null;
}

function matchAt(shape: Shape, text: string, start: number): Secret | null {
  shape.pattern.lastIndex = start;
  const match = shape.pattern.exec(text);
  if (match === null) return null;
  const [whole, secret = whole] = match;
  if (shape.accepts?.(secret) === false) return null;
  const end = start + whole.length;
  return { start: end - secret.length, end, kind: shape.kind, goOn };
}

/** Base64 of readable text with a colon in it. */
function isNameAndPassword(text: string): boolean {
  const start = Buffer.from(text.slice(0, 24), 'base64').toString('latin1');
  return (
    /^[\x20-\x7e]+$/.test(start) && /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(text, 'base64').toString('latin1'))
  );
}

const ENTRA_PREFIX = /(?:^|[^\w-]|%[0-9a-f]{2}|\\[nrtbf]|\\u[0-9a-f]{4})([01]\.A[\w-]{1,190}\.)$/i;

/** A part of two hundred characters at most belongs to it, when it is there. */
function startOfEntraToken(text: string, at: number): number {
  return at - (ENTRA_PREFIX.exec(text.slice(Math.max(0, at - 200), at))?.[1]?.length ?? 0);
}

/** Where the last such title begins before an index, no further away than one is long; -1 when none does. */
function beginOf(text: string, at: number, title: string): number {
  const from = Math.max(0, at - 64);
  const index = text.slice(from, at).lastIndexOf(title);
  return index < 0 ? -1 : from + index;
}

/** `token-based`, `Authentication`, `uniqueTokenId`. */
function isWords(text: string): boolean {
  return text
    .replace(/\.$/, '')
    .split('-')
    .every((word) => /^(?:[A-Za-z]?[a-z]*(?:[A-Z][a-z]+)*|[A-Z]+)$/.test(word));
}

const MORE = /[\w.~+/=%-]*/y;

function goOn(text: string, from: number): number {
  MORE.lastIndex = from;
  return from + (MORE.exec(text)?.[0].length ?? 0);
}
