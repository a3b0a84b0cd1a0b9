import type { ClientReference, Fact } from '../importer.ts';
import { isPlaceholder } from './placeholders.ts';
import { personOf } from './principals.ts';

/**
 * The authorization server that stands for the API a grant reaches: the organization's own (`https://example.okta.com`, the
 * Okta API) or a custom one. Nothing for a blank or a template.
 */
export function issuerResource(issuer: string): { resource?: ClientReference } {
  const id = issuer.replace(/\/+$/, '');
  if (isPlaceholder(id) || /[{}<>$]/.test(id) || id.length > 500) return {};
  return { resource: { space: 'app', id, name: id.replace(/^https?:\/\//i, '') } };
}

/** The id at the end of a link such as `https://example.okta.com/api/v1/apps/0oa…`; '' when the link has none. */
export function idInLink(href: string, collection: 'apps' | 'users'): string {
  const id = new RegExp(`/api/v1/${collection}/([^/?#]+)`).exec(href)?.[1] ?? '';
  return isPlaceholder(id) ? '' : id;
}

/** Names of a person whom the source knows by id: the address is a second id, the display name only a name. */
export function personFacts(id: string | null, address: string, name: string): Fact[] {
  if (id === null) return [];
  const isAddress = /^[^\s@]+@[^\s@]+$/.test(address) && personOf(address) !== null;
  const shown = isPlaceholder(name) || name === address ? {} : { name: name.slice(0, 300) };
  if (!isAddress && !('name' in shown)) return [];
  return [{ fact: 'principal', ids: isAddress ? [id, address] : [id], ...shown }];
}
