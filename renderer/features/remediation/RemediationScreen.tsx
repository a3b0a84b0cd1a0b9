import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { RemedyAction, RemedyFilter } from '../../../shared/contract/remediation.ts';
import { PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { formatCounted } from '../../components/format.ts';
import { useHotkeys } from '../../components/keyboard.ts';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Page } from '../../components/Page.tsx';
import { FilterSelect } from '../../components/FilterSelect.tsx';
import { EmptyState, errorMessage, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { TextFilter } from '../../components/TextFilter.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineClient, useEngineQuery, usePagedRows } from '../../engine/hooks.ts';
import { ActDialog, type BoardAct } from './ActDialog.tsx';
import { ActionDrawer } from './ActionDrawer.tsx';
import { ActionList } from './ActionList.tsx';
import { BoardGroups } from './BoardGroups.tsx';
import styles from './RemediationScreen.module.css';
import { type BoardQuestion, readBoard, writeBoard } from './states.ts';
import { useExport } from './use-export.ts';

const MOST = 500;

/** What was decided and has to be carried out: by whom, by when, and what later imports show of it. */
export function RemediationScreen() {
  const [params, setParams] = useSearchParams();
  const { by, filter } = readBoard(params);
  const [opened, setOpened] = useState<string | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [act, setAct] = useState<BoardAct | null>(null);
  const [isSelecting, setIsSelecting] = useState(false);
  const client = useEngineClient();
  const board = useEngineQuery('remediation.board', { filter, offset: 0, limit: 1 }, { keepPrevious: true });
  const pages = usePagedRows('remediation.board', { filter });
  const { isPending, save } = useExport();
  const ask = (part: Partial<BoardQuestion>) => setParams(writeBoard({ by, filter, ...part }), { replace: true });
  const narrow = (part: RemedyFilter) => ask({ filter: { ...filter, ...part } });
  const isFiltered = writeBoard({ by: 'state', filter }).size > 0;

  function toggle({ actionId }: RemedyAction) {
    const next = new Set(selected);
    if (!next.delete(actionId)) next.add(actionId);
    setSelected(next);
  }
  /** All that match, loaded or not. */
  async function selectAll() {
    setIsSelecting(true);
    try {
      const ids: string[] = [];
      for (let total = Infinity; ids.length < total;) {
        const page = await client.call('remediation.board', { filter, offset: ids.length, limit: MOST });
        ids.push(...page.rows.map((row) => row.actionId));
        total = page.rows.length === 0 ? 0 : page.total;
      }
      setSelected(new Set(ids));
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    } finally {
      setIsSelecting(false);
    }
  }
  const hasSelection = selected.size > 0;
  useHotkeys('Remediation', [
    { keys: 'a', label: 'Select all that match', run: () => void selectAll() },
    { keys: 'o', label: 'Set who carries out the selected', isEnabled: hasSelection, run: () => setAct('owner') },
    { keys: 'd', label: 'Set the deadline of the selected', isEnabled: hasSelection, run: () => setAct('deadline') },
    { keys: 'c', label: 'Record a claim for the selected', isEnabled: hasSelection, run: () => setAct('claim') },
  ]);
  if (board.data?.all === 0)
    return (
      <Page title="Remediation">
        <EmptyState
          icon="wrench"
          title="Nothing to carry out yet"
          actions={
            <ButtonLink to="/review" variant="primary" icon="queue">
              Review
            </ButtonLink>
          }
        >
          Decisions that ask for work appear here: revoke, reduce, conditional, assign owner, need info and escalate.
        </EmptyState>
      </Page>
    );
  return (
    <Page
      fill
      title="Remediation"
      meta={
        board.data !== undefined && (
          <>
            <span>{formatCounted(board.data.total, isFiltered ? 'matching action' : 'action')}</span>
            {board.data.overdue > 0 && <span>{formatCounted(board.data.overdue, 'overdue', 'overdue')}</span>}
            {board.data.blind > 0 && (
              <span title="What was decided first stays hidden until the second review is done">
                {formatCounted(board.data.blind, 'item')} in second review not shown
              </span>
            )}
          </>
        )
      }
      toolbar={
        <>
          <TextFilter
            label="Filter by app, tenant, person or reference"
            text={filter.text ?? ''}
            onText={(text) => narrow({ text })}
          />
          <FilterSelect
            label="Platform"
            values={filter.platforms ?? []}
            onChange={(platforms) => narrow({ platforms: [...platforms] })}
            options={(board.data?.platforms ?? []).map((value) => ({ value, label: PLATFORM_LABELS[value] }))}
          />
          <Checkbox isSelected={filter.overdue === true} onChange={(overdue) => narrow({ overdue })}>
            Overdue
          </Checkbox>
          {isFiltered && (
            <Button variant="ghost" onPress={() => ask({ filter: {} })}>
              Clear filters
            </Button>
          )}
        </>
      }
      footer={
        <div className={styles.bar}>
          <span className={styles.count}>
            {hasSelection
              ? `${formatCounted(selected.size, 'action')} selected`
              : 'Only a later import shows that something is done.'}
          </span>
          <Button isPending={isSelecting} isDisabled={pages.total === 0} onPress={() => void selectAll()}>
            {isFiltered ? 'Select all that match' : 'Select all'}
          </Button>
          <Button isDisabled={!hasSelection} onPress={() => setSelected(new Set())}>
            Select none
          </Button>
          <Button isDisabled={!hasSelection} onPress={() => setAct('owner')}>
            Set who does it…
          </Button>
          <Button isDisabled={!hasSelection} onPress={() => setAct('deadline')}>
            Set deadline…
          </Button>
          <Button isDisabled={!hasSelection} onPress={() => setAct('claim')}>
            Claim…
          </Button>
          <Button
            isDisabled={!hasSelection}
            isPending={isPending}
            onPress={() => save('csv', [...selected], 'tickets')}
          >
            Export CSV…
          </Button>
          <Button
            variant="primary"
            icon="file"
            isDisabled={!hasSelection}
            isPending={isPending}
            onPress={() => save('markdown', [...selected], 'tickets')}
          >
            Export Markdown…
          </Button>
        </div>
      }
    >
      <div className={styles.columns}>
        {board.data !== undefined && (
          <BoardGroups
            board={board.data}
            by={by}
            filter={filter}
            onBy={(next) => ask({ by: next })}
            onFilter={narrow}
          />
        )}
        <div className={styles.list}>
          {pages.error !== null && <ErrorState error={pages.error} onRetry={pages.retry} />}
          {pages.error === null && pages.isPending && <SkeletonRows rows={8} height={88} />}
          {pages.error === null && !pages.isPending && (
            <ActionList
              pages={pages}
              resetKey={JSON.stringify(filter)}
              selected={selected}
              onToggle={toggle}
              onOpen={({ actionId }) => setOpened(actionId)}
              empty={
                <EmptyState
                  icon="filter"
                  title="No action matches"
                  actions={<Button onPress={() => ask({ filter: {} })}>Clear filters</Button>}
                >
                  No action of this case matches all of the filters.
                </EmptyState>
              }
            />
          )}
        </div>
      </div>
      {opened !== null && <ActionDrawer actionId={opened} onClose={() => setOpened(null)} />}
      {act !== null && hasSelection && (
        <ActDialog
          act={act}
          actionIds={[...selected]}
          onClose={() => setAct(null)}
          onDone={() => setSelected(new Set())}
        />
      )}
    </Page>
  );
}
