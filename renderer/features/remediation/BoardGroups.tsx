import { REMEDY_STATE_LABELS } from '../../../shared/contract/remediation.ts';
import type { RemedyFilter, remediationContract } from '../../../shared/contract/remediation.ts';
import type { z } from 'zod';
import { cx } from '../../components/cx.ts';
import { formatCount } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Select } from '../../components/Select.tsx';
import { type BoardGroup, GROUPS, STATE_ICONS, STATE_TONES } from './states.ts';
import styles from './BoardGroups.module.css';

type Board = z.output<(typeof remediationContract)['remediation.board']['result']>;

const BY_LABELS: Readonly<Record<BoardGroup, string>> = { state: 'By state', owner: 'By who carries it out' };

/** The actions by state or by owner; pressing a group shows only its own. */
export function BoardGroups({
  board,
  by,
  filter,
  onBy,
  onFilter,
}: {
  readonly board: Board;
  readonly by: BoardGroup;
  readonly filter: RemedyFilter;
  readonly onBy: (by: BoardGroup) => void;
  readonly onFilter: (part: RemedyFilter) => void;
}) {
  const isAll = by === 'state' ? (filter.states ?? []).length === 0 : filter.owner === undefined;
  return (
    <nav className={styles.groups} aria-label="Groups of actions">
      <div className={styles.by}>
        <Select
          label="Group actions"
          hideLabel
          value={by}
          onChange={onBy}
          options={GROUPS.map((value) => ({ value, label: BY_LABELS[value] }))}
        />
      </div>
      <button
        type="button"
        className={cx(styles.group, isAll && styles.selected)}
        aria-pressed={isAll}
        onClick={() => onFilter(by === 'state' ? { states: [] } : { owner: undefined })}
      >
        <span className={styles.title}>All</span>
      </button>
      {by === 'state' &&
        board.states.map(({ state, actions }) => {
          const isSelected = filter.states?.length === 1 && filter.states[0] === state;
          return (
            <button
              key={state}
              type="button"
              className={cx(styles.group, isSelected && styles.selected)}
              aria-pressed={isSelected}
              onClick={() => onFilter({ states: isSelected ? [] : [state] })}
            >
              <Icon name={STATE_ICONS[state]} className={styles[STATE_TONES[state]]} />
              <span className={styles.title}>{REMEDY_STATE_LABELS[state]}</span>
              <span className={cx(styles.count, actions === 0 && styles.none)}>{formatCount(actions)}</span>
            </button>
          );
        })}
      {by === 'owner' &&
        board.owners.map(({ owner, actions, overdue }) => {
          const isSelected = filter.owner === owner;
          return (
            <button
              key={owner}
              type="button"
              className={cx(styles.group, isSelected && styles.selected)}
              aria-pressed={isSelected}
              onClick={() => onFilter({ owner: isSelected ? undefined : owner })}
            >
              <Icon name="person" className={styles.neutral} />
              <bdi className={styles.title}>{owner === '' ? 'Nobody yet' : owner}</bdi>
              <span className={styles.count}>{formatCount(actions)}</span>
              {overdue > 0 && <span className={styles.overdue}>{formatCount(overdue)} overdue</span>}
            </button>
          );
        })}
    </nav>
  );
}
