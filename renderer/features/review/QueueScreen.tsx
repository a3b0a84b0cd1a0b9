import { useEffect, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { BATCH_MOST } from '../../../shared/contract/batch.ts';
import {
  QUEUE_GROUPS,
  type QueueGroupBy,
  type QueueRow,
  type QueueView,
  type QueueViews as QueueViewCounts,
} from '../../../shared/contract/review.ts';
import { PLATFORM_LABELS, PLATFORMS } from '../../../shared/domain/vocabulary.ts';
import { Button } from '../../components/Button.tsx';
import { DataGrid } from '../../components/DataGrid.tsx';
import { formatCounted } from '../../components/format.ts';
import { Page } from '../../components/Page.tsx';
import { FilterSelect } from '../../components/Select.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { TextFilter } from '../../components/TextFilter.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useHotkeys } from '../../components/keyboard.ts';
import { useEngineQuery, usePagedRows } from '../../engine/hooks.ts';
import styles from './QueueScreen.module.css';
import { BatchScreen } from './BatchScreen.tsx';
import { QueueChips } from './QueueChips.tsx';
import { isSelectable, queueColumns } from './queue-columns.tsx';
import { GROUP_LABELS, QueueGroups } from './QueueGroups.tsx';
import { QueueViews } from './QueueViews.tsx';
import { readGroupBy, readQueue, writeQueue, type QueueFilter } from './queue-question.ts';
import { ReviewProgress } from './ReviewProgress.tsx';

const STATES = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Undecided' },
  { value: 'decided', label: 'Decided' },
] as const;
const TIERS = [
  { value: '4', label: 'Tier 4' },
  { value: '3', label: 'Tier 3 and up, unrated' },
  { value: '2', label: 'Tier 2 and up' },
] as const;

