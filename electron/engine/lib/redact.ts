import { findSecrets, markOf } from '../reading/redact-text.ts';

export { isSecretKey } from '../reading/redact-keys.ts';

/**
 * The text with every recognized secret (tokens, session ids, keys, codes in URLs, values of secret-named JSON members)
 * replaced by a short SHA-256 prefix, so that two places with the same secret can still be matched. Text redacted before
 * does not change again.
 */
export function redactSecrets(text: string): { text: string; count: number } {
  const secrets = findSecrets(text);
  if (secrets.length === 0) return { text, count: 0 };
  let redacted = '';
  let end = 0;
  for (const secret of secrets) {
    redacted += text.slice(end, secret.start) + markOf(text.slice(secret.start, secret.end));
    end = secret.end;
  }
  return { text: redacted + text.slice(end), count: secrets.length };
}
