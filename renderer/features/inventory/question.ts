import { INVENTORY_SORTS, inventoryFilter, type InventoryFilter } from '../../../shared/contract/inventory.ts';
import { readTiers, writeTiers } from '../../components/tier-address.ts';
import type { GridSort } from '../../components/DataGrid.tsx';

export type InventorySortKey = (typeof INVENTORY_SORTS)[number];

/** What the inventory is asked, as it stands in the address, so that reloading and going back keep it. */
export interface InventoryQuestion {
  readonly filter: InventoryFilter;
  readonly sort: GridSort<InventorySortKey>;
}

/** Reads the question from the address; anything malformed counts as not asked. */
export function readQuestion(params: URLSearchParams): InventoryQuestion {
  const list = (name: string) => params.get(name)?.split(',');
  const tier = params.get('tier');
  const candidate = {
    text: params.get('text') ?? undefined,
    platforms: list('platform'),
    origins: list('origin'),
    kinds: list('kind'),
    severities: list('severity'),
    minTier: tier === null ? undefined : Number(tier),
    tiers: readTiers('exactTier', params),
    statuses: list('status'),
    ownership: params.get('ownership') ?? undefined,
    rule: params.get('rule') ?? undefined,
    decided: params.get('decided') ?? undefined,
  };
  const given = Object.fromEntries(Object.entries(candidate).filter(([, value]) => value !== undefined));
  const parsed = inventoryFilter.safeParse(given);
  return {
    filter: parsed.success ? parsed.data : {},
    sort: {
      by: INVENTORY_SORTS.find((sort) => sort === params.get('sort')) ?? 'risk',
      descending: params.get('order') !== 'up',
    },
  };
}

/** The address part of a question; what is at its default is left out. */
export function writeQuestion({ filter, sort }: InventoryQuestion): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') params.set(name, value);
  };
  put('text', filter.text);
  put('platform', filter.platforms?.join(','));
  put('origin', filter.origins?.join(','));
  put('kind', filter.kinds?.join(','));
  put('severity', filter.severities?.join(','));
  put('tier', filter.minTier?.toString());
  put('rule', filter.rule);
  put('decided', filter.decided);
  put('exactTier', writeTiers(filter.tiers));
  put('status', filter.statuses?.join(','));
  put('ownership', filter.ownership);
  if (sort.by !== 'risk') params.set('sort', sort.by);
  if (!sort.descending) params.set('order', 'up');
  return params;
}

/** The address of the inventory for a filter. */
export function inventoryPath(filter: InventoryFilter): string {
  const params = writeQuestion({ filter, sort: { by: 'risk', descending: true } }).toString();
  return params === '' ? '/inventory' : `/inventory?${params}`;
}
