import { isPlaceholder } from './placeholders.ts';
import { personOf } from './principals.ts';

/**
 * Why a client id of Google cannot be used as a key, or null when it can. Any other form is kept as written: web, Android
 * and iOS clients of one vendor share a project number and are clients of their own.
 */
export function clientIdFault(id: string): string | null {
  if (isPlaceholder(id)) return 'the client id is a placeholder';
  if (/^\d(?:[.,]\d+)?e\+?\d+$/i.test(id)) return 'the client id was damaged by a spreadsheet';
  return id.length > 300 ? 'the client id is too long to be one' : null;
}

/** The person in an actor field of a Google log; service accounts are programs. */
export function googlePerson(text: string): string | null {
  return /\.gserviceaccount\.com$/i.test(text.trim()) ? null : personOf(text);
}

/** Scopes of a list that is divided by whatever the exporter was set to: white space, comma, semicolon or bar. */
export function googleScopes(text: string): string[] {
  return text.split(/[\s,;|]+/).filter((scope) => scope !== '');
}
