import { defineImporter, type ClientReference, type Fact } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { cellText, decodeJson, named } from './parts/json-cells.ts';
import { idInLink, issuerResource, personFacts } from './parts/okta-ids.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { personOf } from './parts/principals.ts';
import { scopeWords } from './parts/scope-words.ts';

/**
 * Refresh tokens that Okta gave out: of an app, of a person and app, or of a client of an authorization server (which writes
 * `client_id`). A token shows that the app holds these scopes for the person; when they were consented to it does not say.
 * It was given out at `created` and last used to refresh at about `lastUpdated`. Tokens come and go without a change of
 * consent, so the file is no whole list of grants, and a revoked token is the end of a credential and not of the consent.
 */
export default defineImporter({
  id: 'okta.tokens',
  platform: 'okta',
  label: 'Okta refresh tokens',
  system: 'Okta, refresh tokens',
  caps: [
    { records: 20, what: 'one page of the Okta API ends by default' },
    { records: 200, what: 'the longest page of the Okta API ends' },
  ],
  fields: {
    id: { from: ['id'] },
    status: { from: ['status'] },
    created: { from: ['created'] },
    lastUpdated: { from: ['lastUpdated'] },
    expires: { from: ['expiresAt'] },
    issuer: { from: ['issuer'] },
    clientId: { from: ['clientId', 'client_id'] },
    userId: { from: ['userId'] },
    scopes: { from: ['scopes'] },
    appLink: { from: ['_links.app.href'] },
    appTitle: { from: ['_links.app.title'] },
    clientTitle: { from: ['_links.client.title'] },
    userTitle: { from: ['_links.user.title'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['scopes', 'expiresAt', 'issuer', 'clientId'],
      bonus: ['userId', 'status', 'lastUpdated', 'created'],
      against: ['scopeId'],
    }),
  map: (record, context) => {
    const clientId = record.text('clientId');
    if (isPlaceholder(clientId)) return { rejected: 'no client id, or a placeholder for one' };
    const user = personOf(record.text('userId'));
    if (user === null) return { rejected: 'no user id, or a placeholder for one' };
    const name = [record.text('clientTitle'), record.text('appTitle')].find((title) => !isPlaceholder(title)) ?? '';
    const client: ClientReference = { space: 'app', id: clientId, ...named(name) };
    const scopes = scopeWords(cellText(decodeJson(record.raw('scopes'))));
    const id = record.text('id');
    const createdAt = context.time(record.text('created'));
    const updatedAt = context.time(record.text('lastUpdated'));
    const expiresAt = context.time(record.text('expires'));
    const event = { fact: 'event' as const, client, principal: user, result: 'success' as const, scopes };
    const eventId = isPlaceholder(id) ? {} : { eventId: id };
    if (record.text('status').toLowerCase() === 'revoked') {
      if (updatedAt === null) return { rejected: 'a revoked token without a readable time' };
      return {
        facts: [
          {
            ...event,
            kind: 'credential',
            time: updatedAt,
            detail: 'refresh token revoked, at the latest at this time',
            ...eventId,
          },
        ],
      };
    }
    const appId = idInLink(record.text('appLink'), 'apps');
    const facts: Fact[] = [
      {
        fact: 'connector',
        client,
        ...(appId === '' || appId === clientId ? {} : { sameAs: [{ space: 'app', id: appId }] }),
      },
      {
        fact: 'grant',
        client,
        kind: 'delegated-user',
        principal: user,
        ...issuerResource(record.text('issuer')),
        scopes,
        ...(expiresAt === null ? {} : { expiresAt }),
        ...(isPlaceholder(id) ? {} : { nativeId: id }),
      },
    ];
    if (createdAt !== null) facts.push({ ...event, kind: 'issue', time: createdAt, ...eventId });
    // Every refresh moves the last update: each is an event of its own when the list is exported again.
    if (updatedAt !== null && updatedAt > (createdAt ?? -Infinity)) {
      facts.push({
        ...event,
        kind: 'refresh',
        flow: 'refresh-token',
        time: updatedAt,
        ...(isPlaceholder(id) ? {} : { eventId: `${id} ${updatedAt}` }),
      });
    }
    return { facts: [...facts, ...personFacts(user, '', record.text('userTitle'))] };
  },
});
