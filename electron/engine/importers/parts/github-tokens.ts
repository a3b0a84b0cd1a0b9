import type { ClientReference } from '../importer.ts';
import { named } from './json-cells.ts';

/**
 * A personal access token is a credential of a person and no app, yet it holds permissions and calls the API by itself:
 * it stands as a connector of its own, under the number of the token. Fine-grained and classic tokens are numbered apart.
 */
export function personalToken(kind: 'fine-grained' | 'classic', id: string, name = ''): ClientReference {
  return { space: 'app', id: `${kind === 'classic' ? 'classic-pat' : 'pat'}:${id}`, ...named(name) };
}

/** OAuth apps are numbered apart from GitHub Apps: the same number may be both. */
export function oauthApp(id: string, name = ''): ClientReference {
  return { space: 'app', id: `oauth-app:${id}`, ...named(name) };
}
