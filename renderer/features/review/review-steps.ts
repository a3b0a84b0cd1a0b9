import { useLocation, useNavigate } from 'react-router';
import type { DecideParams, ReviewItem } from '../../../shared/contract/review.ts';
import { type Decision, DECISION_LABELS, FINAL_DECISIONS } from '../../../shared/domain/terms.ts';
import { errorMessage } from '../../components/State.tsx';
import { showToast, toastQueue, type ToastContent } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { type Draft, draftOf } from './draft.ts';
import { itemPath, queuePath } from './queue-question.ts';

/** What can be done with the item on screen. */
export interface ReviewSteps {
  readonly goTo: (itemId: string | null) => void;
  readonly goBack: () => void;
  /** Goes to an item that was offered for another look; its trace says so. */
  readonly reopen: (itemId: string) => void;
  /** Records a decision and goes on to the next undecided item. */
  readonly decide: (decision: DecideParams, draft: Draft) => void;
  /** Takes back the decision of this item, or of the one decided just before it, and brings its draft back. */
  readonly undo: () => void;
  readonly canUndo: boolean;
  readonly isBusy: boolean;
}

/** Moving between items, deciding and undoing. */
export function useReviewSteps(item: ReviewItem): ReviewSteps {
  const navigate = useNavigate();
  const location = useLocation();
  const decideMutation = useEngineMutation('review.decide');
  const undoMutation = useEngineMutation('review.undo');
  const previous = justDecided(location.state);
  const undoable = item.decision !== null && !item.decision.submitted ? item.item.itemId : previous;

  function goTo(itemId: string | null) {
    if (itemId !== null) void navigate(itemPath(itemId, location.search));
  }

  function takeBack(itemId: string, draft: Draft | null) {
    undoMutation.mutate(
      { itemId },
      {
        onSuccess: ({ item: row }) => {
          tell({ tone: 'info', text: `Decision on ${row.name} taken back. The journal keeps both entries.` });
          restoring = draft === null ? null : { itemId, draft };
          void navigate(itemPath(itemId, location.search));
        },
        onError: (error) => tell({ tone: 'bad', text: errorMessage(error) }),
      },
    );
  }

  function decide(decision: DecideParams, draft: Draft) {
    if (decideMutation.isPending) return;
    decideMutation.mutate(decision, {
      onSuccess: ({ item: row, nextUndecidedItemId }) => {
        lastDecided = { itemId: row.itemId, draft };
        tell({
          tone: 'good',
          text: `${DECISION_LABELS[decision.decision]}: ${row.name}${leavesOpen(decision.decision) ? '. Recorded; the item stays open.' : ''}`,
          action: { label: 'Undo', onPress: () => takeBack(row.itemId, draft) },
        });
        if (nextUndecidedItemId !== null) {
          void navigate(itemPath(nextUndecidedItemId, location.search), { state: { justDecided: row.itemId } });
        } else {
          // Nothing is left that nobody decided: the queue says so and lists what only waits.
          const isShared = row.inCampaign || row.reviewer !== null;
          void navigate(queuePath(isShared ? { view: 'mine', state: 'open' } : { state: 'open' }), {
            state: { ended: true },
          });
        }
      },
      onError: (error) => tell({ tone: 'bad', text: errorMessage(error) }),
    });
  }

  return {
    goTo,
    goBack: () => void navigate(`/review${location.search}`),
    reopen: (itemId) => void navigate(itemPath(itemId, location.search), { state: { reopened: true } }),
    decide,
    undo: () => undoable !== null && takeBack(undoable, draftBehind(item, undoable)),
    canUndo: undoable !== null && !undoMutation.isPending,
    isBusy: decideMutation.isPending || undoMutation.isPending,
  };
}

/** Whether it is an answer after which somebody has still to decide. */
function leavesOpen(decision: Decision): boolean {
  return !FINAL_DECISIONS.includes(decision);
}

interface ItemDraft {
  readonly itemId: string;
  readonly draft: Draft;
}

/** The draft decided last, and the one that the screen of its item takes up next. */
let lastDecided: ItemDraft | null = null;
let restoring: ItemDraft | null = null;

/** What the decision that is taken back was made of. */
function draftBehind(item: ReviewItem, itemId: string): Draft | null {
  if (lastDecided?.itemId === itemId) return lastDecided.draft;
  return item.item.itemId === itemId && item.decision !== null ? draftOf(item.decision) : null;
}

/** The draft of a decision on this item that was just taken back; once only. */
export function takeRestored(itemId: string): Draft | null {
  if (restoring?.itemId !== itemId) return null;
  const { draft } = restoring;
  restoring = null;
  return draft;
}

let told: string | null = null;

/** A newer message about deciding takes the place of the one before it: an old Undo must not stay in reach. */
function tell(content: ToastContent): void {
  if (told !== null) toastQueue.close(told);
  told = showToast(content);
}

/** Whether an item is looked at again because it was offered. */
export function isReopened(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'reopened' in state && state.reopened === true;
}

/** Whether the queue was reached because nothing was left to decide. */
export function isEnded(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'ended' in state && state.ended === true;
}

function justDecided(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('justDecided' in state)) return null;
  return typeof state.justDecided === 'string' ? state.justDecided : null;
}
