import { useState } from 'react';
import type { PlannedRound, StagingGroup, StagingRow } from '../../../shared/contract/campaign.ts';
import { GRANT_KIND_LABELS } from '../../../shared/domain/terms.ts';
import { Badge, PlatformLabel, TierBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { formatCount, formatCounted, formatDate } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { errorMessage, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import type { Chosen } from './dialogs.tsx';
import styles from './StagingTab.module.css';

const MOST = 100;
const ROUND_WORDS: Readonly<Record<PlannedRound, string>> = { first: 'First review', second: 'Second review' };

/** One group of the staging check with its rows; acts go to the rows that are ticked, or to all that are open. */
export function StagingGroupPanel({
  group,
  isOpen: startsOpen,
  isChecking,
  onReassign,
  onExcept,
}: {
  readonly group: StagingGroup;
  readonly isOpen: boolean;
  /** The check runs anew after an act: what is shown may be settled already. */
  readonly isChecking: boolean;
  readonly onReassign: (chosen: Chosen) => void;
  readonly onExcept: (chosen: Chosen) => void;
}) {
  const [isOpen, setIsOpen] = useState(startsOpen);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const page = useEngineQuery(
    'campaign.stagingRows',
    { group: group.group, offset: 0, limit: MOST },
    { enabled: isOpen, keepPrevious: true },
  );
  const rows = page.data?.rows ?? [];
  // What was settled in between is no longer there to be ticked.
  const keys = rows.filter(({ key, exception }) => exception === null && ticked.has(key)).map(({ key }) => key);
  const chosen: Chosen = {
    group: group.group,
    keys: keys.length === 0 ? null : keys,
    count: keys.length === 0 ? group.open : keys.length,
    round: group.round,
  };
  const isAboutItems = group.kind === 'unassigned' || group.kind === 'independence';
  const what = keys.length === 0 ? 'all' : formatCount(keys.length);
  const title = titleOf(group);
  function tick(key: string, isOn: boolean) {
    const next = new Set(ticked);
    if (isOn) next.add(key);
    else next.delete(key);
    setTicked(next);
  }
  return (
    <Panel
      title={
        <button type="button" className={styles.toggle} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
          <bdi>{title}</bdi>
          <Badge tone={group.open > 0 ? 'medium' : 'good'}>{countText(group)}</Badge>
        </button>
      }
      actions={
        group.open > 0 && (
          <>
            {isAboutItems && (
              <Button
                size="small"
                isDisabled={isChecking}
                aria-label={`Give ${what} to somebody: ${title}`}
                onPress={() => onReassign(chosen)}
              >
                Give {what} to…
              </Button>
            )}
            {group.kind !== 'unassigned' && (
              <Button
                size="small"
                isDisabled={isChecking}
                aria-label={`Accept ${what}: ${title}`}
                onPress={() => onExcept(chosen)}
              >
                Accept {what}…
              </Button>
            )}
          </>
        )
      }
      flush={isOpen}
    >
      {!isOpen && <p className={styles.quiet}>Folded.</p>}
      {isOpen && page.isPending && <SkeletonRows rows={3} />}
      {isOpen && page.isError && <p className={styles.more}>{errorMessage(page.error)}</p>}
      {isOpen && page.data !== undefined && (
        <>
          <DataTable
            caption={title}
            wrap
            columns={columnsFor(isAboutItems, ticked, tick)}
            rows={rows}
            rowKey={(row) => row.key}
            empty="Nothing of this is left."
          />
          {page.data.total > rows.length && (
            <p className={styles.more}>
              and {formatCounted(page.data.total - rows.length, 'more')}; what is done to all reaches them too
            </p>
          )}
        </>
      )}
    </Panel>
  );
}

function titleOf({ kind, round, person }: StagingGroup): string {
  if (kind === 'unassigned') return round === null ? 'Reviews' : `${ROUND_WORDS[round]}s`;
  if (kind === 'independence')
    return `${person?.name ?? 'Somebody'}, ${round === 'second' ? 'second review' : 'first review'}`;
  return kind === 'evidence' ? 'Files and logs' : kind === 'no-log' ? 'Platforms' : 'Exports';
}

function countText({ open, settled }: StagingGroup): string {
  if (settled === 0) return `${formatCount(open)} open`;
  return open === 0
    ? `${formatCount(settled)} accepted`
    : `${formatCount(open)} open, ${formatCount(settled)} accepted`;
}

function columnsFor(
  isAboutItems: boolean,
  ticked: ReadonlySet<string>,
  onTick: (key: string, isOn: boolean) => void,
): TableColumn<StagingRow>[] {
  return [
    {
      id: 'tick',
      title: <span className="visually-hidden">Chosen</span>,
      width: '44px',
      cell: ({ key, exception, item, sentence }) =>
        exception === null && (
          <Checkbox
            aria-label={`Choose ${item?.name ?? sentence}`}
            isSelected={ticked.has(key)}
            onChange={(isOn) => onTick(key, isOn)}
          />
        ),
    },
    ...(isAboutItems
      ? [
          {
            id: 'item',
            title: 'Item',
            width: '34%',
            cell: ({ item }: StagingRow) =>
              item !== null && (
                <>
                  <span className={styles.item}>
                    <TierBadge tier={item.tier} />
                    <LinkText to={`/review/${encodeURIComponent(item.itemId)}`} quiet>
                      <Name strong staticWarning>
                        {item.name}
                      </Name>
                    </LinkText>
                  </span>
                  <span className={styles.item}>
                    <PlatformLabel platform={item.platform} />
                    <span className={styles.quiet}>{GRANT_KIND_LABELS[item.kind]}</span>
                  </span>
                </>
              ),
          },
        ]
      : []),
    {
      id: 'sentence',
      title: 'What the check says',
      cell: ({ sentence, exception }) => (
        <>
          <p className={styles.sentence}>
            <bdi>{sentence}</bdi>
          </p>
          {exception !== null && (
            <p className={styles.quiet}>
              <bdi>
                Accepted by {exception.by}, {formatDate(exception.at)}: {exception.reason}
              </bdi>
            </p>
          )}
        </>
      ),
    },
  ];
}
