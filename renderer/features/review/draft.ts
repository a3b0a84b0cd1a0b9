import type { DecideParams, DecisionRecord, DecisionTrace, Recommendation } from '../../../shared/contract/review.ts';
import type { Round } from '../../../shared/contract/item-states.ts';
import { certifyReasonProblem, LEAST_OWN_WORDS } from '../../../shared/domain/reason-codes.ts';
import { splitStops, withStops } from '../../../shared/domain/stopped-operations.ts';
import type { Decision } from '../../../shared/domain/terms.ts';

/** A decision while it is being made. Nothing is chosen at the start and nothing is sent before it is confirmed. */
export interface Draft {
  readonly decision: Decision | null;
  /** What was chosen first while the recommendation was covered; stays when the choice is cleared. */
  readonly provisional: Decision | null;
  readonly reason: string;
  /** Scopes to remove; only meant for `reduce`. */
  readonly scopes: readonly string[];
  /** Why observed operations may stop; only meant for `reduce`. */
  readonly stopsWhy: string;
  /** Keys of the people it is about; everybody when empty. */
  readonly principals: readonly string[];
  /** ISO date, or empty. */
  readonly until: string;
  readonly owner: string;
}

export type DraftAction =
  | {
      readonly type: 'choose';
      readonly decision: Decision;
      /** Null while it is covered, or where there is none. */
      readonly recommendation: Recommendation | null;
      /** Whether the recommendation is still covered. */
      readonly isBlind: boolean;
    }
  | { readonly type: 'follow'; readonly recommendation: Recommendation }
  | { readonly type: 'write-reason'; readonly text: string }
  | { readonly type: 'add-reason'; readonly text: string }
  | { readonly type: 'toggle-scope'; readonly scope: string }
  | { readonly type: 'mark-scopes'; readonly scopes: readonly string[] }
  | { readonly type: 'write-stops'; readonly text: string }
  | { readonly type: 'set-principals'; readonly principals: readonly string[] }
  | { readonly type: 'set-until'; readonly date: string }
  | { readonly type: 'set-owner'; readonly owner: string }
  | { readonly type: 'restore'; readonly draft: Draft }
  | { readonly type: 'clear' };

export const EMPTY_DRAFT: Draft = {
  decision: null,
  provisional: null,
  reason: '',
  scopes: [],
  stopsWhy: '',
  principals: [],
  until: '',
  owner: '',
};

/** Decisions that can be about some of the holders only. */
export const ABOUT_PEOPLE: readonly Decision[] = ['revoke', 'reduce'];

/** The next state of a draft. Scopes are proposed only once the reviewer has chosen to reduce. */
export function changeDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'choose': {
      const provisional = draft.provisional ?? (action.isBlind ? action.decision : null);
      if (draft.decision === action.decision) return { ...draft, provisional };
      return {
        ...draft,
        decision: action.decision,
        provisional,
        scopes: action.decision === 'reduce' ? proposedScopes(action.recommendation) : [],
      };
    }
    case 'follow':
      return {
        ...draft,
        decision: action.recommendation.decision,
        scopes: proposedScopes(action.recommendation),
      };
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
    case 'mark-scopes':
      return { ...draft, scopes: [...action.scopes] };
    case 'write-stops':
      return { ...draft, stopsWhy: action.text };
    case 'set-principals':
      return { ...draft, principals: [...action.principals] };
    case 'set-until':
      return { ...draft, until: action.date };
    case 'set-owner':
      return { ...draft, owner: action.owner };
    case 'restore':
      return action.draft;
    case 'clear':
      return { ...EMPTY_DRAFT, provisional: draft.provisional };
  }
}

/** What a draft is measured against. */
export interface DraftSurroundings {
  /** Number of granted scopes. */
  readonly granted: number;
  /** ISO date here and now. */
  readonly today: string;
  /** What has still to be looked at, as a sentence. */
  readonly looks: string | null;
  readonly hasGraveFindings: boolean;
  /** Observed operations that the marked scopes would stop; null while that is not known yet. */
  readonly stops: readonly string[] | null;
}

/** Whether a draft is what is recommended: the decision, and with `reduce` the scopes where any are named. */
export function agrees({ decision, scopes }: Draft, recommendation: Recommendation): boolean {
  if (decision !== recommendation.decision) return false;
  if (decision !== 'reduce') return true;
  if (recommendation.scopes.length === 0) return scopes.length > 0;
  const marked = new Set(scopes);
  return marked.size === recommendation.scopes.length && recommendation.scopes.every((scope) => marked.has(scope));
}

/** A decision that was recorded as the draft it was, to go on from once it is taken back. */
export function draftOf(
  record: Pick<DecisionRecord, 'decision' | 'reason' | 'scopes' | 'principals' | 'until' | 'owner'>,
): Draft {
  const { reason, why } = record.decision === 'reduce' ? splitStops(record.reason) : { reason: record.reason, why: '' };
  return {
    decision: record.decision,
    provisional: null,
    reason,
    scopes: [...record.scopes],
    stopsWhy: why,
    principals: [...record.principals],
    until: record.until ?? '',
    owner: record.owner ?? '',
  };
}

/** What is still missing before the draft can be confirmed, as a sentence; null when it is complete. */
export function draftProblem(draft: Draft, surroundings: DraftSurroundings): string | null {
  const { granted, today, looks, hasGraveFindings, stops } = surroundings;
  if (draft.decision === null) return 'Choose one of the seven decisions.';
  if (looks !== null) return looks;
  if (draft.decision === 'reduce') {
    if (draft.scopes.length === 0) return 'Mark at least one scope to remove.';
    if (draft.scopes.length >= granted) return 'Every scope is marked. To remove all of them, choose Revoke.';
    if (stops === null) return 'What would stop is still being worked out.';
    if (stops.length > 0 && draft.stopsWhy.trim().length < LEAST_OWN_WORDS)
      return `Say why the observed operations may stop, in at least ${LEAST_OWN_WORDS} characters.`;
  }
  if (draft.decision === 'conditional' && draft.until === '') return 'Say until which date it may stay.';
  if (draft.decision === 'conditional' && draft.until <= today) return 'The date must lie in the future.';
  if (draft.decision === 'assign-owner' && draft.owner.trim() === '') return 'Name the person who takes it over.';
  if (draft.reason.trim() === '') return 'A justification is needed.';
  return draft.decision === 'certify' && hasGraveFindings ? certifyReasonProblem(draft.reason) : null;
}

/** What comes along with a decision besides the draft. */
export interface DecisionContext {
  readonly itemId: string;
  readonly round: Round;
  /** Null where there is none or it was not seen. */
  readonly recommendation: Recommendation | null;
  readonly stops: readonly string[] | null;
  readonly trace: DecisionTrace;
}

/** The request for a complete draft, without what belongs to another decision. */
export function toDecision(draft: Draft, context: DecisionContext): DecideParams | null {
  const { decision } = draft;
  if (decision === null) return null;
  const { itemId, round, recommendation, stops, trace } = context;
  return {
    itemId,
    decision,
    reason: withStops(draft.reason, decision === 'reduce' ? (stops ?? []) : [], draft.stopsWhy),
    scopes: decision === 'reduce' ? [...draft.scopes] : [],
    principals: ABOUT_PEOPLE.includes(decision) ? [...draft.principals] : [],
    until: decision === 'conditional' ? draft.until : null,
    owner: decision === 'assign-owner' ? draft.owner.trim() : null,
    agreed: recommendation === null ? null : agrees(draft, recommendation),
    round,
    trace,
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
