import { compareScopes } from './tier.ts';
import type { GrantKind, ObservedOperation, PlatformCatalog, ScopeFact } from './types.ts';

/** Which granted scopes allow a call, and which of them may be credited with it. */
export interface Cover {
  readonly operation: ObservedOperation;
  /** Canonical ids of granted scopes that allow the call. */
  readonly allowing: readonly string[];
  /**
   * Those that can be credited: without scopes whose limit the log cannot check, scopes for one's own data when the
   * call names someone, and reading scopes for a writing call - unless nothing else is granted.
   */
  readonly creditable: readonly string[];
  /** The smallest of `creditable`. */
  readonly credited: string;
  /** A scope that `credited` cannot do without for this call. */
  readonly companion: string | undefined;
}

export type Attribution = 'calls' | 'container' | 'unattributable';

/** Calls whose need lies in a body that logs do not show, and envelopes of calls that are logged on their own. */
export function attributionOf(key: string): Attribution {
  if (key === 'POST /$batch') return 'container';
  return isQuery(key) || /^\w+ \/subscriptions(\/|$)/.test(key) ? 'unattributable' : 'calls';
}

/** A GraphQL call may read and change anything the app is granted. */
export function isQuery(key: string): boolean {
  return key === 'POST /graphql';
}

/**
 * A search names its products in the body, and an event may come from several APIs: which of several unrelated grants
 * was used is not in the log.
 */
export function isAmbiguous(cover: Cover, catalog: PlatformCatalog): boolean {
  if (!cover.operation.match.isEvent && !AMBIGUOUS.test(cover.operation.key)) return false;
  const smallest = cover.creditable.filter(
    (id) => !cover.creditable.some((other) => other !== id && catalog.includes(id, other)),
  );
  return smallest.length > 1;
}

const AMBIGUOUS = /^(POST \/search\/query|\w+ \/directory\/deleteditems|\w+ \/directoryobjects)(\/|$)/;

/** The cover of one call by the granted scopes, or null when none of them allows it. */
export function coverOf(
  catalog: PlatformCatalog,
  kind: GrantKind,
  granted: ReadonlyMap<string, ScopeFact>,
  operation: ObservedOperation,
): Cover | null {
  const grantedOf = (ids: readonly string[]) => ids.flatMap((id) => granted.get(id) ?? []);
  const always = grantedOf(catalog.coveringScopes(kind, operation.match));
  // Where nothing granted allows the call in every case, its success shows which case it was.
  const listed = always.length > 0 ? always : grantedOf(catalog.conditionalScopes(kind, operation.match).sufficient);
  if (listed.length === 0) return null;
  const allowing = prefer(listed, (scope) => companionsMet(catalog, kind, granted, operation, scope.id));
  const withVerb = operation.match.verb === 'write' ? prefer(allowing, (scope) => scope.verb !== 'read') : allowing;
  const unlimited = prefer(withVerb, (scope) => scope.limit === undefined);
  const creditable = namesSomeone(kind, operation) ? prefer(unlimited, (scope) => scope.breadth !== 'own') : unlimited;
  const [credited] = creditable
    .filter((scope) => !creditable.some((other) => other.id !== scope.id && catalog.includes(scope.id, other.id)))
    .toSorted(compareScopes);
  if (!credited) return null;
  return {
    operation,
    allowing: allowing.map((scope) => scope.id),
    creditable: creditable.map((scope) => scope.id),
    credited: credited.id,
    companion: smallestCompanion(catalog, kind, granted, operation, credited.id),
  };
}

/** The members that fit, or all of them when none does. */
function prefer(scopes: readonly ScopeFact[], fits: (scope: ScopeFact) => boolean): readonly ScopeFact[] {
  const fitting = scopes.filter(fits);
  return fitting.length > 0 ? fitting : scopes;
}

/** /users/{} with a delegated grant: the id may be the person's own, the log line does not say. */
function namesSomeone(kind: GrantKind, operation: ObservedOperation): boolean {
  return kind === 'delegated' && / \/users\/\{\}(\/|$)/.test(operation.key);
}

function companionsMet(
  catalog: PlatformCatalog,
  kind: GrantKind,
  granted: ReadonlyMap<string, ScopeFact>,
  operation: ObservedOperation,
  id: string,
): boolean {
  const needed = catalog.companionScopes(kind, operation.match, id);
  return (
    needed.length === 0 || needed.some((lower) => [...granted.keys()].some((upper) => catalog.includes(upper, lower)))
  );
}

function smallestCompanion(
  catalog: PlatformCatalog,
  kind: GrantKind,
  granted: ReadonlyMap<string, ScopeFact>,
  operation: ObservedOperation,
  id: string,
): string | undefined {
  const needed = catalog.companionScopes(kind, operation.match, id);
  if (needed.some((lower) => catalog.includes(id, lower))) return undefined;
  const fitting = [...granted.values()].filter((scope) => needed.some((lower) => catalog.includes(scope.id, lower)));
  return fitting.toSorted(compareScopes)[0]?.id;
}
