import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { actorClient, STATS_FIELDS, usageFacts } from './parts/github-stats.ts';
import { isPlaceholder } from './parts/placeholders.ts';

/**
 * API insights per actor (`subject-stats`, `user-stats`): how many requests each app made and when the last was. Counts, not
 * events. The person behind the calls of `user-stats` stands in the address of the call only.
 */
export default defineImporter({
  id: 'github.insights',
  platform: 'github',
  label: 'GitHub API insights per app',
  system: 'GitHub, REST API insights',
  log: { id: 'github.insights', label: 'GitHub API insights per app', grade: 'Q2' },
  caps: [
    { records: 30, what: 'one page of the GitHub API ends by default' },
    { records: 100, what: 'the longest page of the GitHub API ends' },
  ],
  fields: {
    type: { from: ['subject_type', 'actor_type'], required: true },
    id: { from: ['subject_id', 'actor_id'] },
    name: { from: ['subject_name', 'actor_name'] },
    appId: { from: ['integration_id'] },
    ...STATS_FIELDS,
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['subject_type|actor_type', 'subject_id|actor_id', 'total_request_count', 'last_request_timestamp'],
      bonus: ['subject_name|actor_name', 'rate_limited_request_count'],
    }),
  map: (record, context) => {
    const id = record.text('id');
    if (isPlaceholder(id)) return { rejected: 'no id of the caller, or a placeholder for one' };
    const name = record.text('name');
    const client = actorClient(record.text('type'), id, isPlaceholder(name) ? '' : name);
    if (client === null) {
      const last = context.time(record.text('last'));
      return { notRelevant: 'requests of a person, not of an app', ...(last === null ? {} : { at: last }) };
    }
    const mapped = usageFacts(record, context, client, undefined);
    const appId = record.text('appId');
    if (!('facts' in mapped) || client.space !== 'installation' || isPlaceholder(appId)) return mapped;
    const bridge = {
      fact: 'connector' as const,
      client: { ...client, space: 'app' as const, id: appId },
      sameAs: [client],
    };
    return { facts: [...mapped.facts, bridge] };
  },
});
