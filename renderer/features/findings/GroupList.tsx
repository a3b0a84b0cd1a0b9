import {
  FINDING_GROUPS,
  type FindingGroup,
  type FindingGroupBy,
  type FindingsFilter,
} from '../../../shared/contract/findings.ts';
import { SEVERITIES } from '../../../shared/domain/terms.ts';
import { SEVERITY_LABELS } from '../../components/Badge.tsx';
import { cx } from '../../components/cx.ts';
import { formatCount } from '../../components/format.ts';
import { Select } from '../../components/Select.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './GroupList.module.css';

const BY_LABELS: Readonly<Record<FindingGroupBy, string>> = {
  rule: 'By rule',
  severity: 'By severity',
  platform: 'By platform',
  tenant: 'By tenant',
  owner: 'By business owner',
};

/** Groups of findings with their four outcomes; pressing one shows only its own. */
export function GroupList({
  by,
  onBy,
  filter,
  selected,
  onSelect,
}: {
  readonly by: FindingGroupBy;
  readonly onBy: (by: FindingGroupBy) => void;
  readonly filter: FindingsFilter;
  /** Key of the chosen group, or null for all. */
  readonly selected: string | null;
  readonly onSelect: (key: string | null) => void;
}) {
  const groups = useEngineQuery('findings.groups', { by, filter }, { keepPrevious: true });
  return (
    <nav className={styles.groups} aria-label="Groups of findings">
      <div className={styles.by}>
        <Select
          label="Group findings"
          hideLabel
          value={by}
          onChange={onBy}
          options={FINDING_GROUPS.map((value) => ({ value, label: BY_LABELS[value] }))}
        />
      </div>
      {groups.isPending && <SkeletonRows rows={8} height={48} />}
      {groups.isError && <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />}
      {groups.data && (
        <>
          <button
            type="button"
            className={cx(styles.group, selected === null && styles.selected)}
            aria-pressed={selected === null}
            onClick={() => onSelect(null)}
          >
            <span className={styles.title}>All</span>
          </button>
          {groups.data.map((group) => (
            <Group
              key={group.key}
              by={by}
              group={group}
              isSelected={selected === group.key}
              onPress={() => onSelect(selected === group.key ? null : group.key)}
            />
          ))}
        </>
      )}
    </nav>
  );
}

function Group({
  by,
  group,
  isSelected,
  onPress,
}: {
  readonly by: FindingGroupBy;
  readonly group: FindingGroup;
  readonly isSelected: boolean;
  readonly onPress: () => void;
}) {
  const severity = by === 'severity' ? SEVERITIES.find((value) => value === group.key) : undefined;
  return (
    <button
      type="button"
      className={cx(styles.group, isSelected && styles.selected)}
      aria-pressed={isSelected}
      onClick={onPress}
    >
      {by === 'rule' && <span className={styles.id}>{group.key}</span>}
      <bdi className={styles.title}>{severity === undefined ? group.label : SEVERITY_LABELS[severity]}</bdi>
      <span className={cx(styles.found, group.findings === 0 && styles.none)}>{formatCount(group.findings)}</span>
      <span className={styles.outcomes}>
        <Outcome label="clear" value={group.clear} />
        <Outcome label="could not be judged" value={group.undeterminable} isWarning />
        <Outcome label="not applicable" value={group.notApplicable} />
      </span>
    </button>
  );
}

function Outcome({
  label,
  value,
  isWarning = false,
}: {
  readonly label: string;
  readonly value: number;
  readonly isWarning?: boolean;
}) {
  if (value === 0) return null;
  return (
    <span className={cx(isWarning && styles.warning)}>
      {formatCount(value)} {label}
    </span>
  );
}
