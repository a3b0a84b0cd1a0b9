import { createHash } from 'node:crypto';
import { closureOf, inverted } from './closure.ts';
import { observabilityOf } from './observability.ts';
import { buildFacts, canonicalIds, GRAPH_APP_ID, guidKey, qualifiedId, unknownFact } from './scope-facts.ts';
import type { FactTable } from './scope-facts.ts';
import { scopeLookupName, scopeName } from './scope-text.ts';
import type { EventFile, ScopeFile } from './schema.ts';
import type { CatalogPlatform, GrantKind, Observability, PlatformCatalog, ScopeFact } from './types.ts';

interface PermissionSet {
  readonly anyOf: Readonly<Record<GrantKind, readonly string[]>>;
  readonly least: readonly string[];
}

/** A platform's catalog, with what the call matchers need beside it. */
export interface BuiltPlatform {
  readonly catalog: PlatformCatalog;
  readonly ops: NonNullable<ScopeFile['ops']>;
  /** Whether the calls of a set read or write: a POST reads when reading scopes suffice for it. */
  readonly setVerb: (method: string, set: number) => 'read' | 'write';
}

export function buildPlatform(
  platform: CatalogPlatform,
  files: readonly ScopeFile[],
  events: EventFile['events'],
): BuiltPlatform {
  const table = buildFacts(platform, files);
  const below = closureOf(table.edges);
  const above = inverted(below);
  const sets = files.flatMap((file) => permissionSets(file, table));
  const companions = companionIndex(files, table);
  const eventScopes = new Set(events.flatMap(([owner, , , anyOf]) => (owner === platform ? anyOf : [])));
  const lookup = { delegated: lookupTable(table, 'delegated'), application: lookupTable(table, 'application') };
  const covering = new Map<string, readonly string[]>();
  const observable = new Map<string, Observability>();
  const withOperations = {
    delegated: coveredScopes(sets, 'delegated', above),
    application: coveredScopes(sets, 'application', above),
  };

  function scope(kind: GrantKind, id: string): ScopeFact | undefined {
    return table.get(kind, id);
  }

  const catalog: PlatformCatalog = {
    platform,
    asOf: files.map((file) => file.asOf).toSorted()[0] ?? '',
    digest: joinDigests(files),
    sources: files.flatMap((file) => file.sources),
    scope,
    resolveScope(resource, kind, scopeText) {
      return resolve(platform, table, lookup[kind], resource, kind, scopeText);
    },
    resolvePermissionGuid(appId, guid, kind) {
      const id = table.byGuid.get(guidKey(appId.trim(), guid.trim(), kind));
      return id === undefined ? undefined : scope(kind, id);
    },
    observableBy(kind, scopeId) {
      const key = `${kind} ${scopeId}`;
      const known = observable.get(key);
      if (known) return known;
      const result = observabilityOf(
        {
          platform,
          resourceNames: table.resourceNames,
          resourceSpecific: table.resourceSpecific,
          hasOperations: (wanted, id) => withOperations[wanted].has(id),
          hasEvents: (id) => eventScopes.has(id) || [...(below.get(id) ?? [])].some((lower) => eventScopes.has(lower)),
        },
        kind,
        scope(kind, scopeId) ?? unknownFact(scopeId, scopeId, null, kind),
      );
      observable.set(key, result);
      return result;
    },
    coveringScopes(kind, match) {
      if (match.setIndex === null) return [];
      const key = `${kind} ${match.setIndex}`;
      const known = covering.get(key);
      if (known) return known;
      const direct = sets[match.setIndex]?.anyOf[kind] ?? [];
      const all = new Set(direct.flatMap((id) => [id, ...(above.get(id) ?? [])]));
      const result = [...all].filter((id) => table.has(kind, id)).toSorted();
      covering.set(key, result);
      return result;
    },
    companionScopes(kind, match, scopeId) {
      const path = match.key.slice(match.key.indexOf(' ') + 1).replace(/^\/me(?=\/|$)/, '/users/{}');
      return (companions.get(`${scopeId} ${path}`) ?? []).filter((id) => table.has(kind, id));
    },
    includes(upper, lower) {
      return upper === lower || below.get(upper)?.has(lower) === true;
    },
    includedBy(scopeId) {
      return [...(below.get(scopeId) ?? [])].toSorted();
    },
  };

  return {
    catalog,
    ops: files.flatMap((file) => file.ops ?? []),
    setVerb(method, set) {
      if (method === 'GET') return 'read';
      if (method !== 'POST') return 'write';
      const least = sets[set]?.least ?? [];
      const isReading =
        least.length > 0 && least.every((id) => (scope('delegated', id) ?? scope('application', id))?.verb === 'read');
      return isReading ? 'read' : 'write';
    },
  };
}

