import type { ClientReference, ConnectorFact, FieldReader } from '../importer.ts';
import { detailed, detailsOf } from './app-details.ts';
import { named } from './json-cells.ts';
import { isPlaceholder } from './placeholders.ts';

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

/** How long a token lives: `end` is null for one without an end; null where the list does not say, or not readably. */
export function tokenLife(
  { has, text }: Pick<FieldReader<'expires'>, 'has' | 'text'>,
  end: number | null,
): { readonly end: number | null } | null {
  return has('expires') && (end !== null || isPlaceholder(text('expires'))) ? { end } : null;
}

/**
 * What a list says of a token: its type, and the token itself as the credential of the connector that it stands for.
 * `life` as `tokenLife` gives it, and null where the token is not the connector's own. When the token was made these lists do not say.
 */
export function tokenStatement(
  type: string,
  life: { readonly end: number | null } | null,
  { keyId, name }: { readonly keyId: string; readonly name: string },
): Pick<ConnectorFact, 'details' | 'credentials'> {
  const isNamed = !isPlaceholder(name);
  return {
    ...detailed(detailsOf('token-type', type)),
    ...(life === null
      ? {}
      : {
          credentials: [
            {
              kind: 'password',
              start: null,
              end: life.end,
              ...(isPlaceholder(keyId) ? {} : { keyId }),
              ...(isNamed ? { name } : {}),
            },
          ],
        }),
  };
}
