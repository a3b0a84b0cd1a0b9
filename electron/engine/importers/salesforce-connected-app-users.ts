import { defineImporter, type ClientReference } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { personOf } from './parts/principals.ts';
import { salesforceId } from './parts/salesforce-id.ts';

/** The page of one app under Connected Apps OAuth Usage: who authorized it, first and last use. It does not name the app. */
export default defineImporter({
  id: 'sf.connectedapps.users',
  platform: 'salesforce',
  label: 'People of one connected app (OAuth usage page)',
  system: 'Salesforce, Setup, Connected Apps OAuth Usage, one app',
  zone: 'local',
  lists: 'connector',
  asksSubject: 'Which connected app is this page about? Give its name as Salesforce shows it, or its id (0H4…).',
  fields: {
    user: { from: ['User', 'User Name', 'Username'] },
    first: { from: ['First used', 'First Use'] },
    last: { from: ['Most recent use', 'Last Used', 'Last Use'] },
    count: { from: ['Total uses', 'Use Count'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: [
        'User|User Name|Username',
        'First used|First Use',
        'Most recent use|Last Used|Last Use',
        'Total uses|Use Count',
      ],
      against: ['AppName', 'Connected App', 'client_id', 'scope', 'scopes'],
    }),
  map: (record, context) => {
    const user = personOf(record.text('user'));
    if (user === null) return { rejected: 'no user' };
    const grantedAt = context.time(record.text('first'));
    const lastUsedAt = context.time(record.text('last'));
    const client = subjectOf(context.subject);
    if (client === null) return { rejected: 'the file does not name its app, and it was not stated' };
    return {
      facts: [
        {
          fact: 'grant',
          client,
          kind: 'delegated-user',
          principal: user,
          scopes: [],
          nativeId: JSON.stringify([record.text('first'), record.text('last'), record.text('count')]),
          ...(grantedAt === null ? {} : { grantedAt }),
          ...(lastUsedAt === null ? {} : { lastUsedAt }),
        },
      ],
    };
  },
});

function subjectOf(subject: string): ClientReference | null {
  const text = subject.trim();
  if (text === '') return null;
  const id = /^(?:0H4|888)/.test(text) ? salesforceId(text) : null;
  return id === null ? { space: 'name', id: text, name: text } : { space: 'app', id: id.id };
}
