import { isPlaceholder } from './placeholders.ts';

/** What the text in a log's user field is: people hold grants, the others only act. */
export type PrincipalKind = 'person' | 'app' | 'system' | 'anonymous' | 'none';

const SYSTEM_NAMES: ReadonlySet<string> = new Set([
  'certificate',
  'system',
  'not available',
  'fim_password_reset_service',
  'dlpagent',
  'healthmonitor',
  'microsoft.directory',
  'microsoft azure ad internal - jit provisioning',
]);

/**
 * Classifies a user field: `ServicePrincipal_<guid>`, `app@sharepoint` and `<guid>@<tenant>` app accounts are apps;
 * `NT AUTHORITY\NAME`, SIDs of built-in accounts, machine accounts (`HOST$`) and `Certificate` are systems;
 * `urn:spo:anon#…` and guests by link are anonymous. Guests (`x_dom.com#EXT#@…`), addresses and object ids are people.
 */
export function principalKind(text: string): PrincipalKind {
  const name = text.trim();
  if (isPlaceholder(name)) return 'none';
  const lower = name.toLowerCase();
  if (lower.startsWith('urn:spo:anon') || lower === 'anonymous' || lower.startsWith('urn:spo:tenantanon')) {
    return 'anonymous';
  }
  if (/^(?:serviceprincipal_|spn:|app@|application@|i:0i\.t\||spo?_app)/.test(lower)) return 'app';
  if (/@(?:sharepoint|microsoft\.online)$/.test(lower)) return 'app';
  if (SYSTEM_NAMES.has(lower) || /^(?:nt authority|nt service|sharepoint|builtin)\\/.test(lower)) return 'system';
  // The built-in accounts and groups; S-1-5-21-… and S-1-12-1-… are accounts of a directory.
  if (/^s-1-(?:5-(?!21-)|[0-4]-|12-0|15-|16-)/.test(lower)) return 'system';
  if (/^[^@\s]+\$(?:@.*)?$/.test(lower) || /\(microsoft\.exchange\.servicehost\)/.test(lower)) return 'system';
  return 'person';
}

/**
 * The person in a user field, as written but without the claims prefix of SharePoint (`i:0#.f|membership|`), or null
 * when it names no person. Letter case of addresses is folded later, by the engine.
 */
export function personOf(text: string): string | null {
  const name = text.trim().replace(/^i:0[#h]\.f\|(?:membership|azuread)\|/i, '');
  return principalKind(name) === 'person' ? name : null;
}
