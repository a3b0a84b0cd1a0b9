import { defineImporter, type ClientReference } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { actorClient, countOf, STATS_FIELDS, usageFacts } from './parts/github-stats.ts';

/**
 * API insights per route of one actor (`route-stats`). The actor stands in the address of the call and not in the answer, so
 * the user is asked; without an answer the calls are kept as unattributed.
 */
export default defineImporter({
  id: 'github.insights.routes',
  platform: 'github',
  label: 'GitHub API insights per route',
  system: 'GitHub, REST API insights',
  log: { id: 'github.insights.routes', label: 'GitHub API insights per route', grade: 'Q1' },
  asksSubject:
    'Which app are these routes of? Give what stood in the address of the call, such as installation/954453 or oauth_app/123, or the app id.',
  caps: [
    { records: 30, what: 'one page of the GitHub API ends by default' },
    { records: 100, what: 'the longest page of the GitHub API ends' },
  ],
  fields: { method: { from: ['http_method'] }, route: { from: ['api_route'], required: true }, ...STATS_FIELDS },
  detect: (head) =>
    scoreSignature(head, {
      required: ['http_method', 'api_route', 'total_request_count'],
      bonus: ['rate_limited_request_count', 'last_request_timestamp'],
    }),
  map: (record, context) => {
    const route = record.text('route');
    if (!route.includes('/')) return { rejected: 'no route' };
    const operation = { matcher: 'github' as const, method: record.text('method'), route };
    const client = subjectClient(context.subject);
    if (client !== null) return usageFacts(record, context, client, operation);
    const time = context.time(record.text('last'));
    if (time === null) return { rejected: 'no readable time' };
    if (countOf(record.text('total')) === null) return { rejected: 'no number of requests' };
    return {
      facts: [
        {
          fact: 'unattributed',
          kind: 'use',
          time,
          principal: null,
          result: 'success',
          reason: 'route statistics that do not say of which app; its requests are counted as one',
          operation,
        },
      ],
    };
  },
});

/** What the user stated: an actor type and number, an app id, or a name. */
function subjectClient(subject: string): ClientReference | null {
  const text = subject.trim();
  const typed = /([a-z_]+)[/:\s]+(\d+)\/?\s*$/i.exec(text);
  if (typed !== null) return actorClient(typed[1] ?? '', typed[2] ?? '', '') ?? { space: 'app', id: typed[2] ?? '' };
  if (/^\d+$/.test(text) || /^(?:Iv|Ov)[\w.]{10,}$/.test(text)) return { space: 'app', id: text };
  return text === '' ? null : { space: 'name', id: text, name: text };
}
