import { defineImporter, type ClientReference, type Fact, type UnattributedFact } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { personalToken, tokenLife, tokenStatement } from './parts/github-tokens.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { personOf } from './parts/principals.ts';
import { scopeWords } from './parts/scope-words.ts';

/**
 * Credentials that members authorized for single sign-on. Of OAuth and GitHub App tokens the list gives no app id: where
 * it has a title or note, that is the app's name, else the token cannot be given to an app. A classic personal access
 * token names itself by the number of the key under it. SSH keys hold no OAuth scopes.
 */
export default defineImporter({
  id: 'github.credentials',
  platform: 'github',
  label: 'Credentials authorized for SAML single sign-on',
  system: 'GitHub, REST API credential authorizations',
  lists: 'tenant',
  caps: [
    { records: 30, what: 'one page of the GitHub API ends by default' },
    { records: 100, what: 'the longest page of the GitHub API ends' },
  ],
  fields: {
    login: { from: ['login'] },
    id: { from: ['credential_id'] },
    type: { from: ['credential_type'], required: true },
    tokenId: { from: ['authorized_credential_id'] },
    title: { from: ['authorized_credential_title'] },
    note: { from: ['authorized_credential_note'] },
    scopes: { from: ['scopes'] },
    granted: { from: ['credential_authorized_at'] },
    lastUsed: { from: ['credential_accessed_at'] },
    expires: { from: ['authorized_credential_expires_at'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['login', 'credential_type', 'credential_authorized_at'],
      bonus: ['credential_id', 'authorized_credential_id', 'credential_accessed_at', 'token_last_eight'],
    }),
  map: (record, context) => {
    const type = record.text('type').toLowerCase();
    const grantedAt = context.time(record.text('granted'));
    if (/ssh|deploy key|public key/.test(type)) {
      return {
        notRelevant: 'an SSH key, which holds no OAuth scopes',
        ...(grantedAt === null ? {} : { at: grantedAt }),
      };
    }
    const login = personOf(record.text('login'));
    if (login === null) return { rejected: 'no login of a person' };
    const id = record.text('id');
    const nativeId = isPlaceholder(id) ? {} : { nativeId: id };
    const lastUsedAt = context.time(record.text('lastUsed'));
    const expiresAt = context.time(record.text('expires'));
    const isPersonal = /personal access token/.test(type);
    const client = clientOf(isPersonal, [record.text('tokenId'), id], [record.text('title'), record.text('note')]);
    if (client === null) {
      if (isPersonal) return { rejected: 'no id of the token, or a placeholder for one' };
      return unattributed(login, isPlaceholder(id) ? null : id, grantedAt, lastUsedAt);
    }
    const facts: Fact[] = [
      {
        fact: 'grant',
        client,
        kind: 'delegated-user',
        principal: login,
        scopes: scopeWords(record.text('scopes')),
        ...nativeId,
        ...(grantedAt === null ? {} : { grantedAt }),
        ...(lastUsedAt === null ? {} : { lastUsedAt }),
        ...(expiresAt === null ? {} : { expiresAt }),
      },
    ];
    facts.push({
      fact: 'connector',
      client,
      ...tokenStatement(record.text('type'), isPersonal ? tokenLife(record, expiresAt) : null, {
        keyId: record.text('tokenId'),
        name: record.text('title') || record.text('note'),
      }),
    });
    if (isPersonal) facts.push({ fact: 'owner', client, owner: login, role: 'technical' });
    return { facts };
  },
});

function clientOf(isPersonal: boolean, ids: readonly string[], names: readonly string[]): ClientReference | null {
  const name = names.find((text) => !isPlaceholder(text)) ?? '';
  if (!isPersonal) return name === '' ? null : { space: 'name', id: name, name };
  const [tokenId = '', credentialId = ''] = ids;
  if (!isPlaceholder(tokenId)) return personalToken('classic', tokenId, name);
  return isPlaceholder(credentialId) ? null : personalToken('classic', `credential-${credentialId}`, name);
}

function unattributed(
  login: string,
  id: string | null,
  grantedAt: number | null,
  lastUsedAt: number | null,
): { readonly facts: readonly Fact[] } | { readonly rejected: string } {
  const base = {
    fact: 'unattributed' as const,
    principal: login,
    result: 'success' as const,
    reason: 'the list names no app for tokens of apps',
    ...(id === null ? {} : { eventId: `credential ${id}` }),
  };
  const facts: UnattributedFact[] = [];
  if (grantedAt !== null) facts.push({ ...base, kind: 'consent', time: grantedAt });
  if (lastUsedAt !== null) facts.push({ ...base, kind: 'use', time: lastUsedAt });
  return facts.length === 0 ? { rejected: 'no readable time' } : { facts };
}
