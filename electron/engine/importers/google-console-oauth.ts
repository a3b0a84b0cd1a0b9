import { defineImporter, type Mapped } from './importer.ts';
import { scoreSignature } from './keys.ts';
import {
  CONSOLE_APP_ID,
  CONSOLE_APP_NAME,
  CONSOLE_FIELDS,
  consoleEventKind,
  consoleTime,
  isClientId,
} from './parts/google-console.ts';
import { googlePerson, googleScopes } from './parts/google-ids.ts';
import { GOOGLE_TOKEN_LOG, tokenFact } from './parts/google-token-event.ts';
import { findColumn } from '../reading/keys.ts';
import type { CsvHead } from '../reading/types.ts';

/**
 * OAuth log events as the Admin console exports them: the columns an administrator chose, times in the zone of the
 * browser, headers in the language of the console (the common ones are known; the values show that it is this log). Also
 * the older audit page with `Event name`, `User` and `Client ID`. The export has no event ids.
 */
export default defineImporter({
  id: 'google.console.oauth',
  platform: 'google',
  label: 'OAuth log events (Admin console)',
  system: 'Google Workspace, Admin console, OAuth log events',
  zone: 'local',
  log: GOOGLE_TOKEN_LOG,
  caps: [{ records: 100_000, what: 'the Admin console ends an export' }],
  fields: CONSOLE_FIELDS,
  detect: (head) => {
    if (head.kind !== 'csv') return { score: 0, reason: 'not a CSV file' };
    const proof = proofOf(head);
    if (proof === null) return { score: 0, reason: 'no cell shows that it is the OAuth log of Google' };
    return scoreSignature(head, {
      required: [
        CONSOLE_FIELDS.date.from.join('|'),
        CONSOLE_FIELDS.event.from.join('|'),
        [...CONSOLE_APP_ID, ...CONSOLE_APP_NAME].join('|'),
      ],
      bonus: [CONSOLE_FIELDS.actor.from.join('|'), CONSOLE_FIELDS.scope.from.join('|')],
      against: ['id.time', 'time_usec'],
      proof,
    });
  },
  map: (record, context): Mapped => {
    const time = context.time(consoleTime(record.text('date')));
    if (time === null) return { rejected: 'no readable time' };
    const event = record.text('event');
    if (event === '') return { rejected: 'no event' };
    const kind = consoleEventKind(event);
    if (kind === null) return { rejected: 'an event in words that are not known' };
    const { fact, fault } = tokenFact({
      kind,
      time,
      person: googlePerson(record.text('actor')),
      clientId: record.text('clientId'),
      appName: record.text('appName'),
      scopes: googleScopes(record.text('scope')),
      api: record.text('api'),
      method: record.text('method'),
      bytes: record.text('bytes'),
      ip: record.text('ip'),
      country: record.text('country'),
      network: record.text('network'),
      clientType: record.text('clientType').replaceAll(' ', '_'),
    });
    return fault === null ? { facts: [fact] } : { rejected: fault };
  },
});

/** Which cells show that the table is this log, whatever the language of its header; null when none does. */
function proofOf(head: CsvHead): string | null {
  const column = findColumn(head.header, CONSOLE_APP_ID);
  if (head.sample.some((row) => isClientId(row[column] ?? ''))) return 'client ids of Google';
  const scopes = findColumn(head.header, CONSOLE_FIELDS.scope.from);
  return head.sample.some((row) => (row[scopes] ?? '').includes('googleapis.com/auth/')) ? 'scopes of Google' : null;
}
