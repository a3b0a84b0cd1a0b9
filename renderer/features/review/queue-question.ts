import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { ParamsInput } from '../../../shared/contract/rpc.ts';
import { QUEUE_GROUPS, queueFilter, type QueueGroupBy } from '../../../shared/contract/review.ts';
import { readTiers, writeTiers } from '../../components/tier-address.ts';

export type QueueFilter = ParamsInput<EngineContract, 'review.queue'>['filter'];

/** By what the items are grouped, as it stands in the address; null: not at all. */
export function readGroupBy(params: URLSearchParams): QueueGroupBy | null {
  return QUEUE_GROUPS.find((by) => by === params.get('by')) ?? null;
}

/** Reads the filter of the queue from the address; anything malformed counts as not asked. */
export function readQueue(params: URLSearchParams): QueueFilter {
  const minTier = params.get('minTier');
  const candidate = {
    text: params.get('text'),
    view: params.get('view'),
    vendor: params.get('vendor'),
    owner: params.get('owner'),
    state: params.get('state'),
    platforms: params.get('platform')?.split(',') ?? null,
    minTier: minTier === null ? null : Number(minTier),
    tiers: readTiers('tier', params) ?? null,
    rule: params.get('rule'),
    decision: params.get('decision'),
    grantAge: params.get('grantAge'),
    lastUse: params.get('lastUse'),
  };
  const given = Object.fromEntries(Object.entries(candidate).filter(([, value]) => value !== null));
  const parsed = queueFilter.safeParse(given);
  return parsed.success ? parsed.data : {};
}

/** The address part of a filter; what is at its default is left out. */
export function writeQueue(filter: QueueFilter): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') params.set(name, value);
  };
  put('text', filter.text);
  put('view', filter.view);
  put('vendor', filter.vendor);
  put('owner', filter.owner);
  put('state', filter.state === 'all' ? undefined : filter.state);
  put('platform', filter.platforms?.join(','));
  put('minTier', filter.minTier?.toString());
  put('tier', writeTiers(filter.tiers));
  put('rule', filter.rule);
  put('decision', filter.decision);
  put('grantAge', filter.grantAge);
  put('lastUse', filter.lastUse);
  return params;
}

/** The address of an item. `search`: the question of the queue it was opened from, which is asked again on the way back. */
export function itemPath(itemId: string, search: string): string {
  return `/review/${encodeURIComponent(itemId)}${search}`;
}

/** The address of the queue for a filter. */
export function queuePath(filter: QueueFilter): string {
  const params = writeQueue(filter).toString();
  return params === '' ? '/review' : `/review?${params}`;
}
