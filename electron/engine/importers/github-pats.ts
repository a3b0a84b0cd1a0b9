import { defineImporter, type Fact, type GrantFact } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { personalToken, tokenLife, tokenStatement } from './parts/github-tokens.ts';
import { permissionScopes, repositoryScope } from './parts/github-permissions.ts';
import { childOf, decodeJson, listOf } from './parts/json-cells.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { personOf } from './parts/principals.ts';

/**
 * Fine-grained personal access tokens that an organization let in. `token_id` is the number that the audit log gives to
 * the calls of the token; `id` only numbers the approval. A token acts as its owner, hence a grant of that person. What
 * was asked for and not approved (the list of requests) has no `access_granted_at` and is no grant.
 */
export default defineImporter({
  id: 'github.pats',
  platform: 'github',
  label: 'Fine-grained personal access tokens of an organization',
  system: 'GitHub, REST API personal access tokens',
  lists: 'tenant',
  caps: [
    { records: 30, what: 'one page of the GitHub API ends by default' },
    { records: 100, what: 'the longest page of the GitHub API ends' },
  ],
  fields: {
    id: { from: ['id'] },
    tokenId: { from: ['token_id'] },
    name: { from: ['token_name'] },
    owner: { from: ['owner.login'] },
    permissions: { from: ['permissions'] },
    selection: { from: ['repository_selection'] },
    granted: { from: ['access_granted_at'] },
    expires: { from: ['token_expires_at'] },
    lastUsed: { from: ['token_last_used_at'] },
    isExpired: { from: ['token_expired'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['owner.login', 'permissions', 'access_granted_at', 'token_expires_at|token_expired'],
      bonus: ['token_id', 'token_name', 'token_last_used_at', 'repository_selection'],
    }),
  map: (record, context) => {
    const id = record.text('id');
    const tokenId = record.text('tokenId');
    if (isPlaceholder(tokenId) && isPlaceholder(id)) return { rejected: 'no token id, or a placeholder for one' };
    const owner = personOf(record.text('owner'));
    if (owner === null) return { rejected: 'no owner of the token' };
    if (record.text('granted') === '') return { rejected: 'no time of approval: a request, not a grant' };
    const client = isPlaceholder(tokenId)
      ? personalToken('fine-grained', `approval-${id}`, record.text('name'))
      : personalToken('fine-grained', tokenId, record.text('name'));
    const grantedAt = context.time(record.text('granted'));
    const expiresAt = context.time(record.text('expires'));
    const lastUsedAt = context.time(record.text('lastUsed'));
    const isExpired = record.text('isExpired').toLowerCase();
    const grant: GrantFact = {
      fact: 'grant',
      client,
      kind: 'delegated-user',
      principal: owner,
      scopes: [
        ...['organization', 'repository', 'other'].flatMap((part) =>
          listOf(decodeJson(childOf(decodeJson(record.raw('permissions')), part))).flatMap(permissionScopes),
        ),
        ...repositoryScope(record.raw('selection')),
      ],
      ...(grantedAt === null ? {} : { grantedAt }),
      ...(expiresAt === null ? {} : { expiresAt }),
      ...(lastUsedAt === null ? {} : { lastUsedAt }),
      ...(isPlaceholder(id) ? {} : { nativeId: id }),
    };
    const facts: Fact[] = [
      {
        fact: 'connector',
        client,
        // An expired token is still listed and can no longer be used.
        ...(isExpired === 'true' || isExpired === 'false' ? { enabled: isExpired === 'false' } : {}),
        ...tokenStatement('fine-grained personal access token', tokenLife(record, expiresAt), {
          keyId: tokenId,
          name: record.text('name'),
        }),
      },
      grant,
      { fact: 'owner', client, owner, role: 'technical' },
    ];
    return { facts };
  },
});
