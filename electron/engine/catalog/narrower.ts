import { compareScopes, tierRank } from './tier.ts';
import type { GrantKind, ObservedOperation, PlatformCatalog, ScopeFact } from './types.ts';

/**
 * The smallest scope below `scope` in its own hierarchy, of a lower tier or narrower reach, that still allows all the
 * given calls; undefined when there is none or no call was given. Scopes with a limit are never proposed: logs cannot
 * show whether the data touched would have fitted. Calls matched only by a path above them count as not allowed.
 */
export function narrowerScope(
  catalog: PlatformCatalog,
  kind: GrantKind,
  scope: ScopeFact,
  operations: readonly ObservedOperation[],
): ScopeFact | undefined {
  const used = operations.filter(({ succeeded }) => succeeded > 0);
  if (used.length === 0) return undefined;
  const namesSomeone = used.some(({ key }) => / \/users\/\{\}(\/|$)/.test(key));
  const writes = used.some(({ match }) => match.verb === 'write');
  return catalog
    .includedBy(scope.id)
    .flatMap((id) => catalog.scope(kind, id) ?? [])
    .filter((lower) => lower.limit === undefined && tierRank(lower.tier) <= tierRank(scope.tier))
    .filter((lower) => !(writes && lower.verb === 'read') && !(namesSomeone && lower.breadth === 'own'))
    .filter((lower) =>
      used.every(({ match }) => match.quality !== 'parent' && catalog.coveringScopes(kind, match).includes(lower.id)),
    )
    .toSorted(compareScopes)[0];
}
