import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import type { RemedyAction } from '../../../shared/contract/remediation.ts';
import { GRANT_KIND_LABELS, PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { Badge, DecisionBadge } from '../../components/Badge.tsx';
import { cx } from '../../components/cx.ts';
import { Checkbox } from '../../components/Field.tsx';
import { Name } from '../../components/Name.tsx';
import { Skeleton } from '../../components/State.tsx';
import type { PagedRows } from '../../engine/hooks.ts';
import { STATE_ICONS, STATE_TONES } from './states.ts';
import styles from './ActionList.module.css';

/** Actions as a virtual list, what stands worst first: tick to select, press the name to open. */
export function ActionList({
  pages,
  resetKey,
  selected,
  onToggle,
  onOpen,
  empty,
}: {
  readonly pages: PagedRows<RemedyAction>;
  /** Changing it scrolls back to the top. */
  readonly resetKey: string;
  readonly selected: ReadonlySet<string>;
  readonly onToggle: (action: RemedyAction) => void;
  readonly onOpen: (action: RemedyAction) => void;
  readonly empty: ReactNode;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { total, row, onRange, isStale } = pages;
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => 92,
    overscan: 6,
    useFlushSync: false,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onRange(first, last), [first, last, onRange]);
  useEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  }, [resetKey]);
  if (total === 0) return empty;
  return (
    <div ref={scroller} className={styles.scroller} role="list" aria-label="Actions" aria-busy={isStale}>
      <div className={styles.all} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const action = row(item.index);
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              role="listitem"
              aria-setsize={total}
              aria-posinset={item.index + 1}
              className={styles.row}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {action === undefined ? (
                <Skeleton width="60%" />
              ) : (
                <ActionRow
                  action={action}
                  isSelected={selected.has(action.actionId)}
                  onToggle={() => onToggle(action)}
                  onOpen={() => onOpen(action)}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function ActionRow({
  action,
  isSelected,
  onToggle,
  onOpen,
}: {
  readonly action: RemedyAction;
  readonly isSelected: boolean;
  readonly onToggle: () => void;
  readonly onOpen: () => void;
}) {
  return (
    <>
      <Checkbox isSelected={isSelected} onChange={onToggle} aria-label={`Select ${action.name}, ${action.what}`} />
      <div className={styles.state}>
        <StateBadge action={action} />
      </div>
      <div className={styles.body}>
        <div className={styles.head}>
          <button type="button" className={styles.open} onClick={onOpen}>
            <Name strong staticWarning warning={action.nameWarning}>
              {action.name}
            </Name>
          </button>
          <DecisionBadge decision={action.decision} />
        </div>
        <p className={styles.where}>
          {PLATFORM_LABELS[action.platform]}, <bdi>{action.tenant}</bdi>, {GRANT_KIND_LABELS[action.kind].toLowerCase()}
        </p>
        <p className={styles.what}>
          <bdi>{action.what}</bdi>
        </p>
        <p className={styles.sentence}>
          <bdi>{action.sentence}</bdi>
        </p>
      </div>
      <div className={styles.side}>
        <span className={cx(action.owner === null && styles.quiet)}>
          Carried out by: <bdi>{action.owner ?? 'nobody yet'}</bdi>
        </span>
        <DueText action={action} />
      </div>
    </>
  );
}

/** Where an action stands, in a word. */
export function StateBadge({ action }: { readonly action: RemedyAction }) {
  return (
    <Badge tone={STATE_TONES[action.state]} icon={STATE_ICONS[action.state]}>
      {action.stateLabel}
    </Badge>
  );
}

function DueText({ action }: { readonly action: RemedyAction }) {
  if (action.state === 'verified') return null;
  return (
    <span className={cx(styles.due, action.isOverdue && styles.overdue)}>
      {action.isOverdue ? 'Overdue since' : 'Due'} {action.due}
    </span>
  );
}
