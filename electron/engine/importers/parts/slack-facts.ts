import type { ClientReference, ConnectorFact, Fact } from '../importer.ts';
import { isPlaceholder } from './placeholders.ts';
import { personOf } from './principals.ts';

/** The person of a Slack user id; Slack's own acts go under names that are no users. */
export function slackPerson(id: string): string | null {
  return /^USLACK(?:USER|BOT)$/i.test(id) ? null : personOf(id);
}

/** The app or legacy integration an id stands for; null for a blank or blanked id (`A00000000`). */
export function slackClient(space: 'app' | 'service', id: string, name: string): ClientReference | null {
  if (isPlaceholder(id) || id.length > 100 || /^[A-Z]0{8,}$/.test(id)) return null;
  return { space, id, ...(isPlaceholder(name) ? {} : { name }) };
}

/**
 * What Slack says of an app. Slack reviews apps of its directory. One made in the workspace is not in it and is no
 * stranger either, so that only an app said to come from outside counts as unverified.
 */
export function slackConnector(
  client: ClientReference,
  isDirectoryApproved: string,
  isInternal: string,
): ConnectorFact {
  const approved = isDirectoryApproved.toLowerCase();
  const isForeign = isInternal.toLowerCase() === 'false';
  return {
    fact: 'connector',
    client,
    publisherVerified: approved === 'true' ? true : approved === 'false' && isForeign ? false : null,
  };
}

/** Id, address and name of one person, as far as the record has them. */
export function slackPersonFacts(id: string, email: string, name: string): Fact[] {
  const ids = [slackPerson(id), personOf(email)].filter((one) => one !== null);
  if (slackPerson(id) === null || (ids.length < 2 && isPlaceholder(name))) return [];
  return [{ fact: 'principal', ids, ...(isPlaceholder(name) ? {} : { name }) }];
}

/** One decision on which apps may be installed. `at` is UTC milliseconds, null when the record has no time. */
export function slackApproval(
  client: ClientReference,
  decision: string,
  at: number | null,
  by: string | null,
  scopes: readonly string[],
): Fact {
  return {
    fact: 'register',
    register: 'approvals',
    key: client.id,
    client,
    values: {
      app: client.name ?? client.id,
      decision,
      ...(at === null ? {} : { at: new Date(at).toISOString() }),
      ...(by === null ? {} : { by }),
      scopes: scopes.join(' '),
    },
  };
}
