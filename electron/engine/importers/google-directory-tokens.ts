import { textOf } from '../import/field-reader.ts';
import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { clientIdFault, googleScopes } from './parts/google-ids.ts';
import { isPlaceholder } from './parts/placeholders.ts';

/**
 * Directory API `tokens.list` of one or several people. It knows no grant time, expiry or last use; the person is a
 * numeric id. A token that was removed is simply not in the list.
 */
export default defineImporter({
  id: 'google.directory.tokens',
  platform: 'google',
  label: 'Directory API token list (JSON)',
  system: 'Google Workspace, Directory API tokens.list',
  lists: 'principal',
  fields: {
    clientId: { from: ['clientId'], required: true },
    name: { from: ['displayText'] },
    anonymous: { from: ['anonymous'] },
    userKey: { from: ['userKey'], required: true },
    scopes: { from: ['scopes'] },
  },
  detect: (head) => {
    if (head.kind !== 'json') return { score: 0, reason: 'not a JSON file' };
    const kind = head.envelope.get('kind') ?? '';
    return scoreSignature(head, {
      required: ['clientId', 'userKey', 'scopes'],
      bonus: ['displayText', 'anonymous', 'nativeApp', 'kind'],
      proof: kind === 'admin#directory#tokenList' ? `the kind ${kind}` : null,
    });
  },
  map: (record) => {
    const client = { space: 'app' as const, id: record.text('clientId') };
    const userKey = record.text('userKey');
    const fault = clientIdFault(client.id);
    if (fault !== null) return { rejected: fault };
    if (isPlaceholder(userKey)) return { rejected: 'the user key is a placeholder' };
    const scopes = record.raw('scopes');
    return {
      facts: [
        {
          fact: 'connector',
          client: { ...client, name: record.text('name') },
          // It says that Google does not know the app; its absence says nothing about verification.
          publisherVerified: record.text('anonymous').toLowerCase() === 'true' ? false : null,
        },
        {
          fact: 'grant',
          client,
          kind: 'delegated-user',
          principal: userKey,
          scopes: Array.isArray(scopes) ? scopes.map(textOf) : googleScopes(textOf(scopes)),
        },
      ],
    };
  },
});
