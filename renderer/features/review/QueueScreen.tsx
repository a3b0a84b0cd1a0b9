import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import type { ParamsInput } from '../../../shared/contract/rpc.ts';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { QueueRow } from '../../../shared/contract/review.ts';
import { GRANT_KIND_LABELS, PLATFORM_LABELS, PLATFORMS, type Platform } from '../../../shared/domain/vocabulary.ts';
import { DecisionBadge, GradeBadge, PlatformLabel, SeverityBadge, TierBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { DataGrid, type GridColumn } from '../../components/DataGrid.tsx';
import { SearchField } from '../../components/Field.tsx';
import { formatCount, formatCounted, formatDate, unnamedPeople } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Page } from '../../components/Page.tsx';
import { FilterSelect } from '../../components/Select.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useHotkeys } from '../../components/keyboard.ts';
import { useEngineQuery, usePagedRows } from '../../engine/hooks.ts';
import styles from './QueueScreen.module.css';
import { ReviewProgress } from './ReviewProgress.tsx';

type Filter = ParamsInput<EngineContract, 'review.queue'>['filter'];
type State = 'open' | 'decided' | 'all';

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
  const [text, setText] = useState('');
  const [state, setState] = useState<State>('all');
  const [platforms, setPlatforms] = useState<readonly Platform[]>([]);
  const [minTier, setMinTier] = useState<'2' | '3' | '4' | null>(null);
  const filter: Filter = {
    state,
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(platforms.length === 0 ? {} : { platforms: [...platforms] }),
    ...(minTier === null ? {} : { minTier: Number(minTier) }),
  };
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
          <SearchField
            label="Filter by name, tenant or rule"
            placeholder="Name, tenant, rule"
            value={text}
            onChange={setText}
          />
          <div role="group" aria-label="State" className={styles.states}>
            {STATES.map((option) => (
              <Button
                key={option.value}
                size="small"
                variant={state === option.value ? 'secondary' : 'ghost'}
                aria-pressed={state === option.value}
                onPress={() => setState(option.value)}
              >
                {option.label}
              </Button>
            ))}
          </div>
          <FilterSelect
            label="Platform"
            values={platforms}
            onChange={setPlatforms}
            options={PLATFORMS.map((platform) => ({ value: platform, label: PLATFORM_LABELS[platform] }))}
          />
          <FilterSelect
            label="Risk"
            single
            values={minTier === null ? [] : [minTier]}
            onChange={(values) => setMinTier(values[0] ?? null)}
            options={TIERS}
          />
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
        {row.lastUse.at === null
          ? row.lastUse.grade === 'Q0'
            ? 'No evidence'
            : 'Not seen'
          : formatDate(row.lastUse.at)}
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
