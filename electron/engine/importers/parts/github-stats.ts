import type { ClientReference, Fact, FieldReader, FieldSource, Mapped, UsageFact, MapContext } from '../importer.ts';
import { oauthApp, personalToken } from './github-tokens.ts';
import { named } from './json-cells.ts';

export type StatsField = 'total' | 'limited' | 'last' | 'lastLimited';

export const STATS_FIELDS: Readonly<Record<StatsField, FieldSource>> = {
  total: { from: ['total_request_count'], required: true },
  limited: { from: ['rate_limited_request_count'] },
  last: { from: ['last_request_timestamp'] },
  lastLimited: { from: ['last_rate_limited_timestamp'] },
};

/**
 * What GitHub counted for one app. Requests beyond the rate limit were not served and count as attempted; what became of
 * the others is not told apart, they count as made. The window that was asked for stands in the address of the call and not
 * in the answer: only the day of the last request is known to be covered.
 */
export function usageFacts(
  record: FieldReader<StatsField>,
  context: MapContext,
  client: ClientReference,
  operation: UsageFact['operation'],
): Mapped {
  const total = countOf(record.text('total'));
  if (total === null) return { rejected: 'no number of requests' };
  const limited = Math.min(countOf(record.text('limited')) ?? 0, total);
  const last = context.time(record.text('last'));
  if (last === null) return total === 0 ? { notRelevant: 'no request counted' } : { rejected: 'no readable time' };
  const facts: Fact[] = [];
  const add = (count: number, time: number, result: UsageFact['result']): void => {
    if (count === 0) return;
    facts.push({
      fact: 'usage',
      client,
      principal: null,
      kind: 'use',
      ...(operation === undefined ? {} : { operation }),
      result,
      count,
      first: time,
      last: time,
      window: { from: time, to: time },
    });
  };
  add(total - limited, last, 'success');
  add(limited, context.time(record.text('lastLimited')) ?? last, 'attempted');
  return facts.length === 0 ? { notRelevant: 'no request counted', at: last } : { facts };
}

/** A whole number as written, null when it is none. */
export function countOf(text: string): number | null {
  const count = Number(text);
  return /^\d+(?:\.0+)?$/.test(text) && Number.isSafeInteger(count) ? count : null;
}

/** The connector behind an actor type and number of the API insights; null when it is a person. */
export function actorClient(type: string, id: string, name: string): ClientReference | null {
  switch (type.toLowerCase()) {
    case 'installation':
      return { space: 'installation', id, ...named(name) };
    case 'oauth_app':
      return oauthApp(id, name);
    case 'fine_grained_pat':
      return personalToken('fine-grained', id, name);
    case 'classic_pat':
      return personalToken('classic', id, name);
    case 'github_app':
    case 'integration':
    case 'github_app_user_to_server':
      return { space: 'app', id, ...named(name) };
    default:
      return null;
  }
}
