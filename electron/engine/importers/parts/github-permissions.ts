import type { JsonValue } from '../../reading/types.ts';
import { cellText, decodeJson } from './json-cells.ts';

const MOST_PERMISSIONS = 500;

/** `{contents: 'read'}` as the scope `contents:read`. What is no such pair of words is passed over. */
export function permissionScopes(value: JsonValue | undefined): string[] {
  const decoded = decodeJson(value);
  if (typeof decoded !== 'object' || decoded === null || Array.isArray(decoded)) return [];
  return Object.entries(decoded)
    .slice(0, MOST_PERMISSIONS)
    .flatMap(([name, level]) => {
      const text = typeof level === 'string' ? level.trim() : '';
      return /^[\w-]{1,100}$/.test(name) && /^[a-z]{1,20}$/i.test(text) ? [`${name}:${text}`] : [];
    });
}

/**
 * Which repositories a grant reaches is a dimension of its own beside its permissions: `repositories:all` or
 * `repositories:selected` (`repositories:subset` and `repositories:none` of personal tokens). Nothing when not stated.
 */
export function repositoryScope(selection: JsonValue | undefined): string[] {
  const text = cellText(selection).toLowerCase();
  return /^[a-z]{1,20}$/.test(text) ? [`repositories:${text}`] : [];
}
