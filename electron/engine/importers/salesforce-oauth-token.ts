import { readPath } from '../reading/keys.ts';
import { defineImporter, type FieldReader, type GrantFact } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { salesforceAppName } from './parts/salesforce-app-name.ts';
import { salesforceUser } from './parts/salesforce-user.ts';

type Field =
  | 'appName'
  | 'userId'
  | 'userName'
  | 'lastUsed'
  | 'created'
  | 'useCount'
  | 'accessToken'
  | 'requestToken'
  | 'deleteToken';

/**
 * OauthToken rows: one per token, several per app and person. They name the app and give neither its id nor the scopes.
 * The number of uses counts failed attempts too and says nothing that could be relied on, so it is not read as usage.
 */
export default defineImporter<Field>({
  id: 'sf.oauthtoken',
  platform: 'salesforce',
  label: 'OAuth tokens (OauthToken)',
  system: 'Salesforce, SOQL query of OauthToken',
  lists: 'tenant',
  caps: [{ records: 2500, what: 'a query of OauthToken ends' }],
  fields: {
    appName: { from: ['AppName'] },
    userId: { from: ['UserId', 'User.Id'] },
    userName: { from: ['User.Username', 'Username'] },
    lastUsed: { from: ['LastUsedDate'] },
    created: { from: ['CreatedDate'] },
    useCount: { from: ['UseCount'] },
    accessToken: { from: ['AccessToken'] },
    requestToken: { from: ['RequestToken'] },
    deleteToken: { from: ['DeleteToken'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['AppName', 'UserId|User.Id|User.Username', 'LastUsedDate|UseCount'],
      bonus: ['UseCount', 'LastUsedDate', 'CreatedDate|AppMenuItemId|DeleteToken'],
      proof:
        head.kind === 'json' && head.sample.some((record) => readPath(record, 'attributes.type') === 'OauthToken')
          ? 'the object type OauthToken'
          : null,
    }),
  map: (record, context) => {
    const name = salesforceAppName(record.text('appName'));
    if (name === null) return { rejected: 'no app name' };
    const user = salesforceUser([record.text('userId')], record.text('userName'));
    if (user.principal === null) return { rejected: 'no user' };
    const grantedAt = context.time(record.text('created'));
    const lastUsedAt = context.time(record.text('lastUsed'));
    const grant: GrantFact = {
      fact: 'grant',
      client: { space: 'name', id: name, name },
      kind: 'delegated-user',
      principal: user.principal,
      scopes: [],
      nativeId: tokenKey(record),
      ...(grantedAt === null ? {} : { grantedAt }),
      ...(lastUsedAt === null ? {} : { lastUsedAt }),
    };
    return { facts: [grant, ...user.facts] };
  },
});

/**
 * Tells the tokens of one person for one app apart: their id is always empty. The secrets themselves are gone by now; what
 * is left of them is a mark that differs from token to token.
 */
function tokenKey(record: FieldReader<Field>): string {
  const secrets: readonly Field[] = ['deleteToken', 'accessToken', 'requestToken'];
  const marks = secrets.map((field) => /^\[secret:[0-9a-f]+\]$/.exec(record.text(field))?.[0] ?? '');
  return JSON.stringify([...marks, record.text('created'), record.text('lastUsed'), record.text('useCount')]);
}
