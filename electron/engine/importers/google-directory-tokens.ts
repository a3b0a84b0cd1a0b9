import { textOf } from '../import/field-reader.ts';
import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';

/** Directory API `tokens.list`. It knows no grant time, expiry or last use; the person is a numeric id. */
export default defineImporter({
  id: 'google.directory.tokens',
  platform: 'google',
  label: 'Directory API token list (JSON)',
  system: 'Google Workspace, Directory API tokens.list',
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
    const scopes = record.raw('scopes');
    const client = { space: 'app' as const, id: record.text('clientId') };
    return {
      facts: [
        {
          fact: 'connector',
          client: { ...client, name: record.text('name') },
          publisherVerified: record.text('anonymous') === 'true' ? false : null,
        },
        {
          fact: 'grant',
          client,
          kind: 'delegated-user',
          principal: record.text('userKey'),
          scopes: Array.isArray(scopes) ? scopes.map(textOf) : textOf(scopes).split(/[\s,;|]+/),
        },
      ],
    };
  },
});
