import type { InventoryFilter } from '../../../shared/contract/inventory.ts';
import { INVENTORY_SORTS } from '../../../shared/domain/inventory-sorts.ts';
import {
  GRANT_KINDS,
  ORIGINS,
  OUTCOMES,
  PLATFORMS,
  RATED_TIERS,
  SEVERITIES,
  USAGE_STATUSES,
} from '../../../shared/domain/terms.ts';
import { readTiers, writeTiers } from '../../components/tier-address.ts';
import type { GridSort } from '../../components/DataGrid.tsx';

/** What the engine takes at most. */
const LONGEST_TEXT = 200;

export type InventorySortKey = (typeof INVENTORY_SORTS)[number];

/** What the inventory is asked, as it stands in the address, so that reloading and going back keep it. */
export interface InventoryQuestion {
  readonly filter: InventoryFilter;
  readonly sort: GridSort<InventorySortKey>;
}

/** Reads the question from the address; a part that is malformed counts as not asked. */
export function readQuestion(params: URLSearchParams): InventoryQuestion {
  const one = <T>(name: string, known: readonly T[]) => known.find((value) => String(value) === params.get(name));
  const list = <T>(name: string, known: readonly T[]) => knownOnes(params.get(name)?.split(','), known);
  const filter: InventoryFilter = {
    text: params.get('text')?.slice(0, LONGEST_TEXT),
    platforms: list('platform', PLATFORMS),
    origins: list('origin', ORIGINS),
    kinds: list('kind', GRANT_KINDS),
    severities: list('severity', SEVERITIES),
    minTier: one('tier', RATED_TIERS),
    tiers: knownOnes(readTiers('exactTier', params), [...RATED_TIERS, null]),
    statuses: list('status', USAGE_STATUSES),
    ownership: one('ownership', OUTCOMES),
    rule: params.get('rule') ?? undefined,
    decided: one('decided', ['decided', 'undecided'] as const),
  };
  return {
    filter,
    sort: { by: one('sort', INVENTORY_SORTS) ?? 'risk', descending: params.get('order') !== 'up' },
  };
}

/** A list as the known values it names; undefined when it was not given, or when it names another. */
function knownOnes<T>(given: readonly unknown[] | undefined, known: readonly T[]): T[] | undefined {
  const found = given?.map((value) => known.find((one) => String(one) === String(value)));
  return found?.every((one) => one !== undefined) === true ? found : undefined;
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
