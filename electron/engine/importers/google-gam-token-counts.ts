import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { clientIdFault } from './parts/google-ids.ts';

/**
 * GAM `print tokens aggregateusersby`: one row per app with the number of people and the scopes of the first of them. It
 * names nobody, so it lists no grant; the app and the number are kept as stated.
 */
export default defineImporter({
  id: 'google.gam.token-counts',
  platform: 'google',
  label: 'GAM tokens counted per app (CSV, lists no grants)',
  system: 'Google Workspace, GAM print tokens, aggregated',
  fields: {
    clientId: { from: ['clientId'] },
    name: { from: ['displayText'] },
    anonymous: { from: ['anonymous'] },
    users: { from: ['users'] },
  },
  detect: (head) =>
    head.kind === 'csv'
      ? scoreSignature(head, {
          required: ['clientId', 'displayText', 'users'],
          bonus: ['anonymous', 'nativeApp'],
          against: ['user', 'userKey'],
        })
      : { score: 0, reason: 'not a CSV file' },
  map: (record) => {
    const id = record.text('clientId');
    const fault = clientIdFault(id);
    if (fault !== null) return { rejected: fault };
    const users = record.text('users');
    if (!/^\d{1,9}$/.test(users)) return { rejected: 'the number of users is no whole number' };
    return {
      facts: [
        {
          fact: 'connector',
          client: { space: 'app', id, name: record.text('name') },
          publisherVerified: record.text('anonymous').toLowerCase() === 'true' ? false : null,
          statedUsers: Number(users),
        },
      ],
    };
  },
});
