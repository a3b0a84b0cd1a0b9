import { NO_GROUP } from '../../../shared/contract/review.ts';
import { AGE_BAND_LABELS, DECISION_LABELS } from '../../../shared/domain/terms.ts';
import { FilterChip } from '../../components/FilterChip.tsx';
import type { QueueFilter } from './queue-question.ts';

/** Parts of the filter that were chosen elsewhere, each with a way out of it. */
export function QueueChips({
  filter,
  narrow,
}: {
  readonly filter: QueueFilter;
  readonly narrow: (part: Partial<QueueFilter>) => void;
}) {
  const { minTier, decision, grantAge, lastUse, rule, vendor, owner } = filter;
  return (
    <>
      {minTier !== undefined && (
        <FilterChip
          label={minTier > 3 ? `Tier ${minTier} and up` : `Tier ${minTier} and up, unrated`}
          onRemove={() => narrow({ minTier: undefined })}
        />
      )}
      {decision !== undefined && (
        <FilterChip
          label={decision === 'none' ? 'Without a decision' : `Decision: ${DECISION_LABELS[decision]}`}
          onRemove={() => narrow({ decision: undefined })}
        />
      )}
      {grantAge !== undefined && (
        <FilterChip
          label={`Oldest grant: ${AGE_BAND_LABELS[grantAge].toLowerCase()}`}
          onRemove={() => narrow({ grantAge: undefined })}
        />
      )}
      {lastUse !== undefined && (
        <FilterChip
          label={`Since last use: ${AGE_BAND_LABELS[lastUse].toLowerCase()}`}
          onRemove={() => narrow({ lastUse: undefined })}
        />
      )}
      {vendor !== undefined && (
        <FilterChip
          label={vendor === NO_GROUP ? 'No vendor on record' : `Vendor ${vendor}`}
          onRemove={() => narrow({ vendor: undefined })}
        />
      )}
      {owner !== undefined && (
        <FilterChip
          label={owner === NO_GROUP ? 'No business owner' : `Owner ${owner}`}
          onRemove={() => narrow({ owner: undefined })}
        />
      )}
      {rule !== undefined && <FilterChip label={`Finding ${rule}`} onRemove={() => narrow({ rule: undefined })} />}
    </>
  );
}
