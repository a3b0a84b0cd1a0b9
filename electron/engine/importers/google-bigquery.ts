import { textOf } from '../import/field-reader.ts';
import type { JsonValue } from '../reading/types.ts';
import { defineImporter, type Mapped } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { activityEventId } from './parts/google-activities.ts';
import { googlePerson, googleScopes } from './parts/google-ids.ts';
import { GOOGLE_TOKEN_LOG, tokenEventKind, tokenFact } from './parts/google-token-event.ts';

/**
 * The table `activity` of Google's BigQuery export: nested `token` records as JSON, or flattened to `token.client_id` or
 * `token_client_id` in CSV. It is the token log once more, so its events have the keys of the Reports API. Rows of other
 * logs share the table; domain-wide delegation is read from the admin log of the Reports API.
 */
export default defineImporter({
  id: 'google.bigquery',
  platform: 'google',
  label: 'BigQuery export of activities (token)',
  system: 'Google Workspace, BigQuery export',
  log: GOOGLE_TOKEN_LOG,
  fields: {
    time: { from: ['time_usec'] },
    email: { from: ['email'] },
    ip: { from: ['ip_address'] },
    recordType: { from: ['record_type'] },
    eventName: { from: ['event_name'] },
    qualifier: { from: ['unique_identifier'] },
    clientId: { from: ['token.client_id'] },
    appName: { from: ['token.app_name'] },
    scope: { from: ['token.scope'] },
    api: { from: ['token.api_name'] },
    method: { from: ['token.method_name'] },
    bytes: { from: ['token.num_response_bytes'] },
    clientType: { from: ['token.client_type'] },
    country: { from: ['network_info.region_code'] },
    network: { from: ['network_info.ip_asn'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['time_usec', 'event_name', 'token.client_id|token_client_id'],
      bonus: ['record_type', 'email', 'unique_identifier', 'token.app_name|token_app_name'],
    }),
  map: (record, context): Mapped => {
    const recordType = record.text('recordType').toLowerCase();
    if (recordType !== '' && recordType !== 'token')
      return { notRelevant: 'row of another log of the table: export that log by the Reports API' };
    const time = context.time(record.text('time'));
    if (time === null) return { rejected: 'no readable time' };
    const name = record.text('eventName');
    if (name === '') return { rejected: 'no event name' };
    const kind = tokenEventKind(name);
    if (kind === undefined) return { notRelevant: 'activity that says nothing about grants', at: time };
    const { fact, fault } = tokenFact({
      kind,
      time,
      person: googlePerson(record.text('email')),
      clientId: record.text('clientId'),
      appName: record.text('appName'),
      scopes: scopeNames(record.raw('scope')).flatMap(googleScopes),
      api: record.text('api'),
      method: record.text('method'),
      bytes: record.text('bytes'),
      ip: record.text('ip'),
      country: record.text('country'),
      network: record.text('network'),
      clientType: record.text('clientType'),
      ...activityEventId(time, record.text('qualifier'), 0),
    });
    return fault === null ? { facts: [fact] } : { rejected: fault };
  },
});

/** A list, or in CSV a text of one: `["a","b"]`, `[a, b]`, `a,b`. */
function scopeNames(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.map(textOf) : [textOf(value).replace(/["'[\]]/g, ' ')];
}
