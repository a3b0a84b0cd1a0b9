import { createHash } from 'node:crypto';

/** Names of URL parameters, form fields and JSON members whose value is a secret. */
const NAMES =
  'access_token|refresh_token|id_token|client_secret|client_assertion|assertion|password|passwd|api_?key|signature|sig|sharedaccesskey|accountkey|code|token';

/** Secrets that can be told by their own shape; each pattern matches the secret alone. */
const SHAPES = [
  // Slack tokens
  'xox[a-z]-[A-Za-z0-9-]{8,}',
  'xapp-[A-Za-z0-9-]{8,}',
  // GitHub tokens
  'gh[pousr]_[A-Za-z0-9]{16,}',
  'github_pat_[A-Za-z0-9_]{16,}',
  // JSON Web Tokens: header and payload are JSON objects, so both begin with eyJ
  'eyJ[A-Za-z0-9_-]{5,}\\.eyJ[A-Za-z0-9_-]{5,}(?:\\.[A-Za-z0-9_-]*)*',
  // Salesforce session ids
  '00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?![A-Za-z0-9._]{16,}',
  // Google access tokens, refresh tokens, API keys and client secrets
  'ya29\\.[A-Za-z0-9_-]{16,}',
  '1//0[A-Za-z0-9_-]{20,}',
  'AIza[A-Za-z0-9_-]{35}',
  'GOCSPX-[A-Za-z0-9_-]{16,}',
  // Entra client secrets
  '(?<![\\w.~-])[A-Za-z0-9_.~-]{3}\\dQ~[A-Za-z0-9_.~-]{31,34}',
  '-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)',
];

const SECRET = new RegExp(
  [
    `(?<shape>(?<![A-Za-z0-9])(?:${SHAPES.join('|')}))`,
    // Authorization headers; the scheme stays readable. After “basic” a plain word is only a word.
    '(?<=\\b(?:SSWS|Bearer|Basic)\\s+)(?<!\\bbasic\\s+(?=[a-z]+\\b(?![\\d+/=])))(?<scheme>[A-Za-z0-9._~+/=-]{12,})',
    // name=value in URLs and forms; the name must stand alone, so that status_code=200 stays.
    `(?<=(?<![\\w-])(?:${NAMES})=)(?<pair>[^\\s&"'<>#;,\\[\\]]{6,})`,
    // "name": "value" in JSON text, plain or escaped once more
    `(?<=\\\\?["'](?:access_token|refresh_token|id_token|client_secret|assertion|password)\\\\?["']\\s*:\\s*\\\\?["'])(?<member>[^"'\\\\\\s[\\]]{6,})`,
  ].join('|'),
  'gi',
);

// Cheaper than the pattern: most cells hold none of these.
const HINT =
  /xox|xapp-|gh[pousr]_|github_pat_|eyJ|00D|ya29|1\/\/0|AIza|GOCSPX|Q~|PRIVATE KEY|SSWS|bearer|basic|(?:token|secret|assertion|passw(?:or)?d|key|sig(?:nature)?|code)(?:=|\\?["'])/i;

/**
 * The text with every recognized secret (tokens, session ids, keys, codes in URLs) replaced by a short SHA-256 prefix,
 * so that two places with the same secret can still be matched. Text redacted before does not change again.
 */
export function redactSecrets(text: string): { text: string; count: number } {
  if (!HINT.test(text)) return { text, count: 0 };
  let count = 0;
  const redacted = text.replace(SECRET, (secret) => {
    count += 1;
    const prefix = createHash('sha256').update(secret).digest('hex').slice(0, 8);
    return `[secret:${prefix}]`;
  });
  return { text: redacted, count };
}