function permissionSets(file: ScopeFile, table: FactTable): PermissionSet[] {
  const ids = canonicalIds(file, table.resourceNames);
  const names = (indexes: readonly number[]) => indexes.flatMap((index) => ids[index] ?? []);
  return (file.sets ?? []).map(([any, least, applicationAny = any, applicationLeast = least]) => ({
    anyOf: { delegated: names(any), application: names(applicationAny) },
    least: [...new Set([...names(least), ...names(applicationLeast)])],
  }));
}

/** Scopes that allow at least one listed call. */
function coveredScopes(
  sets: readonly PermissionSet[],
  kind: GrantKind,
  above: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const direct = new Set(sets.flatMap((set) => set.anyOf[kind]));
  const covered = new Set(direct);
  for (const id of direct) for (const upper of above.get(id) ?? []) covered.add(upper);
  return covered;
}

/** Needed beside a scope, by `scope path`. */
function companionIndex(files: readonly ScopeFile[], table: FactTable): ReadonlyMap<string, readonly string[]> {
  return new Map(
    files.flatMap((file) => {
      const ids = canonicalIds(file, table.resourceNames);
      return (file.also ?? []).map(([index, path, needed]) => [`${ids[index] ?? ''} ${path}`, needed] as const);
    }),
  );
}

/** Canonical id by lower-case id. */
function lookupTable(table: FactTable, kind: GrantKind): ReadonlyMap<string, string> {
  return new Map(table.ids[kind].map((id) => [id.toLowerCase(), id]));
}

function resolve(
  platform: CatalogPlatform,
  table: FactTable,
  lookup: ReadonlyMap<string, string>,
  resource: string | null,
  kind: GrantKind,
  scopeText: string,
): ScopeFact {
  const name = scopeName(platform, scopeText);
  const plain = scopeLookupName(platform, scopeText);
  const target = platform === 'entra' ? resourceOf(table, resource) : { appId: null, prefix: undefined };
  const id = lookup.get(qualifiedId(target.prefix, plain).toLowerCase());
  const found = id === undefined ? undefined : table.get(kind, id);
  if (found) return found;
  // Sign-in scopes mean the same on every resource.
  const common = table.get(kind, lookup.get(plain) ?? '');
  if (common && (common.identity || common.persistence)) return common;
  return unknownFact(qualifiedId(target.prefix, name), name, target.appId, kind);
}

/** Which resource an export means: its application id, its display name, or nothing (Microsoft Graph). */
function resourceOf(
  table: FactTable,
  resource: string | null,
): { readonly appId: string | null; readonly prefix: string | undefined } {
  const text = resource?.trim().toLowerCase() ?? '';
  if (text === '' || text === GRAPH_APP_ID || text === 'microsoft graph')
    return { appId: GRAPH_APP_ID, prefix: undefined };
  const appId = RESOURCE_ALIASES.get(text) ?? text;
  for (const [id, name] of table.resourceNames) {
    if (id === appId || name.toLowerCase() === text) return { appId: id, prefix: name };
  }
  const isAppId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
  return { appId: isAppId ? text : null, prefix: resource?.trim() ?? '' };
}

/** Display names that tenants show for the listed resources. */
const RESOURCE_ALIASES: ReadonlyMap<string, string> = new Map([
  ['office 365 exchange online', '00000002-0000-0ff1-ce00-000000000000'],
  ['office 365 sharepoint online', '00000003-0000-0ff1-ce00-000000000000'],
  ['windows azure active directory', '00000002-0000-0000-c000-000000000000'],
  ['windows azure service management api', '797f4846-ba00-4fd7-ba43-dac1f8f63013'],
]);

function joinDigests(files: readonly ScopeFile[]): string {
  const text = files.map((file) => `${file.part}:${file.digest}\n`).toSorted();
  return createHash('sha256').update(text.join('')).digest('hex');
}
