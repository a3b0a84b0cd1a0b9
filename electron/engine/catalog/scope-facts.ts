import { scopeLabel } from './label.ts';
import type { ScopeFile, ScopeRow } from './schema.ts';
import type { CatalogPlatform, GrantKind, ScopeBreadth, ScopeFact } from './types.ts';

export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

/** Facts of one platform by canonical id. */
export interface FactTable {
  /** Canonical ids per kind, in file order. */
  readonly ids: Readonly<Record<GrantKind, readonly string[]>>;
  readonly has: (kind: GrantKind, id: string) => boolean;
  readonly get: (kind: GrantKind, id: string) => ScopeFact | undefined;
  /** Direct edges: canonical id to the ids right below it. */
  readonly edges: ReadonlyMap<string, readonly string[]>;
  /** Canonical id by permission id, for `appId kind guid`, lower case. */
  readonly byGuid: ReadonlyMap<string, string>;
  /** Ids granted in one team or chat only. */
  readonly resourceSpecific: ReadonlySet<string>;
  /** Resource name by application id. */
  readonly resourceNames: ReadonlyMap<string, string>;
}

interface Entry {
  readonly row: ScopeRow;
  readonly resource: string | null;
  readonly details: NonNullable<ScopeRow['d']>;
  /** Built when first asked for: a case uses few of the scopes that exist. */
  fact?: ScopeFact;
}

export function buildFacts(platform: CatalogPlatform, files: readonly ScopeFile[]): FactTable {
  const entries = { delegated: new Map<string, Entry>(), application: new Map<string, Entry>() };
  const edges = new Map<string, readonly string[]>();
  const byGuid = new Map<string, string>();
  const resourceSpecific = new Set<string>();
  const resourceNames = new Map<string, string>(platform === 'entra' ? [[GRAPH_APP_ID, 'Microsoft Graph']] : []);
  for (const file of files) {
    for (const [appId, name] of file.resources ?? []) resourceNames.set(appId, name);
    const ids = canonicalIds(file, resourceNames);
    for (const [position, row] of file.scopes.entries()) {
      const id = ids[position] ?? row.id;
      const below = (row.inc ?? []).flatMap((lower) => ids[lower] ?? []);
      if (below.length > 0) edges.set(id, [...(edges.get(id) ?? []), ...below]);
      if (row.rsc) resourceSpecific.add(id);
      const resource = platform === 'entra' ? (row.resource ?? GRAPH_APP_ID) : null;
      for (const kind of ['delegated', 'application'] as const) {
        const details = kind === 'delegated' ? row.d : row.a;
        if (!details) continue;
        entries[kind].set(id, { row, resource, details });
        if (details[3] !== '') byGuid.set(guidKey(resource ?? '', details[3], kind), id);
      }
    }
  }
  return {
    ids: { delegated: [...entries.delegated.keys()], application: [...entries.application.keys()] },
    has: (kind, id) => entries[kind].has(id),
    get(kind, id) {
      const entry = entries[kind].get(id);
      return entry && (entry.fact ??= toFact(platform, id, entry.row, entry.resource, kind, entry.details));
    },
    edges,
    byGuid,
    resourceSpecific,
    resourceNames,
  };
}

/** Canonical ids of a file's scopes, by position. */
export function canonicalIds(file: ScopeFile, resourceNames: ReadonlyMap<string, string>): readonly string[] {
  return file.scopes.map((row) =>
    qualifiedId(row.resource && (resourceNames.get(row.resource) ?? row.resource), row.id),
  );
}

/** `Resource/Scope` for resources beside the platform's main one. */
export function qualifiedId(resource: string | undefined, name: string): string {
  return resource === undefined ? name : `${resource}/${name}`;
}

export function guidKey(appId: string, guid: string, kind: GrantKind): string {
  return `${appId} ${kind} ${guid}`.toLowerCase();
}

function toFact(
  platform: CatalogPlatform,
  id: string,
  row: ScopeRow,
  resource: string | null,
  kind: GrantKind,
  [tier, nativeLevel, adminConsent, , basis]: NonNullable<ScopeRow['d']>,
): ScopeFact {
  const breadth = effectiveBreadth(platform, row.breadth, kind);
  return {
    id,
    name: row.id,
    resource,
    kind,
    known: true,
    tier,
    verb: row.verb,
    breadth,
    ...(row.limit !== undefined && { limit: row.limit }),
    basis: basis.split(' ').filter(Boolean),
    persistence: row.verb === 'offline',
    identity: row.verb === 'identity',
    label: scopeLabel(platform, kind, { name: row.id, verb: row.verb, breadth, limit: row.limit }),
    ...(row.class && {
      platformClass: CLASSES[row.class.toUpperCase()] ?? 'sensitive',
      classVerified: row.class === row.class.toUpperCase(),
    }),
    ...(nativeLevel > 0 && { nativeLevel }),
    ...(platform === 'entra' && { adminConsent: adminConsent === 1 }),
    ...(row.src !== undefined && { source: row.src }),
  };
}

const CLASSES: Readonly<Record<string, 'restricted' | 'sensitive' | 'non-sensitive'>> = {
  R: 'restricted',
  S: 'sensitive',
  N: 'non-sensitive',
};

/** An application permission has no person to be limited to: what is "own" for a person is everyone's for an app. */
function effectiveBreadth(platform: CatalogPlatform, breadth: ScopeBreadth, kind: GrantKind): ScopeBreadth {
  const reachesAll = kind === 'application' && (platform === 'entra' || platform === 'google');
  return reachesAll && (breadth === 'own' || breadth === 'shared') ? 'tenant' : breadth;
}

/** The neutral row of a scope that the catalog does not know. */
export function unknownFact(id: string, name: string, resource: string | null, kind: GrantKind): ScopeFact {
  return {
    id,
    name,
    resource,
    kind,
    known: false,
    tier: null,
    verb: 'unknown',
    breadth: 'unknown',
    basis: [],
    persistence: false,
    identity: false,
    label: 'Not in the scope catalog: ask the owner what it allows',
  };
}
