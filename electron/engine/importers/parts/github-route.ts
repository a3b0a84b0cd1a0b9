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
 * A stable name of a GitHub call, free of ids, names and query: `GET /repos/{owner}/{repo}/issues/{id}`. The route that
 * GitHub itself names (`/repositories/:repository_id/issues`) is put in the same form. '' when the call names no path.
 */
export function githubOperation(method: string, route: string): string {
  const path = route
    .trim()
    .replace(/^https?:\/\/[^/]+/i, '')
    .replace(/[?#].*$/s, '')
    .replace(/^\/?api\/v3(?=\/|$)/, '');
  const verb = /^[A-Za-z]{3,10}$/.test(method.trim()) ? `${method.trim().toUpperCase()} ` : '';
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.length === 0) return path === '/' ? `${verb}/` : '';
  return `${verb}/${template(segments).slice(0, MOST_SEGMENTS).join('/')}`;
}

function template(segments: readonly string[]): string[] {
  const [first = '', second = ''] = segments;
  if (first === 'repositories' && isParameter(second))
    return ['repos', '{owner}', '{repo}', ...rest(segments.slice(2))];
  if (first === 'organizations' && isParameter(second)) return ['orgs', '{org}', ...rest(segments.slice(2))];
  return rest(segments);
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
  return /^:[a-z]*(?:path|ref)$|^\*/.test(segment) ? '{path}' : '{id}';
}
