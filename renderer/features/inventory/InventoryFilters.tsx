import type { InventoryFilter } from '../../../shared/contract/inventory.ts';
import {
  GRANT_KIND_LABELS,
  GRANT_KINDS,
  ORIGIN_LABELS,
  ORIGINS,
  PLATFORM_LABELS,
  PLATFORMS,
  OUTCOMES,
  OWNERSHIP_LABELS,
  SEVERITIES,
  USAGE_STATUS_LABELS,
  USAGE_STATUSES,
} from '../../../shared/domain/terms.ts';
import { SEVERITY_LABELS, TIER_TEXTS } from '../../components/Badge.tsx';
import { FilterChip } from '../../components/FilterChip.tsx';
import { FilterSelect } from '../../components/FilterSelect.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';

const TIERS = [
  { value: '4', label: 'Tier 4', description: TIER_TEXTS['4'] },
  { value: '3', label: 'Tier 3 and above, and unrated', description: TIER_TEXTS['3'] },
  { value: '2', label: 'Tier 2 and above', description: TIER_TEXTS['2'] },
  { value: '1', label: 'Tier 1 and above', description: TIER_TEXTS['1'] },
] as const;

/** The filter chips of the inventory. */
export function InventoryFilters({
  filter,
  onChange,
  isReady,
}: {
  readonly filter: InventoryFilter;
  /** Whether the rows can be used; what the filters offer is asked after that. */
  readonly isReady: boolean;
  readonly onChange: (filter: InventoryFilter) => void;
}) {
  const overview = useEngineQuery('overview.get', {}, { enabled: isReady });
  const present = overview.data?.byPlatform.map((row) => row.platform);
  const platforms = PLATFORMS.filter((platform) => present === undefined || present.includes(platform));
  const groups = useEngineQuery('findings.groups', { by: 'rule', filter: {} }, { enabled: isReady });
  const rules = groups.data?.filter((rule) => rule.findings > 0) ?? [];

  function set<Key extends keyof InventoryFilter>(key: Key, value: InventoryFilter[Key] | undefined) {
    const { [key]: _dropped, ...rest } = filter;
    onChange(value === undefined || (Array.isArray(value) && value.length === 0) ? rest : { ...rest, [key]: value });
  }
  return (
    <>
      <FilterSelect
        label="Platform"
        values={filter.platforms ?? []}
        onChange={(values) => set('platforms', [...values])}
        options={platforms.map((value) => ({ value, label: PLATFORM_LABELS[value] }))}
      />
      <FilterSelect
        label="Whose app"
        values={filter.origins ?? []}
        onChange={(values) => set('origins', [...values])}
        options={ORIGINS.map((value) => ({ value, label: ORIGIN_LABELS[value] }))}
      />
      <FilterSelect
        label="Kind"
        values={filter.kinds ?? []}
        onChange={(values) => set('kinds', [...values])}
        options={GRANT_KINDS.map((value) => ({ value, label: GRANT_KIND_LABELS[value] }))}
      />
      <FilterSelect
        label="Tier"
        single
        values={TIERS.map((tier) => tier.value).filter((value) => value === filter.minTier?.toString())}
        onChange={([value]) => set('minTier', value === undefined ? undefined : Number(value))}
        options={TIERS}
      />
      <FilterSelect
        label="Scopes"
        values={filter.statuses ?? []}
        onChange={(values) => set('statuses', [...values])}
        options={USAGE_STATUSES.map((value) => ({ value, label: USAGE_STATUS_LABELS[value] }))}
      />
      <FilterSelect
        label="Owner"
        single
        values={filter.ownership === undefined ? [] : [filter.ownership]}
        onChange={([value]) => set('ownership', value)}
        options={OUTCOMES.map((value) => ({ value, label: OWNERSHIP_LABELS[value] }))}
      />
      <FilterSelect
        label="Severity"
        values={filter.severities ?? []}
        onChange={(values) => set('severities', [...values])}
        options={SEVERITIES.map((value) => ({ value, label: SEVERITY_LABELS[value] }))}
      />
      <FilterSelect
        label="Finding"
        single
        values={filter.rule === undefined ? [] : [filter.rule]}
        onChange={([value]) => set('rule', value)}
        options={rules.map((rule) => ({ value: rule.key, label: rule.label, description: rule.key }))}
      />
      <FilterSelect
        label="Review"
        single
        values={filter.decided === undefined ? [] : [filter.decided]}
        onChange={([value]) => set('decided', value)}
        options={[
          { value: 'undecided', label: 'Something undecided' },
          { value: 'decided', label: 'All decided' },
        ]}
      />
      {filter.tiers !== undefined && (
        <FilterChip
          label={`Only ${filter.tiers.map((tier) => (tier === null ? 'unrated' : `tier ${tier}`)).join(', ')}`}
          onRemove={() => set('tiers', undefined)}
        />
      )}
    </>
  );
}
