import { useEffect } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { QueueRow } from '../../../shared/contract/review.ts';
import { GRANT_KIND_LABELS, PLATFORM_LABELS, PLATFORMS } from '../../../shared/domain/vocabulary.ts';
import { DecisionBadge, GradeBadge, PlatformLabel, SeverityBadge, TierBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { DataGrid, type GridColumn } from '../../components/DataGrid.tsx';
import { formatCount, formatCounted, formatDate, noUseText, unnamedPeople } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Page } from '../../components/Page.tsx';
import { FilterSelect } from '../../components/Select.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { TextFilter } from '../../components/TextFilter.tsx';
import { useHotkeys } from '../../components/keyboard.ts';
import { useEngineQuery, usePagedRows } from '../../engine/hooks.ts';
import styles from './QueueScreen.module.css';
import { QueueChips } from './QueueChips.tsx';
import { readQueue, writeQueue, type QueueFilter } from './queue-question.ts';
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
  const narrow = (part: Partial<QueueFilter>) => setParams(writeQueue({ ...filter, ...part }), { replace: true });
  const queue = usePagedRows('review.queue', { filter });
  const progress = useEngineQuery('review.progress', {});
  const firstOpen = useEngineQuery('review.queue', { filter: { state: 'open' }, offset: 0, limit: 1 });
  const next = firstOpen.data?.rows[0];
  const open = (row: QueueRow) => void navigate(`/review/${encodeURIComponent(row.itemId)}`);

  // The keys of the grid work at once, unless the person is already typing somewhere.
  useEffect(() => {
    if (!queue.isPending && document.activeElement === document.body) focusGrid();
  }, [queue.isPending]);

  useHotkeys('Review queue', [
    { keys: 'n', label: 'Open the next undecided item', run: () => next && open(next), isEnabled: next !== undefined },
    { keys: 'j', label: 'Next row', run: focusGrid },
    { keys: 'k', label: 'Previous row', run: focusGrid },
    { keys: 'Enter', label: 'Open the marked row', run: focusGrid },
  ]);

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
          <QueueChips filter={filter} narrow={narrow} />
        </>
      }
    >
      {queue.error !== null ? (
        <ErrorState error={queue.error} onRetry={queue.retry} />
      ) : queue.isPending ? (
        <SkeletonRows rows={14} height={36} />
      ) : (
        <div className={styles.grid} data-review-queue="">
          <DataGrid
            label="Review items, highest risk first"
            columns={COLUMNS}
            total={queue.total}
            row={queue.row}
            onRange={queue.onRange}
            onOpen={open}
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
    </Page>
  );
}

// The grid handles its own keys once it has the focus; these keys bring the focus there from anywhere on the screen.
function focusGrid(): void {
  document.querySelector<HTMLElement>('[data-review-queue] [role=grid]')?.focus();
}

const COLUMNS: readonly GridColumn<QueueRow>[] = [
  { id: 'tier', title: 'Tier', width: '66px', cell: (row) => <TierBadge tier={row.highestTier} /> },
  {
    id: 'name',
    title: 'Connector',
    width: 'minmax(180px, 3fr)',
    cell: (row) => (
      <Name strong warning={row.nameWarning} staticWarning>
        {row.name}
      </Name>
    ),
  },
  { id: 'platform', title: 'Platform', width: '146px', cell: (row) => <PlatformLabel platform={row.platform} /> },
  { id: 'tenant', title: 'Tenant', width: 'minmax(78px, 0.6fr)', cell: (row) => <Name>{row.tenant}</Name> },
  { id: 'kind', title: 'Consent', width: '206px', cell: consentText },
  {
    id: 'use',
    title: 'Last use',
    width: '132px',
    cell: (row) => (
      <span className={styles.use}>
        {row.lastUse.at === null ? noUseText(row.lastUse.grade) : formatDate(row.lastUse.at)}
        <GradeBadge grade={row.lastUse.grade} compact />
      </span>
    ),
  },
  { id: 'findings', title: 'Findings', width: '146px', cell: (row) => <FindingChips row={row} /> },
  { id: 'decision', title: 'Decision', width: '106px', cell: (row) => <DecisionBadge decision={row.decision} /> },
];

function consentText(row: QueueRow): string {
  const kind = GRANT_KIND_LABELS[row.kind];
  const { people, stated } = row.reach;
  if (row.kind === 'application' || (people === 0 && stated === null)) return kind;
  return `${kind}, ${people === 0 && stated !== null ? unnamedPeople(stated) : formatCounted(people, 'person', 'people')}`;
}

function FindingChips({ row }: { readonly row: QueueRow }) {
  const [worst] = row.findings.toSorted((left, right) => RANK[left.severity] - RANK[right.severity]);
  if (worst === undefined) return <span className={styles.none}>None</span>;
  const rules = row.findings.map((finding) => finding.rule).join(', ');
  return (
    <span className={styles.chips} title={rules}>
      <SeverityBadge severity={worst.severity} />
      <span className={styles.rule}>{worst.rule}</span>
      {row.findings.length > 1 && <span className={styles.none}>+{formatCount(row.findings.length - 1)}</span>}
    </span>
  );
}

const RANK = { critical: 0, high: 1, medium: 2, low: 3, info: 4 } as const;
