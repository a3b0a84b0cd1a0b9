import type { EventRow } from './event-matcher.ts';
import type { Area } from './salesforce-area.ts';
import { canonicalIds } from './scope-facts.ts';
import type { FactTable } from './scope-facts.ts';
import type { EventFile, OperationRow, ScopeFile } from './schema.ts';
import type { CatalogPlatform, GrantKind } from './types.ts';

/** What calls of one kind need. Scopes above those named allow the call too. */
export interface PermissionSet {
  /** Each of them allows the call, beside what `allOf` asks for. */
  readonly anyOf: Readonly<Record<GrantKind, readonly string[]>>;
  readonly least: readonly string[];
  /** Delegated: one of each group is needed. */
  readonly allOf?: readonly (readonly string[])[];
  /** Delegated: these suffice where the repository is public. */
  readonly forPublic?: readonly string[];
  /** Delegated: needed only where the repository is private. */
  readonly forPrivate?: readonly string[];
  /** Kinds for which the set follows from a rule and is not stated by the source. */
  readonly derived?: readonly GrantKind[];
}

/** The permission sets of a platform, and the rows that point into them. */
export interface PlatformSets {
  readonly sets: readonly PermissionSet[];
  readonly ops: readonly OperationRow[];
  readonly areas: readonly Area[];
  readonly events: readonly EventRow[];
}

/** Reads the sets of calls, areas and events of a platform. `set` of each row is a position in `sets`. */
export function platformSets(
  platform: CatalogPlatform,
  files: readonly ScopeFile[],
  table: FactTable,
  events: EventFile['events'],
): PlatformSets {
  const sets: PermissionSet[] = files.flatMap((file) => plainSets(file, table));
  const ops: OperationRow[] = files.flatMap((file) => file.ops ?? []);
  const areas: Area[] = [];
  for (const file of files) {
    const ids = canonicalIds(file, table.resourceNames);
    const base = sets.length;
    sets.push(...githubSets(file));
    for (const [kind, pattern, third] of file.tables?.ops ?? []) {
      if (!Array.isArray(third)) ops.push([kind, pattern, base + third]);
      else if (kind === 'uri' || kind === 'event') {
        const delegated = third.flatMap((index) => ids[index] ?? []);
        areas.push({ kind, pattern, set: sets.length });
        sets.push({ anyOf: { delegated, application: [] }, least: [] });
      }
    }
  }
  const byName = idsByName(platform, table);
  const rows = events.flatMap(([owner, log, pattern, names, verb]): EventRow[] => {
    if (owner !== platform || names.length === 0) return [];
    const named = (kind: GrantKind) =>
      names.flatMap((name) => byName.get(name) ?? []).filter((id) => table.has(kind, id));
    sets.push({ anyOf: { delegated: named('delegated'), application: named('application') }, least: [] });
    return [{ log, pattern, verb: verb === 'read' ? 'read' : 'write', set: sets.length - 1 }];
  });
  return { sets, ops, areas, events: rows };
}

function plainSets(file: ScopeFile, table: FactTable): PermissionSet[] {
  const ids = canonicalIds(file, table.resourceNames);
  const names = (indexes: readonly number[]) => indexes.flatMap((index) => ids[index] ?? []);
  return (file.sets ?? []).map(([any, least, applicationAny = any, applicationLeast = least]) => ({
    anyOf: { delegated: names(any), application: names(applicationAny) },
    least: [...new Set([...names(least), ...names(applicationLeast)])],
  }));
}

function githubSets(file: ScopeFile): PermissionSet[] {
  return (file.tables?.sets ?? []).map(([always, forPrivate, forPublic, permission, basis]) => ({
    anyOf: {
      delegated: always.flat(),
      application: permission === 0 ? [] : [`${permission[0]}:${permission[1] === 'r' ? 'read' : 'write'}`],
    },
    least: [],
    ...(always.length > 1 && { allOf: always }),
    ...(forPublic.length > 0 && { forPublic }),
    ...(forPrivate.length > 0 && { forPrivate: forPrivate.flat() }),
    // Which permission of an app a route needs is derived for all of them.
    derived: basis === 2 ? ['delegated', 'application'] : ['application'],
  }));
}

/** Events name scopes without their resource: `full_access_as_app` is one of Exchange. */
function idsByName(platform: CatalogPlatform, table: FactTable): ReadonlyMap<string, readonly string[]> {
  const all = new Set([...table.ids.delegated, ...table.ids.application]);
  const nameOf = (id: string) => (platform === 'entra' ? id.slice(id.lastIndexOf('/') + 1) : id);
  return Map.groupBy(all, nameOf);
}