/** The review items, highest risk first. Enter opens one; deciding leads from each to the next. */
export function QueueScreen() {
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const filter = readQueue(params);
  const by = readGroupBy(params);
  const ask = (next: QueueFilter, groupBy: QueueGroupBy | null) => {
    const written = writeQueue(next);
    if (groupBy !== null) written.set('by', groupBy);
    setParams(written, { replace: true });
  };
  const narrow = (part: Partial<QueueFilter>) => ask({ ...filter, ...part }, by);
  const [selected, setSelected] = useState<ReadonlyMap<string, QueueRow>>(new Map());
  const [isBatching, setIsBatching] = useState(false);
  const views = useEngineQuery('review.views', {}).data;
  const hasCampaign = (views?.campaign ?? 0) > 0;
  const columns = useMemo(() => queueColumns(selected, hasCampaign, by !== null), [selected, hasCampaign, by]);
  const queue = usePagedRows('review.queue', { filter });
  const progress = useEngineQuery('review.progress', {});
  const firstOpen = useEngineQuery('review.queue', { filter: { view: nextView(views) }, offset: 0, limit: 1 });
  const next = firstOpen.data?.rows[0];
  const open = (row: QueueRow) => void navigate(`/review/${encodeURIComponent(row.itemId)}`);

  function mark(row: QueueRow) {
    if (!isSelectable(row)) {
      showToast({
        tone: 'info',
        text: 'Only undecided items of tier 0 to 2 are decided together; the others one by one.',
      });
      return;
    }
    const next = new Map(selected);
    if (!next.delete(row.itemId)) next.set(row.itemId, row);
    setSelected(next);
  }

  // The keys of the grid work at once, unless the person is already typing somewhere.
  useEffect(() => {
    if (!queue.isPending && document.activeElement === document.body) focusGrid();
  }, [queue.isPending]);

  useHotkeys('Review queue', [
    { keys: 'n', label: 'Open the next undecided item', run: () => next && open(next), isEnabled: next !== undefined },
    { keys: 'j', label: 'Next row', run: focusGrid },
    { keys: 'k', label: 'Previous row', run: focusGrid },
    { keys: 'Enter', label: 'Open the marked row', run: focusGrid },
    { keys: 'x', label: 'Select the marked row (tier 0 to 2)', run: focusGrid },
    {
      keys: 'b',
      label: 'Decide the selected rows together',
      run: () => setIsBatching(true),
      isEnabled: selected.size > 0 && !isBatching,
    },
  ]);

  if (isBatching)
    return (
      <BatchScreen
        itemIds={[...selected.keys()]}
        onBack={() => setIsBatching(false)}
        onDone={() => {
          setSelected(new Map());
          setIsBatching(false);
        }}
      />
    );

  return (
    <Page
      fill
      title="Review"
      meta={formatCounted(queue.total, 'item')}
      actions={
        <>
          <ReviewProgress progress={progress.data} />
          <Button
            variant="primary"
            shortcut="n"
            isDisabled={next === undefined}
            onPress={() => next !== undefined && open(next)}
          >
            {progress.data?.decided === 0 ? 'Start review' : 'Next undecided'}
          </Button>
        </>
      }
      toolbar={
        <>
          <QueueViews counts={views} selected={filter.view} onSelect={(view) => narrow({ view })} />
          <TextFilter
            label="Filter by name, publisher or id"
            text={filter.text ?? ''}
            onText={(text) => narrow({ text })}
          />
          <div role="group" aria-label="State" className={styles.states}>
            {STATES.map((option) => (
              <Button
                key={option.value}
                size="small"
                variant={(filter.state ?? 'all') === option.value ? 'secondary' : 'ghost'}
                aria-pressed={(filter.state ?? 'all') === option.value}
                onPress={() => narrow({ state: option.value })}
              >
                {option.label}
              </Button>
            ))}
          </div>
          <FilterSelect
            label="Platform"
            values={filter.platforms ?? []}
            onChange={(platforms) => narrow({ platforms: [...platforms] })}
            options={PLATFORMS.map((platform) => ({ value: platform, label: PLATFORM_LABELS[platform] }))}
          />
          <FilterSelect
            label="Risk"
            single
            values={TIERS.map((tier) => tier.value).filter((value) => value === filter.minTier?.toString())}
            onChange={([value]) => narrow({ minTier: value === undefined ? undefined : Number(value) })}
            options={TIERS}
          />
          <FilterSelect
            label="Group"
            single
            values={by === null ? [] : [by]}
            onChange={([value]) => ask(filter, value ?? null)}
            options={QUEUE_GROUPS.map((value) => ({ value, label: GROUP_LABELS[value] }))}
          />
          <QueueChips filter={filter} narrow={narrow} />
        </>
      }
      footer={
        selected.size === 0 ? undefined : (
          <div className={styles.selection}>
            <span className={styles.count}>
              {formatCounted(selected.size, 'item')} selected; at most {BATCH_MOST} are decided together.
            </span>
            <Button onPress={() => setSelected(new Map())}>Select none</Button>
            <Button variant="primary" shortcut="b" onPress={() => setIsBatching(true)}>
              Decide together…
            </Button>
          </div>
        )
      }
    >
      <div className={by === null ? styles.whole : styles.columns}>
        {by !== null && (
          <QueueGroups
            by={by}
            onBy={(next) => ask(filter, next)}
            filter={filter}
            selected={groupOf(by, filter)}
            onSelect={(key) => narrow(groupPart(by, key))}
          />
        )}
        {queue.error !== null ? (
          <ErrorState error={queue.error} onRetry={queue.retry} />
        ) : queue.isPending ? (
          <SkeletonRows rows={14} height={36} />
        ) : (
          <div className={styles.grid} data-review-queue="">
            <DataGrid
              label="Review items, highest risk first"
              columns={columns}
              total={queue.total}
              row={queue.row}
              onRange={queue.onRange}
              onOpen={open}
              onMark={mark}
              isStale={queue.isStale}
              resetKey={JSON.stringify(filter)}
              stateKey="review-queue"
              empty={
                progress.data?.total === 0 ? (
                  <EmptyState icon="inbox" title="Nothing to review yet">
                    Review items appear once files with grants are imported.
                  </EmptyState>
                ) : (
                  <EmptyState icon="filter" title="No item fits these filters">
                    Clear the text or choose another state.
                  </EmptyState>
                )
              }
            />
          </div>
        )}
      </div>
    </Page>
  );
}

/** Where the next item for whoever looks is found: first reviews before second ones, and then what is to be settled. */
function nextView(views: QueueViewCounts | undefined): QueueView {
  if (views === undefined || views.mine > 0) return 'mine';
  if (views.second > 0) return 'second';
  return views.disputed > 0 ? 'disputed' : 'mine';
}

/** The group a filter shows, or null for all. */
function groupOf(by: QueueGroupBy, filter: QueueFilter): string | null {
  if (by === 'platform') return filter.platforms?.length === 1 ? (filter.platforms[0] ?? null) : null;
  return filter[by] ?? null;
}

function groupPart(by: QueueGroupBy, key: string | null): Partial<QueueFilter> {
  if (by === 'platform') return { platforms: PLATFORMS.filter((platform) => platform === key) };
  return { [by]: key ?? undefined };
}

// The grid handles its own keys once it has the focus; these keys bring the focus there from anywhere on the screen.
function focusGrid(): void {
  document.querySelector<HTMLElement>('[data-review-queue] [role=grid]')?.focus();
}
