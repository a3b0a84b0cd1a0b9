import type { Dispatch } from 'react';
import type { ReviewItem } from '../../../shared/contract/review.ts';
import { DECISION_LABELS, DECISIONS, type Decision } from '../../../shared/domain/vocabulary.ts';
import { useHotkeys } from '../../components/keyboard.ts';
import { showToast } from '../../components/toast-queue.ts';
import { type Draft, type DraftAction, draftProblem, toDecision } from './draft.ts';
import type { ReviewSteps } from './review-steps.ts';

export interface ReviewActions {
  readonly item: ReviewItem;
  readonly draft: Draft;
  readonly change: Dispatch<DraftAction>;
  readonly steps: ReviewSteps;
  /** True while nothing may be decided: submitted, or another item is loading. */
  readonly isLocked: boolean;
}

/** The keys of the review screen. */
export function useReviewKeys(actions: ReviewActions): void {
  const { item, draft, change, steps, isLocked } = actions;
  const { recommendation } = item;
  useHotkeys('Review item', [
    ...DECISIONS.map((decision, index) => ({
      keys: String(index + 1),
      label: DECISION_LABELS[decision],
      run: () => choose(actions, decision),
      isEnabled: !isLocked,
    })),
    {
      keys: 'a',
      label: 'Agree with the recommendation',
      run: () => recommendation !== null && choose(actions, recommendation.decision),
      isEnabled: !isLocked && recommendation !== null,
    },
    {
      keys: 'x',
      label: 'Disagree with the recommendation',
      run: () => change({ type: 'disagree' }),
      isEnabled: !isLocked && recommendation !== null,
    },
    { keys: 'Enter', label: 'Confirm the decision', run: () => confirm(actions), isEnabled: draft.decision !== null },
    {
      keys: 'Escape',
      label: draft.decision === null ? 'Back to the queue' : 'Clear the choice',
      run: () => (draft.decision === null ? steps.goBack() : change({ type: 'clear' })),
    },
    { keys: 'j', label: 'Next item', run: () => steps.goTo(item.nextItemId) },
    { keys: 'k', label: 'Previous item', run: () => steps.goTo(item.previousItemId) },
    { keys: 'n', label: 'Next undecided item', run: () => steps.goTo(item.nextUndecidedItemId) },
    { keys: 'z', label: 'Undo the last decision', run: steps.undo, isEnabled: steps.canUndo },
  ]);
}

/** Marks a decision, unless it is locked; then says why. The cursor goes to the justification. */
export function choose({ item, change, isLocked }: ReviewActions, decision: Decision): void {
  if (isLocked) return;
  if (decision === 'certify' && item.certifyLocked !== null) {
    showToast({ tone: 'info', text: `Certify is locked. ${item.certifyLocked}` });
    return;
  }
  change({ type: 'choose', decision, recommendation: item.recommendation });
  // After the fields of this decision are drawn, so that the focus lands on the justification.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-justification] textarea')?.focus());
}

/** Sends a complete draft; says what is missing otherwise. */
export function confirm({ item, draft, steps, isLocked }: ReviewActions): void {
  if (isLocked || steps.isBusy) return;
  const problem = draftProblem(draft, item.scopes.length, today());
  const decision = toDecision(draft, item.item.itemId, item.round ?? 'first');
  if (problem !== null || decision === null) {
    showToast({ tone: 'info', text: problem ?? 'Choose one of the seven decisions.' });
    return;
  }
  steps.decide(decision);
}

/** The calendar date here and now, ISO. */
export function today(): string {
  const now = new Date();
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}
