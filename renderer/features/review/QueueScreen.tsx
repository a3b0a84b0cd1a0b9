import { useEffect, useMemo, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { QUEUE_GROUPS, type QueueGroupBy, type QueueRow } from '../../../shared/contract/review.ts';
import { PLATFORM_LABELS, PLATFORMS, type Tier } from '../../../shared/domain/terms.ts';
import { Button } from '../../components/Button.tsx';
import { DataGrid } from '../../components/DataGrid.tsx';
import { formatCounted } from '../../components/format.ts';
import { Page } from '../../components/Page.tsx';
import { FilterSelect } from '../../components/FilterSelect.tsx';
import { EmptyState, ErrorState } from '../../components/State.tsx';
import { TextFilter } from '../../components/TextFilter.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useHotkeys } from '../../components/keyboard.ts';
import { useEngineQuery, usePagedRows } from '../../engine/hooks.ts';
import styles from './QueueScreen.module.css';
import { BatchScreen } from './BatchScreen.tsx';
import { QueueChips } from './QueueChips.tsx';
import { queueColumns, whyNotSelectable } from './queue-columns.tsx';
import { GROUP_LABELS, QueueGroups } from './QueueGroups.tsx';
import { QueueEnd } from './QueueEnd.tsx';
import { QueueViews } from './QueueViews.tsx';
import { itemPath, readGroupBy, readQueue, writeQueue, type QueueFilter } from './queue-question.ts';
import { isEnded } from './review-steps.ts';
import { ReviewProgress } from './ReviewProgress.tsx';
import { SelectionBar, useBatchCheck } from './SelectionBar.tsx';
import { useNextItem } from './use-next-item.ts';

const STATES = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'decided', label: 'Decided' },
] as const;
const TIERS: readonly { readonly value: string; readonly label: string; readonly tier: Tier }[] = [
  ...([4, 3, 2, 1, 0] as const).map((tier) => ({ value: String(tier), label: `Tier ${tier}`, tier })),
  { value: 'unrated', label: 'Unrated', tier: null },
];

/**
 * The review items: those of a campaign by tier and then as they were drawn, else the worst findings first. Enter opens one;
 * deciding leads from each to the next.
 */
export function QueueScreen() {
  const navigate = useNavigate();
  const location = useLocation();
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
  const { row: next, label: nextLabel } = useNextItem(views);
  const check = useBatchCheck([...selected.keys()]);
  const [entered, setEntered] = useState<string | null>(null);
  const open = (row: QueueRow) => void navigate(itemPath(row.itemId, location.search));

  function mark(row: QueueRow) {
    const reason = whyNotSelectable(row);
    if (reason !== null) {
      showToast({ tone: 'info', text: reason });
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

  // Enter in the filter opens the only item that fits, as soon as the answer to what was typed is there.
  const isAnswered = !queue.isPending && !queue.isStale && (filter.text ?? '') === entered;
  const isOne = queue.total === 1;
  const only = isOne ? queue.row(0) : undefined;
  useEffect(() => {
    if (!isAnswered || (isOne && only === undefined)) return;
    setEntered(null);
    if (only === undefined) focusGrid();
    else void navigate(itemPath(only.itemId, location.search));
  }, [isAnswered, isOne, only, navigate, location.search]);

  function decideTogether() {
    if (check.problem === null) setIsBatching(true);
    else showToast({ tone: 'info', text: check.problem });
  }

  useHotkeys('Review queue', [
    { keys: 'J', label: 'Open the next undecided item', run: () => next && open(next), isEnabled: next !== undefined },
    { keys: 'j', label: 'Next row', run: focusGrid },
    { keys: 'k', label: 'Previous row', run: focusGrid },
    { keys: 'Enter', label: 'Open the marked row', run: focusGrid },
    { keys: 'x', label: 'Select the marked row (tier 0 to 2)', run: focusGrid },
    {
      keys: 'b',
      label: 'Decide the selected rows together',
      run: decideTogether,
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
      meta={
        <>
          <span>{formatCounted(queue.total, 'item')}</span>
          <span
            title={
              hasCampaign
                ? 'The items of the campaign: highest tier first, within a tier in the order that was drawn. Then what the campaign leaves out.'
                : 'The item with the worst finding stands first, then the one of the highest tier, then the one with more findings and more people.'
            }
          >
            {hasCampaign ? 'highest tier first' : 'worst findings first'}
          </span>
        </>
      }
      actions={
        <>
          <ReviewProgress progress={progress.data} />
          <Button
            variant="primary"
            shortcut="J"
            isDisabled={next === undefined}
            onPress={() => next !== undefined && open(next)}
          >
            {progress.data?.decided === 0 ? 'Start review' : nextLabel}
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
            onEnter={setEntered}
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
            values={TIERS.filter(({ tier }) => filter.tiers?.includes(tier) === true).map(({ value }) => value)}
            onChange={(values) =>
              narrow({
                minTier: undefined,
                tiers:
                  values.length === 0
                    ? undefined
                    : TIERS.filter(({ value }) => values.includes(value)).map(({ tier }) => tier),
              })
            }
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
        progress.data?.total === 0 ? undefined : (
          <SelectionBar
            count={selected.size}
            check={check}
            onKeep={(itemIds) =>
              setSelected(
                new Map(
                  itemIds.flatMap((itemId) => {
                    const row = selected.get(itemId);
                    return row === undefined ? [] : [[itemId, row] as const];
                  }),
                ),
              )
            }
            onNone={() => setSelected(new Map())}
            onDecide={decideTogether}
          />
        )
      }
    >
      {isEnded(location.state) && !queue.isPending && <QueueEnd waiting={queue.total} progress={progress.data} />}
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
        ) : (
          <div className={styles.grid} data-review-queue="">
            <DataGrid
              label="Review items"
              columns={columns}
              total={queue.total}
              isPending={queue.isPending}
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
