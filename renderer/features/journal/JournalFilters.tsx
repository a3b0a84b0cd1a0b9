import type { JournalFilter } from '../../../shared/contract/journal.ts';
import type { Round } from '../../../shared/contract/item-states.ts';
import { ROUNDS } from '../../../shared/contract/item-states.ts';
import { DateField } from '../../components/DateField.tsx';
import { Button } from '../../components/Button.tsx';
import { formatCount } from '../../components/format.ts';
import { FilterSelect } from '../../components/FilterSelect.tsx';
import { TextFilter } from '../../components/TextFilter.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './JournalScreen.module.css';

/** Narrows the list: words, types, who, campaign, round, days. */
export function JournalFilters({
  filter,
  onChange,
}: {
  readonly filter: JournalFilter;
  readonly onChange: (filter: JournalFilter) => void;
}) {
  const facets = useEngineQuery('journal.facets', {}, { keepPrevious: true }).data;
  function set<Key extends keyof JournalFilter>(key: Key, value: JournalFilter[Key] | undefined) {
    const { [key]: _dropped, ...rest } = filter;
    onChange(
      value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
        ? rest
        : { ...rest, [key]: value },
    );
  }
  const options = (list: readonly { value: string; label: string; count: number }[] | undefined) =>
    (list ?? []).map(({ value, label, count }) => ({ value, label: `${label} (${formatCount(count)})` }));
  const rounds = (facets?.rounds ?? []).flatMap(({ value, label, count }) => {
    const round: Round | undefined = ROUNDS.find((known) => known === value);
    return round === undefined ? [] : [{ value: round, label: `${label} (${formatCount(count)})` }];
  });
  return (
    <>
      <TextFilter label="Filter by names" text={filter.text ?? ''} onText={(text) => set('text', text)} />
      <FilterSelect
        label="Type"
        values={filter.types ?? []}
        onChange={(values) => set('types', [...values])}
        options={options(facets?.types)}
      />
      <FilterSelect
        label="By"
        single
        values={filter.actor === undefined ? [] : [filter.actor]}
        onChange={([value]) => set('actor', value)}
        options={options(facets?.actors)}
      />
      {(facets?.campaigns.length ?? 0) > 0 && (
        <FilterSelect
          label="Campaign"
          single
          values={filter.campaign === undefined ? [] : [filter.campaign]}
          onChange={([value]) => set('campaign', value)}
          options={options(facets?.campaigns)}
        />
      )}
      {rounds.length > 1 && (
        <FilterSelect
          label="Round"
          single
          values={filter.round === undefined ? [] : [filter.round]}
          onChange={([value]) => set('round', value)}
          options={rounds}
        />
      )}
      <div className={styles.days}>
        <DateField label="From" value={filter.from ?? null} onChange={(day) => set('from', day ?? undefined)} />
        <DateField label="To" value={filter.to ?? null} onChange={(day) => set('to', day ?? undefined)} />
      </div>
      {Object.keys(filter).length > 0 && (
        <Button size="small" variant="ghost" onPress={() => onChange({})}>
          Show all
        </Button>
      )}
    </>
  );
}
