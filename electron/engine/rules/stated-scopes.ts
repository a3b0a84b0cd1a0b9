import type { Catalog } from '../catalog/types.ts';
import type { GrantKind, Platform } from '../../../shared/domain/vocabulary.ts';
import type { RuleContext } from './rule.ts';

interface Subject {
  readonly platform: Platform;
  readonly kind: GrantKind;
  readonly scopes: readonly { readonly scope: string }[];
}

/** Compares scopes as registers and logs write them with those of an item. */
export interface StatedScopes {
  /** The canonical id that a text means for the item: one of its own scopes where the text fits it. */
  idOf(item: Subject, text: string): string;
  /** Whether `upper` allows everything that `lower` does. */
  includes(item: Subject, upper: string, lower: string): boolean;
}

/** Reads scopes by the catalog, so that another spelling of a scope, or one inside another, is known as such. */
export function createStatedScopes({ catalog }: RuleContext): StatedScopes {
  return {
    idOf: (item, text) => ownScope(item, text) ?? catalogId(catalog, item, text),
    includes: (item, upper, lower) =>
      upper === lower || catalog.platform(item.platform)?.includes(upper, lower) === true,
  };
}

function ownScope(item: Subject, text: string): string | undefined {
  const plain = text.trim().toLowerCase();
  return item.scopes.find(({ scope }) => scope.toLowerCase() === plain)?.scope;
}

/** Scopes of an API other than Microsoft Graph are written `Resource/Scope`, and mostly without their API in registers. */
function catalogId(catalog: Catalog, item: Subject, text: string): string {
  const platform = catalog.platform(item.platform);
  if (platform === undefined) return text.trim();
  const kind = item.kind === 'application' ? 'application' : 'delegated';
  const slash = item.platform === 'entra' && !text.includes('://') ? text.lastIndexOf('/') : -1;
  const found =
    slash < 0
      ? platform.resolveScope(null, kind, text)
      : platform.resolveScope(text.slice(0, slash), kind, text.slice(slash + 1));
  if (found.known) return found.id;
  const name = text.trim().toLowerCase();
  return item.scopes.find(({ scope }) => scope.toLowerCase().endsWith(`/${name}`))?.scope ?? found.id;
}
