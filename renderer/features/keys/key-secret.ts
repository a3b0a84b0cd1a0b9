import type { KnownKey } from '../../../shared/contract/known-key.ts';
import { useEngineQuery } from '../../engine/hooks.ts';

/** The known key with this token. */
export function useKnownKey(token: string | null): KnownKey | null {
  const keys = useEngineQuery('keys.list', {}).data ?? [];
  return keys.find((key) => key.token === token) ?? null;
}

/** Whether the key is still in the list and all is there that it asks for: a passphrase, a PIN, or nothing at all. */
export function isSecretGiven(key: KnownKey | null, secret: string): boolean {
  return key !== null && (secret !== '' || key.secret === 'none');
}
