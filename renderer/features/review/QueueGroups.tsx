import { QUEUE_GROUPS, type QueueGroup, type QueueGroupBy } from '../../../shared/contract/review.ts';
import { cx } from '../../components/cx.ts';
import { formatCount } from '../../components/format.ts';
import { Select } from '../../components/Select.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from '../findings/GroupList.module.css';
import type { QueueFilter } from './queue-question.ts';

export const GROUP_LABELS: Readonly<Record<QueueGroupBy, string>> = {
  vendor: 'By vendor',
  owner: 'By business owner',
  platform: 'By platform',
};

/** Groups of the items that match, with how many are left; pressing one shows only its own. */
export function QueueGroups({
  by,
  onBy,
  filter,
  selected,
  onSelect,
}: {
  readonly by: QueueGroupBy;
  readonly onBy: (by: QueueGroupBy) => void;
  readonly filter: QueueFilter;
  /** Key of the chosen group, or null for all. */
  readonly selected: string | null;
  readonly onSelect: (key: string | null) => void;
}) {
  const answer = useEngineQuery('review.queueGroups', { by, filter }, { keepPrevious: true });
  return (
    <nav className={styles.groups} aria-label="Groups of review items">
      <div className={styles.by}>
        <Select
          label="Group review items"
          hideLabel
          value={by}
          onChange={onBy}
          options={QUEUE_GROUPS.map((value) => ({ value, label: GROUP_LABELS[value] }))}
        />
      </div>
      {answer.isPending && <SkeletonRows rows={8} height={48} />}
      {answer.isError && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data && (
        <>
          <button
            type="button"
            className={cx(styles.group, selected === null && styles.selected)}
            aria-pressed={selected === null}
            onClick={() => onSelect(null)}
          >
            <span className={styles.title}>All</span>
          </button>
          {answer.data.groups.map((group) => (
            <Group
              key={group.key}
              group={group}
              isSelected={selected === group.key}
              onPress={() => onSelect(selected === group.key ? null : group.key)}
            />
          ))}
          {answer.data.total > answer.data.groups.length && (
            <p className={styles.by}>
              The {formatCount(answer.data.groups.length)} largest of {formatCount(answer.data.total)} groups. Filter to
              see others.
            </p>
          )}
        </>
      )}
    </nav>
  );
}

function Group({
  group,
  isSelected,
  onPress,
}: {
  readonly group: QueueGroup;
  readonly isSelected: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      className={cx(styles.group, isSelected && styles.selected)}
      aria-pressed={isSelected}
      onClick={onPress}
    >
      <bdi className={styles.title}>{group.label}</bdi>
      <span className={styles.found}>{formatCount(group.items)}</span>
      <span className={styles.outcomes}>{group.open === 0 ? 'all decided' : `${formatCount(group.open)} open`}</span>
    </button>
  );
}
