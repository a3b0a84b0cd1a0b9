import { boundedCache } from './bounded-cache.ts';
import type { SetVerb } from './graph-path.ts';
import type { OperationMatch } from './types.ts';

const CACHE_SIZE = 20_000;

/** A discovery method: [HTTP verb, method id, set, API name where it is not the id's first part]. */
export type GoogleRow = readonly [string, string, number, string?];

/**
 * A matcher for Google API calls as the token activity log names them. Accepts the method id alone, with the API name
 * before it, with `admin.` before the Admin SDK ids, without the API name, and with a version inside.
 */
export function createGoogleMatcher(
  rows: Iterable<GoogleRow>,
  setVerb: SetVerb,
): (apiName: string, methodName: string) => OperationMatch {
  const byId = new Map<string, GoogleRow>();
  const byAlias = new Map<string, GoogleRow | null>();
  for (const row of rows) {
    const [, id, , api] = row;
    byId.set(id, row);
    addAlias(byAlias, id, row);
    addAlias(byAlias, `${api ?? ''}.${id}`, row);
    const dot = id.indexOf('.');
    if (api !== undefined) addAlias(byAlias, `${api}.${id.slice(dot + 1)}`, row);
  }
  const cache = boundedCache<OperationMatch>(CACHE_SIZE);
  return (apiName, methodName) => {
    const written = `${apiName}\n${methodName}`;
    return cache.get(written) ?? cache.set(written, match(byId, byAlias, setVerb, apiName, methodName));
  };
}

/** Two methods under one alias make the alias useless. */
function addAlias(aliases: Map<string, GoogleRow | null>, alias: string, row: GoogleRow): void {
  const name = alias.toLowerCase();
  const known = aliases.get(name);
  aliases.set(name, known === undefined || known?.[1] === row[1] ? row : null);
}

function match(
  byId: ReadonlyMap<string, GoogleRow>,
  byAlias: ReadonlyMap<string, GoogleRow | null>,
  setVerb: SetVerb,
  apiName: string,
  methodName: string,
): OperationMatch {
  const api = apiName.trim().replace(/\.googleapis\.com$/i, '');
  const method = methodName.trim();
  const direct = byId.get(method) ?? byId.get(`${api}.${method}`);
  if (direct) return found(direct, 'exact', setVerb);
  if (method !== '') {
    for (const name of [method, `${api}.${method}`]) {
      const plain = name.toLowerCase();
      const row =
        byAlias.get(plain) ?? byAlias.get(plain.replace(/\.(?:directory_)?v\d+(?:(?:alpha|beta)\d*)?(?=\.)/, ''));
      if (row) return found(row, isAdminForm(row, plain) ? 'exact' : 'folded', setVerb);
    }
  }
  return { key: unlistedKey(api, method), quality: 'none', verb: 'unknown', setIndex: null };
}

/** `admin.directory.users.list` is how the Admin SDK names its own method. */
function isAdminForm([, id, , api]: GoogleRow, name: string): boolean {
  return api !== undefined && name === `${api}.${id}`.toLowerCase();
}

function found([http, id, set]: GoogleRow, quality: 'exact' | 'folded', setVerb: SetVerb): OperationMatch {
  return { key: id, quality, verb: setVerb(http, set), setIndex: set };
}

/** API and method names only: anything that is not a dotted name becomes {}. */
function unlistedKey(api: string, method: string): string {
  const name = method === '' || method.toLowerCase().startsWith(`${api.toLowerCase()}.`) ? method : `${api}.${method}`;
  const text = name === '' ? api : name.replace(/^\./, '');
  const parts = text.split('.').slice(0, 8);
  return parts.map((part) => (/^[A-Za-z][A-Za-z_]{0,39}\d{0,2}$/.test(part) ? part : '{}')).join('.');
}
