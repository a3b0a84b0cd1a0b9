import { boundedCache } from './bounded-cache.ts';
import type { SetVerb } from './graph-path.ts';
import type { PathTrie } from './path-trie.ts';
import { guessedVerb, routeMethod } from './route-method.ts';
import type { OperationMatch } from './types.ts';

/** Words that are followed by a name of the tenant's own, which is no part of the operation. */
const BEFORE_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['repos', ['{owner}', '{repo}']],
  ['orgs', ['{org}']],
  ['organizations', ['{org}']],
  ['enterprises', ['{enterprise}']],
  ['users', ['{user}']],
  ['teams', ['{team}']],
  ['members', ['{user}']],
  ['memberships', ['{user}']],
  ['collaborators', ['{user}']],
  ['outside_collaborators', ['{user}']],
  ['assignees', ['{user}']],
  ['branches', ['{branch}']],
  ['commits', ['{ref}']],
  ['compare', ['{range}']],
  ['statuses', ['{ref}']],
  ['labels', ['{name}']],
  ['topics', ['{name}']],
  ['environments', ['{name}']],
  ['secrets', ['{name}']],
  ['variables', ['{name}']],
  ['workflows', ['{id}']],
  ['gists', ['{id}']],
  ['packages', ['{type}', '{name}']],
]);
/** Behind these stands a path or a name with slashes. */
const BEFORE_PATHS: ReadonlySet<string> = new Set([
  'contents',
  'ref',
  'refs',
  'matching-refs',
  'tarball',
  'zipball',
  'tags',
]);
const MOST_SEGMENTS = 20;

/**
 * A matcher for GitHub REST calls, by method and address or route. Static segments win over ids and names. The key names
 * the parts that are left out: `GET /repos/{owner}/{repo}/issues/{id}`; a key matches again to the same row.
 */
export function createGitHubMatcher(
  trie: PathTrie,
  setVerb: SetVerb,
): (method: string, route: string) => OperationMatch {
  const cache = boundedCache<OperationMatch>(CACHE_SIZE);
  return (method, route) => {
    const written = `${method} ${route.replace(/[?#].*$/s, '')}`;
    return cache.get(written) ?? cache.set(written, match(trie, setVerb, method, route));
  };
}

const CACHE_SIZE = 8192;

function match(trie: PathTrie, setVerb: SetVerb, written: string, route: string): OperationMatch {
  const method = routeMethod(written);
  const asWritten = segmentsOf(route);
  const listed = byOwnName(asWritten);
  const template = githubOperation('', route).split('/').filter(Boolean);
  const exact = trie.find(method, listed);
  const hit = exact ?? trie.find(method, template);
  if (hit === null)
    return { key: githubOperation(method, route), quality: 'none', verb: guessedVerb(method), setIndex: null };
  const isExact = exact !== null && listed === asWritten;
  return {
    key: `${method} ${namedPath(hit.path)}`,
    quality: isExact ? 'exact' : 'folded',
    verb: setVerb(method, hit.set),
    setIndex: hit.set,
  };
}

/** The template with names for its gaps, as people know them from the documentation. */
function namedPath(path: string): string {
  let names: string[] = [];
  let word = '';
  const segments = path.split('/').filter(Boolean);
  const named = segments.map((segment) => {
    if (segment === '{}') return names.shift() ?? (BEFORE_PATHS.has(word) ? '{path}' : '{id}');
    word = segment;
    names = [...(BEFORE_NAMES.get(segment) ?? [])];
    return segment;
  });
  return `/${named.join('/')}`;
}

/**
 * A stable name of a GitHub call, free of ids, names and query: `GET /repos/{owner}/{repo}/issues/{id}`. The route that
 * GitHub itself names (`/repositories/:repository_id/issues`) is put in the same form. '' when the call names no path.
 */
export function githubOperation(method: string, route: string): string {
  const segments = segmentsOf(route);
  const verb = /^[A-Za-z]{3,10}$/.test(method.trim()) ? `${method.trim().toUpperCase()} ` : '';
  if (segments.length === 0) return route.trim().endsWith('/') ? `${verb}/` : '';
  return `${verb}/${rest(byOwnName(segments)).slice(0, MOST_SEGMENTS).join('/')}`;
}

function segmentsOf(route: string): readonly string[] {
  const path = route
    .trim()
    .slice(0, 2000)
    .replace(/^https?:\/\/[^/]+/i, '')
    .replace(/[?#].*$/s, '')
    .replace(/^\/?api\/v3(?=\/|$)/, '');
  return path.split('/').filter((segment) => segment !== '');
}

/** GitHub's own routes name repositories and organizations by number; the documentation and the table by name. */
function byOwnName(segments: readonly string[]): readonly string[] {
  const [first = '', second = ''] = segments;
  if (first === 'repositories' && isParameter(second)) return ['repos', '{owner}', '{repo}', ...segments.slice(2)];
  if (first === 'organizations' && isParameter(second)) return ['orgs', '{org}', ...segments.slice(2)];
  return segments;
}

function rest(segments: readonly string[]): string[] {
  const result: string[] = [];
  for (let index = 0; index < segments.length; index += 1) {
    const segment = segments[index] ?? '';
    if (!isWord(segment)) {
      result.push(parameterName(segment));
      continue;
    }
    result.push(segment);
    if (BEFORE_PATHS.has(segment) && index + 1 < segments.length) return [...result, '{path}'];
    for (const name of BEFORE_NAMES.get(segment) ?? []) {
      const next = segments[index + 1];
      if (next === undefined) break;
      result.push(name);
      index += 1;
    }
  }
  return result;
}

/** A part of a route is lower-case words; ids have digits, names of tenants may have anything. */
function isWord(segment: string): boolean {
  return /^[a-z][a-zA-Z_-]{0,40}(?:V2)?$/.test(segment) && !/^[0-9a-f]{7,}$/.test(segment);
}

function isParameter(segment: string): boolean {
  return segment.startsWith(':') || segment.startsWith('{') || /^\d+$/.test(segment);
}

/** `:issue_number` and `{issue_number}` keep their names out of it: the same call is logged with either and with the number. */
function parameterName(segment: string): string {
  return segment === '{path}' || /^:[a-z]*(?:path|ref)$|^\*/.test(segment) ? '{path}' : '{id}';
}
