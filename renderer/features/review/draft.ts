import type { DecideParams, Recommendation, Round } from '../../../shared/contract/review.ts';
import type { Decision } from '../../../shared/domain/vocabulary.ts';

/** A decision while it is being made. Nothing is chosen at the start and nothing is sent before it is confirmed. */
export interface Draft {
  readonly decision: Decision | null;
  readonly reason: string;
  /** Scopes to remove; only meant for `reduce`. */
  readonly scopes: readonly string[];
  /** ISO date, or empty. */
  readonly until: string;
  readonly owner: string;
  /** Does the choice follow the recommendation; null when there is none or nothing was chosen. */
  readonly agreed: boolean | null;
}

export type DraftAction =
  | { readonly type: 'choose'; readonly decision: Decision; readonly recommendation: Recommendation | null }
  | { readonly type: 'disagree' }
  | { readonly type: 'write-reason'; readonly text: string }
  | { readonly type: 'add-reason'; readonly text: string }
  | { readonly type: 'toggle-scope'; readonly scope: string }
  | { readonly type: 'set-until'; readonly date: string }
  | { readonly type: 'set-owner'; readonly owner: string }
  | { readonly type: 'clear' };

export const EMPTY_DRAFT: Draft = { decision: null, reason: '', scopes: [], until: '', owner: '', agreed: null };

/** The next state of a draft. Scopes are proposed only once the reviewer has chosen to reduce. */
export function changeDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'choose':
      if (draft.decision === action.decision) return draft;
      return {
        ...draft,
        decision: action.decision,
        scopes: action.decision === 'reduce' ? proposedScopes(action.recommendation) : [],
        agreed: action.recommendation === null ? null : action.recommendation.decision === action.decision,
      };
    case 'disagree':
      return { ...draft, decision: draft.agreed === true ? null : draft.decision, scopes: [], agreed: false };
    case 'write-reason':
      return { ...draft, reason: action.text };
    case 'add-reason':
      return { ...draft, reason: joinReason(draft.reason, action.text) };
    case 'toggle-scope':
      return {
        ...draft,
        scopes: draft.scopes.includes(action.scope)
          ? draft.scopes.filter((scope) => scope !== action.scope)
          : [...draft.scopes, action.scope],
      };
    case 'set-until':
      return { ...draft, until: action.date };
    case 'set-owner':
      return { ...draft, owner: action.owner };
    case 'clear':
      return EMPTY_DRAFT;
  }
}

/** What is still missing before the draft can be confirmed, as a sentence; null when it is complete. `today` is an ISO date. */
export function draftProblem(draft: Draft, granted: number, today: string): string | null {
  if (draft.decision === null) return 'Choose one of the seven decisions.';
  if (draft.decision === 'reduce' && draft.scopes.length === 0) return 'Mark at least one scope to remove.';
  if (draft.decision === 'reduce' && draft.scopes.length >= granted) {
    return 'Every scope is marked. To remove all of them, choose Revoke.';
  }
  if (draft.decision === 'conditional' && draft.until === '') return 'Say until which date it may stay.';
  if (draft.decision === 'conditional' && draft.until <= today) return 'The date must lie in the future.';
  if (draft.decision === 'assign-owner' && draft.owner.trim() === '') return 'Name the person who takes it over.';
  if (draft.reason.trim() === '') return 'A justification is needed.';
  return null;
}

/** The request for a complete draft, without what belongs to another decision. */
export function toDecision(draft: Draft, itemId: string, round: Round): DecideParams | null {
  if (draft.decision === null) return null;
  return {
    itemId,
    decision: draft.decision,
    reason: draft.reason.trim(),
    scopes: draft.decision === 'reduce' ? [...draft.scopes] : [],
    principals: [],
    until: draft.decision === 'conditional' ? draft.until : null,
    owner: draft.decision === 'assign-owner' ? draft.owner.trim() : null,
    agreed: draft.agreed,
    round,
    trace: null,
  };
}

function proposedScopes(recommendation: Recommendation | null): readonly string[] {
  return recommendation?.decision === 'reduce' ? recommendation.scopes : [];
}

function joinReason(before: string, text: string): string {
  const start = before.trimEnd();
  if (start.includes(text)) return before;
  return start === '' ? text : `${start} ${text}`;
}
