import type { JsonValue } from '../../reading/types.ts';
import type { ConnectorFact } from '../importer.ts';
import { listOf, textAt } from './json-cells.ts';
import { isPlaceholder } from './placeholders.ts';

/** Entra's `keyCredentials` and `passwordCredentials`: how long each is valid. */
export function readCredentials(
  passwords: JsonValue | undefined,
  keys: JsonValue | undefined,
  time: (text: string) => number | null,
): NonNullable<ConnectorFact['credentials']> {
  const read = (value: JsonValue | undefined, kind: 'password' | 'certificate') =>
    listOf(value).map((entry) => ({
      kind,
      start: time(textAt(entry, 'startDateTime')),
      end: time(textAt(entry, 'endDateTime')),
      ...idAndName(textAt(entry, 'keyId'), textAt(entry, 'displayName')),
    }));
  return [...read(passwords, 'password'), ...read(keys, 'certificate')];
}

function idAndName(keyId: string, name: string): { keyId?: string; name?: string } {
  return { ...(isPlaceholder(keyId) ? {} : { keyId }), ...(isPlaceholder(name) ? {} : { name }) };
}

/** Entra's `appRoles` and delegated scopes of a resource: what each permission id is called. */
export function readPermissions(
  appRoles: JsonValue | undefined,
  scopes: JsonValue | undefined,
): NonNullable<ConnectorFact['permissions']> {
  const read = (value: JsonValue | undefined, kind: 'application' | 'delegated') =>
    listOf(value)
      .map((entry) => ({ id: textAt(entry, 'id').toLowerCase(), value: textAt(entry, 'value'), kind }))
      .filter((entry) => entry.id !== '' && entry.value !== '');
  return [...read(appRoles, 'application'), ...read(scopes, 'delegated')];
}
