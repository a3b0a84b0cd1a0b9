import type { CatalogPlatform } from './types.ts';

/** A scope as written in an export, reduced to the form used for look-ups: trimmed, without common prefixes, lower case. */
export function scopeLookupName(platform: CatalogPlatform, text: string): string {
  const name = scopeName(platform, text).toLowerCase();
  if (platform === 'google') return GOOGLE_ALIASES.get(name) ?? name;
  return name;
}

/** The same with the case kept, for scopes the catalog does not know. */
export function scopeName(platform: CatalogPlatform, text: string): string {
  const trimmed = text.trim();
  if (platform === 'google') {
    const short = trimmed.replace(/^https?:\/\/www\.googleapis\.com\/auth\//i, '');
    return short === trimmed ? trimmed : short.replace(/\/+$/, '');
  }
  // A request names the resource with the scope: https://graph.microsoft.com/Mail.Read, api://id/access.
  if (platform === 'entra') return trimmed.replace(/^(?:https?|api):\/\/.*\/(?=[^/]+$)/i, '');
  return trimmed;
}

const GOOGLE_ALIASES: ReadonlyMap<string, string> = new Map([
  ['email', 'userinfo.email'],
  ['profile', 'userinfo.profile'],
  ['https://mail.google.com', 'https://mail.google.com/'],
  ['https://www.google.com/m8/feeds/', 'https://www.google.com/m8/feeds'],
  ['https://www.google.com/calendar/feeds/', 'https://www.google.com/calendar/feeds'],
]);
