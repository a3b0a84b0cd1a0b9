import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { apiToken, OWNER_RIGHTS } from './parts/okta-api-token.ts';
import { idInLink } from './parts/okta-ids.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { personOf } from './parts/principals.ts';

/**
 * Okta API tokens (SSWS): each carries all rights of the person who made it, and no scopes. `clientName` is “Okta API” for
 * all of them and names no app. A token that is not used for its window (`tokenWindow`) expires.
 */
export default defineImporter({
  id: 'okta.apitokens',
  platform: 'okta',
  label: 'Okta API tokens (SSWS)',
  system: 'Okta, API tokens',
  lists: 'tenant',
  fields: {
    id: { from: ['id'] },
    name: { from: ['name'] },
    userId: { from: ['userId'] },
    userLink: { from: ['_links.user.href'] },
    created: { from: ['created'] },
    expires: { from: ['expiresAt'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['tokenWindow', 'clientName', 'userId|_links.user'],
      bonus: ['name', 'expiresAt', 'created', 'lastUpdated'],
    }),
  map: (record, context) => {
    const client = apiToken(record.text('id'), record.text('name'));
    if (client === null) return { rejected: 'no id of an API token, or a placeholder for one' };
    const stated = record.text('userId');
    const owner = personOf(isPlaceholder(stated) ? idInLink(record.text('userLink'), 'users') : stated);
    if (owner === null) return { rejected: 'no owner of the token' };
    const grantedAt = context.time(record.text('created'));
    const expiresAt = context.time(record.text('expires'));
    return {
      facts: [
        { fact: 'connector', client, details: [{ kind: 'token-type', value: 'SSWS API token' }] },
        {
          fact: 'grant',
          client,
          kind: 'delegated-user',
          principal: owner,
          scopes: [OWNER_RIGHTS],
          nativeId: client.id,
          ...(grantedAt === null ? {} : { grantedAt }),
          ...(expiresAt === null ? {} : { expiresAt }),
        },
        { fact: 'owner', client, owner, role: 'technical' },
      ],
    };
  },
});
