import { breadthRank, compareScopes, tierRank } from './tier.ts';
import type { GrantKind, ObservedOperation, PlatformCatalog, ScopeFact } from './types.ts';

/**
 * The smallest scope below `scope` in its own hierarchy, of no higher tier, that still allows all the given calls;
 * undefined when there is none or no call was given. Scopes with a limit are never proposed: logs cannot show whether
 * the data touched would have fitted. Calls matched only by a path above them count as not allowed.
 */
export function narrowerScope(
  catalog: PlatformCatalog,
  kind: GrantKind,
  scope: ScopeFact,
  operations: readonly ObservedOperation[],
): ScopeFact | undefined {
  return fitting(catalog, kind, scope, operations, catalog.includedBy(scope.id)).filter(
    (lower) => !isLimited(lower),
  )[0];
}

/**
 * The smallest scope with a limit (per file, metadata only, selected sites ...) of the same hierarchy or family that
 * lists all the given calls. Whether the data touched fits the limit is a question for people: no log answers it.
 * Scopes that are granted inside single teams or chats are no alternative to one granted by consent.
 */
export function limitedScope(
  catalog: PlatformCatalog,
  kind: GrantKind,
  scope: ScopeFact,
  operations: readonly ObservedOperation[],
): ScopeFact | undefined {
  if (isLimited(scope)) return undefined;
  const [first] = operations;
  const listed = first === undefined ? [] : catalog.coveringScopes(kind, first.match);
  const related = listed.filter(
    (id) => id !== scope.id && (catalog.includes(scope.id, id) || scopeFamily(id) === scopeFamily(scope.id)),
  );
  return fitting(catalog, kind, scope, operations, related).find(
    (lower) =>
      isLimited(lower) &&
      breadthRank(lower) <= breadthRank(scope) &&
      !OTHER_KIND_OF_APP.has(lower.limit ?? '') &&
      catalog.observableBy(kind, lower.id).reason !== 'not-attributable',
  );
}

/** Limits that only an app built for them can live with: asking about them would lead nowhere. */
const OTHER_KIND_OF_APP: ReadonlySet<string> = new Set(['addon-context', 'app-auth', 'app-member', 'import-mode']);

/**
 * Whether a scope gives the same calls with less in their answers: a stated limit, or Microsoft's ReadBasic scopes, which
 * leave out bodies, attachments and most properties. A log of calls shows the call, never what its answer held.
 */
function isLimited(scope: ScopeFact): boolean {
  return scope.limit !== undefined || /\.ReadBasic(\.|$)/.test(scope.id);
}

/** The product area a scope names: what stands before the first full stop, colon or slash. */
export function scopeFamily(id: string): string {
  return id === 'https://mail.google.com/' ? 'gmail' : (id.split(/[.:/]/)[0] ?? id);
}

/** Those of the given scopes that are no heavier and allow all calls that succeeded, smallest first. */
function fitting(
  catalog: PlatformCatalog,
  kind: GrantKind,
  scope: ScopeFact,
  operations: readonly ObservedOperation[],
  ids: readonly string[],
): ScopeFact[] {
  const used = operations.filter(({ succeeded }) => succeeded > 0);
  if (used.length === 0) return [];
  const namesSomeone = used.some(({ key }) => / \/users\/\{\}(\/|$)/.test(key));
  const writes = used.some(({ match }) => match.verb === 'write');
  return ids
    .flatMap((id) => catalog.scope(kind, id) ?? [])
    .filter((lower) => tierRank(lower.tier) <= tierRank(scope.tier))
    .filter((lower) => !(writes && lower.verb === 'read') && !(namesSomeone && lower.breadth === 'own'))
    .filter((lower) =>
      used.every(({ match }) => match.quality !== 'parent' && catalog.coveringScopes(kind, match).includes(lower.id)),
    )
    .toSorted(compareScopes);
}
