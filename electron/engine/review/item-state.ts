import type { ItemStatus, Round } from '../../../shared/contract/item-states.ts';
import { FINAL_DECISIONS, type Decision } from '../../../shared/domain/vocabulary.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';

/** A decision as far as it matters for where its item stands. */
export interface DecisionAct {
  readonly uid: string;
  readonly round: Round;
  /** uid of the decision it takes the place of. */
  readonly replaces: string | null;
  readonly isUndone: boolean;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly decision: Decision;
  readonly scopes: readonly string[];
  readonly principals: readonly string[];
}

/** Where an item stands. */
export interface Standing<Act extends DecisionAct = DecisionAct> {
  readonly status: ItemStatus;
  /** The decision in force; null while there is none, or none that stands undisputed. */
  readonly inForce: Act | null;
  /** The second reviewer has still to decide. */
  readonly secondWaits: boolean;
}

/**
 * Where an item stands after these acts, in whatever order and however often they are given: decisions of two machines
 * come together by their uid. What replaces a decision takes its place until it is taken back itself. Of decisions that
 * know nothing of each other, equal ones count as one and differing ones are a conflict. A second review that differs from
 * the first is a disagreement. Neither leaves a decision in force until somebody settles it.
 */
export function standingOf<Act extends DecisionAct>(acts: readonly Act[], needsSecond: boolean): Standing<Act> {
  const settled = agreed(heads(acts, 'adjudication'));
  if (settled === 'conflict') return { status: 'conflict', inForce: null, secondWaits: false };
  if (settled !== null) return { status: finality(settled), inForce: settled, secondWaits: false };
  const second = agreed(heads(acts, 'second'));
  const secondWaits = needsSecond && (second === null || (second !== 'conflict' && !isFinal(second)));
  const first = agreed(heads(acts, 'first'));
  if (first === 'conflict' || second === 'conflict') return { status: 'conflict', inForce: null, secondWaits };
  if (first === null) return { status: 'undecided', inForce: null, secondWaits };
  if (!isFinal(first)) return { status: 'interim', inForce: first, secondWaits };
  if (secondWaits) return { status: 'second-open', inForce: first, secondWaits };
  if (second !== null && isFinal(second) && verdictOf(second) !== verdictOf(first))
    return { status: 'disagreement', inForce: null, secondWaits };
  return { status: 'decided', inForce: first, secondWaits };
}

/**
 * The decisions of a round that were neither taken back nor replaced by one that stands, oldest first. What was replaced
 * stays so when only a step in between is taken back.
 */
export function heads<Act extends DecisionAct>(acts: readonly Act[], round: Round): Act[] {
  const known = new Map(acts.filter((act) => act.round === round).map((act) => [act.uid, act]));
  const standing = [...known.values()].filter((act) => !act.isUndone);
  const replaced = new Set<string>();
  for (const act of standing) {
    // Ends at what is marked already, too: a made-up circle of replacements would have no other end.
    for (let uid = act.replaces; uid !== null && !replaced.has(uid); uid = known.get(uid)?.replaces ?? null)
      replaced.add(uid);
  }
  return standing
    .filter((act) => !replaced.has(act.uid))
    .toSorted((a, b) => compare(a.at, b.at) || compare(a.uid, b.uid));
}

/** What two decisions must share to be the same one: what becomes of which scopes and people. */
export function verdictOf({ decision, scopes, principals }: DecisionAct): string {
  return canonicalJson([decision, scopes.toSorted(), principals.toSorted()]);
}

function agreed<Act extends DecisionAct>(acts: readonly Act[]): Act | 'conflict' | null {
  const [first] = acts;
  if (first === undefined) return null;
  return acts.every((act) => verdictOf(act) === verdictOf(first)) ? first : 'conflict';
}

function finality(act: DecisionAct): 'decided' | 'interim' {
  return isFinal(act) ? 'decided' : 'interim';
}

function isFinal({ decision }: DecisionAct): boolean {
  return FINAL_DECISIONS.includes(decision);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
