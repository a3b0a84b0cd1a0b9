import { BATCH_MOST, type BatchCondition } from '../../../shared/contract/batch.ts';
import { Button } from '../../components/Button.tsx';
import { formatCounted } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './SelectionBar.module.css';

/** Whether the selected items can be decided together. */
export interface BatchCheck {
  readonly conditions: readonly BatchCondition[];
  /** The most of them that meet every condition. */
  readonly largestPart: readonly string[];
  /** The first condition that does not hold, as a sentence; null when all hold and while nothing is selected. */
  readonly problem: string | null;
}

/** Checks the selected items as they are selected. */
export function useBatchCheck(itemIds: readonly string[]): BatchCheck {
  const { data, isPlaceholderData } = useEngineQuery(
    'review.batchCheck',
    { itemIds: [...itemIds] },
    { enabled: itemIds.length > 0, keepPrevious: true },
  );
  if (itemIds.length === 0) return { conditions: [], largestPart: [], problem: null };
  if (data === undefined || isPlaceholderData)
    return { conditions: data?.conditions ?? [], largestPart: [], problem: 'The selection is being checked.' };
  return { ...data, problem: data.conditions.find(({ holds }) => !holds)?.sentence ?? null };
}

/**
 * What can be decided together, and, once items are selected, which conditions hold for them. Always there and always of the
 * same height, so that selecting covers no row.
 */
export function SelectionBar({
  count,
  check,
  onKeep,
  onNone,
  onDecide,
}: {
  readonly count: number;
  readonly check: BatchCheck;
  /** Selects only these. */
  readonly onKeep: (itemIds: readonly string[]) => void;
  readonly onNone: () => void;
  readonly onDecide: () => void;
}) {
  if (count === 0)
    return (
      <div className={styles.bar}>
        <p className={styles.text}>
          Undecided items of tier 0 to 2 have a box (x). Up to {BATCH_MOST} of one vendor with the same evidence and no
          finding of medium severity or more can be decided together; not every case has such items. All others are
          decided one by one.
        </p>
      </div>
    );
  const { largestPart, problem } = check;
  return (
    <div className={styles.bar}>
      <div className={styles.text} role="status">
        <strong>{formatCounted(count, 'item')} selected.</strong> <Conditions {...check} />
      </div>
      {problem !== null && largestPart.length > 0 && (
        <Button onPress={() => onKeep(largestPart)}>Keep the {largestPart.length} that fit</Button>
      )}
      <Button onPress={onNone}>Select none</Button>
      <Button variant="primary" shortcut="b" isDisabled={problem !== null} onPress={onDecide}>
        Decide together…
      </Button>
    </div>
  );
}

function Conditions({ conditions }: BatchCheck) {
  const failed = conditions.filter(({ holds }) => !holds);
  const held = conditions.filter(({ holds }) => holds);
  if (conditions.length === 0) return null;
  if (failed.length === 0)
    return (
      <span className={styles.held} title={held.map(({ sentence }) => sentence).join('\n')}>
        <Icon name="check-circle" /> All {conditions.length} conditions hold.
      </span>
    );
  return (
    <>
      {failed.map(({ sentence }) => (
        <span key={sentence} className={styles.failed}>
          <Icon name="warning" /> <bdi>{sentence}</bdi>{' '}
        </span>
      ))}
      {held.length > 0 && (
        <span className={styles.quiet} title={held.map(({ sentence }) => sentence).join('\n')}>
          {formatCounted(held.length, 'other condition')} {held.length === 1 ? 'holds' : 'hold'}.
        </span>
      )}
    </>
  );
}
