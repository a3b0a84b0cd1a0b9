import type { Dispatch } from 'react';
import type { Nudge } from '../../../shared/contract/quality.ts';
import type { ReviewItem } from '../../../shared/contract/review.ts';
import { looksProblem } from '../../../shared/domain/review-panels.ts';
import type { Decision } from '../../../shared/domain/terms.ts';
import { showToast } from '../../components/toast-queue.ts';
import type { Blind } from './blind.ts';
import { type Draft, type DraftAction, draftProblem, toDecision } from './draft.ts';
import type { ReviewSteps } from './review-steps.ts';
import type { ReviewTrace } from './trace.ts';

export interface ReviewActions {
  readonly item: ReviewItem;
  readonly draft: Draft;
  readonly change: Dispatch<DraftAction>;
  readonly steps: ReviewSteps;
  readonly trace: ReviewTrace;
  readonly blind: Blind;
  /** Observed operations that the marked scopes would stop; null while that is not known. */
  readonly stops: readonly string[] | null;
  /** An earlier decision with nearly the same words. */
  readonly similar: Nudge['similar'];
  /** True while nothing may be decided: submitted, not this person's turn, or another item is loading. */
  readonly isLocked: boolean;
  /** Opens the choice of people, or the steps on the platform. */
  readonly openDialog: (dialog: 'people' | 'recipe') => void;
}

/** Marks a decision, unless it is locked; then says why. The cursor goes to what the decision needs first. */
export function choose({ item, change, blind, isLocked }: ReviewActions, decision: Decision): void {
  if (isLocked) return;
  if (decision === 'certify' && item.certifyLocked !== null) {
    showToast({ tone: 'info', text: `Certify is locked. ${item.certifyLocked}` });
    return;
  }
  const { recommendation, isCovered } = blind;
  change({ type: 'choose', decision, recommendation, isBlind: isCovered });
  blind.reveal();
  focusWork(decision);
}

/** Chooses what is recommended, with its scopes. */
export function follow({ item, change, blind, isLocked }: ReviewActions): void {
  const { recommendation } = blind;
  if (isLocked || recommendation === null) return;
  if (recommendation.decision === 'certify' && item.certifyLocked !== null) {
    showToast({ tone: 'info', text: `Certify is locked. ${item.certifyLocked}` });
    return;
  }
  change({ type: 'follow', recommendation });
  focusWork(recommendation.decision);
}

/** What is still missing before the decision can be confirmed, as a sentence; null when it is complete. */
export function problemOf({ item, draft, trace, stops }: ReviewActions): string | null {
  return draftProblem(draft, {
    granted: item.scopes.length,
    today: today(),
    looks: withWay(looksProblem(item.mustLook, trace.opened)),
    hasGraveFindings: item.hasGraveFindings,
    stops,
  });
}

/** In sight is not looked at, and the focus may be in the text, where a key is a letter. */
function withWay(problem: string | null): string | null {
  return problem === null ? null : `${problem} Click it, or leave the text with Escape and press the key.`;
}

/** Sends a complete draft; says what is missing otherwise. */
export function confirm(actions: ReviewActions): void {
  const { item, draft, steps, trace, blind, stops, isLocked } = actions;
  if (isLocked || steps.isBusy) return;
  const problem = problemOf(actions);
  const decision = toDecision(draft, {
    itemId: item.item.itemId,
    round: item.round ?? 'first',
    recommendation: blind.recommendation,
    stops,
    trace: trace.finish(draft.provisional, blind.isRevealed),
  });
  if (problem !== null || decision === null) {
    showToast({ tone: 'info', text: problem ?? 'Choose one of the seven decisions.' });
    return;
  }
  steps.decide(decision, draft);
}

/** Puts the cursor into the justification; says so where there is none to write. */
export function writeNote(): void {
  const field = document.querySelector<HTMLElement>('[data-justification] textarea');
  if (field === null) showToast({ tone: 'info', text: 'Choose a decision first: the justification belongs to it.' });
  else field.focus();
}

/** Puts the cursor into the word on what a reduction stops. */
export function writeStops(): void {
  document.querySelector<HTMLElement>('[data-stops] textarea')?.focus();
}

/** The check boxes of the scopes, in the order of the screen. */
function scopeBoxes(): readonly HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>('[data-panel=usage] input[type=checkbox]')];
}

/** Moves the cursor among the scopes of a reduction: to the first one when it is elsewhere. */
export function moveAmongScopes(step: 1 | -1): void {
  const boxes = scopeBoxes();
  const at = boxes.findIndex((box) => box === document.activeElement);
  boxes[at === -1 ? 0 : Math.max(0, Math.min(boxes.length - 1, at + step))]?.focus();
}

/** Goes to the first scope of a reduction. On a scope the key marks it, as on every check box. */
export function goToScopes(): void {
  scopeBoxes()[0]?.focus();
}

/** After the fields of this decision are drawn, so that the focus lands in them. */
function focusWork(decision: Decision): void {
  requestAnimationFrame(() => {
    if (decision === 'reduce') goToScopes();
    else if (decision === 'assign-owner') document.querySelector<HTMLElement>('[data-new-owner] input')?.focus();
    else document.querySelector<HTMLElement>('[data-justification] textarea')?.focus();
  });
}

/** The calendar date here and now, ISO. */
export function today(): string {
  const now = new Date();
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}
