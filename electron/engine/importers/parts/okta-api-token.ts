import type { ClientReference } from '../importer.ts';
import { named } from './json-cells.ts';
import { isPlaceholder } from './placeholders.ts';

/** An SSWS token has no scopes: whoever has it may do all that its owner may. */
export const OWNER_RIGHTS = 'all rights of the owner';

/** An API token acts by itself and belongs to no app: it stands as a connector of its own. null for anything that is no token id. */
export function apiToken(id: string, name: string): ClientReference | null {
  if (!/^00T[A-Za-z0-9]{5,60}$/.test(id)) return null;
  return { space: 'app', id, ...named(isPlaceholder(name) ? '' : name) };
}
