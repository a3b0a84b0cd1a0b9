import type { QueueView, QueueViews as Counts } from '../../../shared/contract/review.ts';
import { Button } from '../../components/Button.tsx';
import { formatCount } from '../../components/format.ts';
import styles from './QueueScreen.module.css';

const LABELS: Readonly<Record<QueueView, string>> = {
  mine: 'Mine, open',
  campaign: 'Campaign',
  second: 'Second review',
  disputed: 'To settle',
  outside: 'Outside',
};

/** The parts of the queue of a campaign or of several people, each with how many items it holds. */
export function QueueViews({
  counts,
  selected,
  onSelect,
}: {
  readonly counts: Counts | undefined;
  readonly selected: QueueView | undefined;
  readonly onSelect: (view: QueueView | undefined) => void;
}) {
  if (counts === undefined) return null;
  const views = viewsOf(counts);
  if (views.length === 0) return null;
  return (
    <div role="group" aria-label="Part of the queue" className={styles.states}>
      <View label="All" count={counts.all} isSelected={selected === undefined} onPress={() => onSelect(undefined)} />
      {views.map((view) => (
        <View
          key={view}
          label={LABELS[view]}
          count={counts[view]}
          isSelected={selected === view}
          onPress={() => onSelect(view)}
        />
      ))}
    </div>
  );
}

/** What can hold something in this case. */
function viewsOf({ campaign, isOfPeople }: Counts): readonly QueueView[] {
  const ofPeople: readonly QueueView[] = isOfPeople ? ['second', 'disputed'] : [];
  if (campaign > 0) return ['mine', 'campaign', ...ofPeople, 'outside'];
  return isOfPeople ? ['mine', ...ofPeople] : [];
}

function View({
  label,
  count,
  isSelected,
  onPress,
}: {
  readonly label: string;
  readonly count: number;
  readonly isSelected: boolean;
  readonly onPress: () => void;
}) {
  return (
    <Button size="small" variant={isSelected ? 'secondary' : 'ghost'} aria-pressed={isSelected} onPress={onPress}>
      {label} <span className={styles.none}>{formatCount(count)}</span>
    </Button>
  );
}
