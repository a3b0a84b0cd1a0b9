import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { clientIdFault, googleScopes } from './parts/google-ids.ts';

/**
 * GAM `print tokens`: one row per person and app. The scope delimiter is configurable, so split on all of them. With
 * `csv_output_users_audit` a person without tokens has a row too.
 */
export default defineImporter({
  id: 'google.gam.tokens',
  platform: 'google',
  label: 'GAM tokens per user (CSV)',
  system: 'Google Workspace, GAM print tokens',
  lists: 'tenant',
  fields: {
    user: { from: ['user'] },
    clientId: { from: ['clientId'] },
    name: { from: ['displayText'] },
    anonymous: { from: ['anonymous'] },
    userKey: { from: ['userKey'] },
    scopes: { from: ['scopes'] },
  },
  detect: (head) =>
    head.kind === 'csv'
      ? scoreSignature(head, {
          required: ['clientId', 'displayText', 'scopes'],
          bonus: ['user', 'anonymous', 'nativeApp'],
          // Counted per app: another format.
          against: ['users'],
        })
      : { score: 0, reason: 'not a CSV file' },
  bulk: { what: ['clientId', 'name', 'anonymous', 'scopes'], who: ['user', 'userKey'] },
  map: (record) => {
    const user = record.text('user');
    const clientId = record.text('clientId');
    if (clientId === '') return user === '' ? { rejected: 'no client id' } : { notRelevant: 'person without tokens' };
    const fault = clientIdFault(clientId);
    if (fault !== null) return { rejected: fault };
    if (user === '') return { rejected: 'no user' };
    const userKey = record.text('userKey');
    return {
      facts: [
        {
          fact: 'connector',
          client: { space: 'app', id: clientId, name: record.text('name') },
          publisherVerified: verified(record.text('anonymous')),
        },
        {
          fact: 'grant',
          client: { space: 'app', id: clientId },
          kind: 'delegated-user',
          principal: user,
          scopes: googleScopes(record.text('scopes')),
        },
        { fact: 'principal', ids: userKey === '' ? [user] : [user, userKey] },
      ],
    };
  },
});

/** `anonymous` says that Google does not know the app; its absence says nothing about verification. */
function verified(anonymous: string): boolean | null {
  return anonymous.toLowerCase() === 'true' ? false : null;
}
