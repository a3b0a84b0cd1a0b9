/** A Graph path as segments, lower case for matching, with what is known about it. */
export interface GraphPath {
  /** Lower case. `{}` stands for an id that the address itself marks as one. */
  readonly segments: readonly string[];
  /** Addressed as /me or /users/me; `segments` then starts with users, {}. */
  readonly isSelf: boolean;
}

/** Stands for a percent-encoded slash, which belongs to its segment. */
const ENCODED_SLASH = '\u0001';
const VERSION = /^\/(?:v\d+(?:\.\d+)?|beta|staging(?:beta|v1\.0))(?=\/|$)/i;
const HOST = /^[a-z][a-z0-9+.-]*:\/\/[^/]*|^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|us|cn|de)(?::\d+)?(?=\/|$)/i;

/** The part of a request address before query and fragment. */
export function withoutQuery(requestUri: string): string {
  const query = requestUri.indexOf('?');
  const path = query < 0 ? requestUri : requestUri.slice(0, query);
  const fragment = path.indexOf('#');
  return fragment < 0 ? path : path.slice(0, fragment);
}

/**
 * Brings a request address (without query) into the shape of the catalog's templates: host and version dropped,
 * decoded once, empty segments removed, `name('key')` split, function arguments removed, /me unified, paths between
 * colons folded. Ids stay in place: only the catalog tells them from words.
 */
export function normalizeGraphPath(address: string): GraphPath {
  const segments = segmentsOf(address);
  if (segments[0] === 'me') return { segments: ['users', '{}', ...segments.slice(1)], isSelf: true };
  if (segments[0] === 'users' && segments[1] === 'me') {
    return { segments: ['users', '{}', ...segments.slice(2)], isSelf: true };
  }
  return { segments, isSelf: false };
}

const USUAL_START = 'https://graph.microsoft.com/v1.0/';
const UNUSUAL = /[%(:\s]|\/\/|\/$|^$/;

function segmentsOf(address: string): readonly string[] {
  if (address.startsWith(USUAL_START)) {
    const rest = address.slice(USUAL_START.length);
    // Most lines of a log need nothing but this.
    if (!UNUSUAL.test(rest) && !rest.startsWith('myorganization')) return rest.toLowerCase().split('/');
  }
  const path = decode(address.trim().replace(HOST, '')).replace(/\/{2,}/g, '/');
  const rooted = path.startsWith('/') ? path : `/${path}`;
  const plain = rooted.replace(VERSION, '').replace(/^\/myorganization(?=\/|$)/i, '');
  return foldColons(splitCalls(plain).toLowerCase().split('/').filter(Boolean));
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  const guarded = text.replace(/%2f/gi, ENCODED_SLASH);
  try {
    return decodeURIComponent(guarded);
  } catch {
    return guarded;
  }
}

/** `name('key')` and `name(guid)` become name/{}; `name(a=…)` becomes name(). Slashes inside quotes are not separators. */
function splitCalls(path: string): string {
  if (!path.includes('(')) return path;
  let result = '';
  let position = 0;
  while (position < path.length) {
    const open = path.indexOf('(', position);
    if (open < 0) return result + path.slice(position);
    const close = closingParenthesis(path, open);
    const inside = path.slice(open + 1, close).trim();
    const isKey = inside !== '' && !inside.includes('=') && !inside.includes(',');
    result += path.slice(position, open) + (isKey ? '/{}' : '()');
    position = close + 1;
  }
  return result;
}

/** Position of the parenthesis that closes the one at `open`, or the end of the text. */
function closingParenthesis(path: string, open: number): number {
  let depth = 0;
  let isQuoted = false;
  for (let position = open; position < path.length; position++) {
    const character = path[position];
    if (character === "'") isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return position;
  }
  return path.length;
}

/**
 * Colon addressing: `root:/a/b:/x` becomes root:/{}:/x, `root:/a/b` becomes root:/{}, `items/7:/a:/x` becomes
 * items/{}:/{}:/x. A site by path (`sites/host:/a/b:/x`) is the site itself: sites/{}/x.
 */
function foldColons(segments: readonly string[]): readonly string[] {
  if (!segments.some((segment) => segment.length > 1 && segment.endsWith(':'))) return segments;
  const result: string[] = [];
  let position = 0;
  while (position < segments.length) {
    const segment = segments[position] ?? '';
    position++;
    if (segment.length < 2 || !segment.endsWith(':')) {
      result.push(segment);
      continue;
    }
    const start = position;
    while (position < segments.length && !segments[position]?.endsWith(':')) position++;
    const isClosed = position < segments.length;
    if (isClosed) position++;
    const hasPath = position > start;
    const hasMore = isClosed && position < segments.length;
    if (!hasPath) result.push(segment === 'root:' ? 'root' : '{}');
    else if (result.at(-1) === 'sites') result.push(...(hasMore ? ['{}'] : ['{}:', '{}']));
    else result.push(segment === 'root:' ? segment : '{}:', hasMore ? '{}:' : '{}');
  }
  return result;
}
