import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';

/** GAM `print tokens`: one row per person and app. The scope delimiter is configurable, so split on all of them. */
export default defineImporter({
  id: 'google.gam.tokens',
  platform: 'google',
  label: 'GAM tokens per user (CSV)',
  system: 'Google Workspace, GAM print tokens',
  fields: {
    user: { from: ['user'] },
    clientId: { from: ['clientId'] },
    name: { from: ['displayText'] },
    anonymous: { from: ['anonymous'] },
    userKey: { from: ['userKey'] },
    users: { from: ['users'] },
    scopes: { from: ['scopes'] },
  },
  detect: (head) =>
    head.kind === 'csv'
      ? scoreSignature(head, {
          required: ['clientId', 'displayText', 'scopes'],
          bonus: ['user', 'anonymous', 'nativeApp'],
        })
      : { score: 0, reason: 'not a CSV file' },
  map: (record) => {
    const user = record.text('user');
    const clientId = record.text('clientId');
    if (clientId === '') return user === '' ? { rejected: 'no client id' } : { notRelevant: 'person without tokens' };
    if (user === '') {
      return record.has('users')
        ? { notRelevant: 'aggregate row: no person named, scopes of the first user only' }
        : { rejected: 'no user' };
    }
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
          scopes: record.text('scopes').split(/[\s,;|]+/),
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
