import { createHash } from 'node:crypto';
import { closureOf, inverted } from './closure.ts';
import { logFacts, observabilityOf } from './observability.ts';
import { type PermissionSet, platformSets, type PlatformSets } from './permission-sets.ts';
import { buildFacts, canonicalIds, GRAPH_APP_ID, guidKey, qualifiedId, unknownFact } from './scope-facts.ts';
import type { FactTable } from './scope-facts.ts';
import { scopeLookupName, scopeName } from './scope-text.ts';
import type { EventFile, ScopeFile } from './schema.ts';
import type {
  CatalogPlatform,
  ConditionalScopes,
  GrantKind,
  Observability,
  PlatformCatalog,
  ScopeFact,
  TierOverride,
} from './types.ts';

/** A platform's catalog, with what the call matchers need beside it. */
export interface BuiltPlatform extends Pick<PlatformSets, 'ops' | 'areas' | 'events'> {
  readonly catalog: PlatformCatalog;
  /** Whether the calls of a set read or write: a POST reads when reading scopes suffice for it. */
  readonly setVerb: (method: string, set: number) => 'read' | 'write';
}

export function buildPlatform(
  platform: CatalogPlatform,
  files: readonly ScopeFile[],
  { events, observability }: Pick<EventFile, 'events' | 'observability'>,
  overrides: readonly TierOverride[] = [],
): BuiltPlatform {
  const table = buildFacts(platform, files);
  const below = closureOf(table.edges);
  const above = inverted(below);
  const built = platformSets(platform, files, table, events);
  const { sets } = built;
  const companions = companionIndex(files, table);
  const lookup = { delegated: lookupTable(table, 'delegated'), application: lookupTable(table, 'application') };
  const covering = new Map<string, readonly string[]>();
  const observable = new Map<string, Observability>();
  const logs = logFacts(platform, observability);
  const shown = shownScopes(built, setVerb, above);

  const own = new Map(overrides.map((override) => [`${override.kind} ${override.scope}`, override]));
  /** With the organisation's own tier, where it has one. */
  function rated(fact: ScopeFact): ScopeFact {
    const override = own.get(`${fact.kind} ${fact.id}`);
    if (override === undefined) return fact;
    const { tier, reason, by, at } = override;
    return { ...fact, tier, override: { was: fact.tier, reason, by, at } };
  }
  function scope(kind: GrantKind, id: string): ScopeFact | undefined {
    const fact = table.get(kind, id);
    return fact && rated(fact);
  }

  /** The scopes themselves and everything above them, sorted. */
  function withAbove(kind: GrantKind, direct: readonly string[]): readonly string[] {
    const all = new Set(direct.flatMap((id) => [id, ...(above.get(id) ?? [])]));
    return [...all].filter((id) => table.has(kind, id)).toSorted();
  }

  function isAllowing(kind: GrantKind, set: number, id: string): boolean {
    return (sets[set]?.anyOf[kind] ?? []).some((lower) => catalog.includes(id, lower));
  }

  function setVerb(method: string, set: number): 'read' | 'write' {
    if (method === 'GET') return 'read';
    if (method !== 'POST') return 'write';
    const least = sets[set]?.least ?? [];
    const isReading =
      least.length > 0 && least.every((id) => (scope('delegated', id) ?? scope('application', id))?.verb === 'read');
    return isReading ? 'read' : 'write';
  }

  const catalog: PlatformCatalog = {
    platform,
    asOf: files.map((file) => file.asOf).toSorted()[0] ?? '',
    digest: joinDigests(files),
    sources: files.flatMap((file) => file.sources),
    parts: files.map(({ part, asOf }) => ({ part, asOf })),
    operationCount: built.ops.length,
    scopeIds: (kind) => table.ids[kind],
    scope,
    resolveScope(resource, kind, scopeText) {
      return rated(resolve(platform, table, lookup[kind], resource, kind, scopeText));
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
          logs,
          resourceNames: table.resourceNames,
          resourceSpecific: table.resourceSpecific,
          hasOperations: (wanted, id, verb) => shown.operations(wanted, verb).has(id),
          hasEvents: (wanted, id, eventLogs) =>
            built.events.some((row) => eventLogs.includes(row.log) && isAllowing(wanted, row.set, id)),
          areasOf: (id) => built.areas.filter((area) => isAllowing(kind, area.set, id)),
          isDerived: (wanted) => sets.some((set) => set.derived?.includes(wanted)) && wanted === 'application',
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
      const result = withAbove(kind, sets[match.setIndex]?.anyOf[kind] ?? []);
      covering.set(key, result);
      return result;
    },
    companionScopes(kind, match, scopeId) {
      const allOf = kind === 'delegated' && match.setIndex !== null ? sets[match.setIndex]?.allOf : undefined;
      if (allOf) return allOf.find((group) => !group.some((id) => catalog.includes(scopeId, id))) ?? [];
      const path = match.key.slice(match.key.indexOf(' ') + 1).replace(/^\/me(?=\/|$)/, '/users/{}');
      return (companions.get(`${scopeId} ${path}`) ?? []).filter((id) => table.has(kind, id));
    },
    conditionalScopes(kind, match) {
      const set = kind === 'delegated' && match.setIndex !== null ? sets[match.setIndex] : undefined;
      if (set?.forPublic === undefined && set?.forPrivate === undefined) return UNCONDITIONAL;
      const always = new Set(catalog.coveringScopes(kind, match));
      const beside = (ids: readonly string[] = []) => withAbove(kind, ids).filter((id) => !always.has(id));
      return { sufficient: beside(set.forPublic), perhapsNeeded: beside(set.forPrivate) };
    },
    isDerived(kind, match) {
      return match.setIndex !== null && sets[match.setIndex]?.derived?.includes(kind) === true;
    },
    includes(upper, lower) {
      return upper === lower || below.get(upper)?.has(lower) === true;
    },
    includedBy(scopeId) {
      return [...(below.get(scopeId) ?? [])].toSorted();
    },
  };

  return { catalog, ops: built.ops, areas: built.areas, events: built.events, setVerb };
}

const UNCONDITIONAL: ConditionalScopes = { sufficient: [], perhapsNeeded: [] };

/** Scopes that allow at least one listed call that reads, or one that writes. Built when first asked for. */
function shownScopes(
  { sets, ops }: PlatformSets,
  setVerb: BuiltPlatform['setVerb'],
  above: ReadonlyMap<string, ReadonlySet<string>>,
): { operations: (kind: GrantKind, verb: 'read' | 'write') => ReadonlySet<string> } {
  const known = new Map<string, ReadonlySet<string>>();
  return {
    operations(kind, verb) {
      const key = `${kind} ${verb}`;
      const before = known.get(key);
      if (before) return before;
      const used = new Set(
        ops.flatMap(([methods, , set]) => (methods.split(',').some((one) => setVerb(one, set) === verb) ? [set] : [])),
      );
      const direct = new Set([...used].flatMap((set) => scopesOf(sets[set], kind)));
      const result = new Set([...direct].flatMap((id) => [id, ...(above.get(id) ?? [])]));
      known.set(key, result);
      return result;
    },
  };
}

function scopesOf(set: PermissionSet | undefined, kind: GrantKind): readonly string[] {
  if (set === undefined) return [];
  const conditional = kind === 'delegated' ? [...(set.forPublic ?? []), ...(set.forPrivate ?? [])] : [];
  return [...set.anyOf[kind], ...conditional];
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
