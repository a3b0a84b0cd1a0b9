import type { Agreement } from '../../../../shared/contract/quality.ts';
import { FINAL_DECISIONS, type Decision } from '../../../../shared/domain/vocabulary.ts';
import { heads, verdictOf } from '../item-state.ts';
import type { QualityAct } from './acts.ts';

/** The decision of a round that stands for good; null while there is none, or several that differ. */
function final(acts: readonly QualityAct[], round: 'first' | 'second'): QualityAct | null {
  const standing = heads(acts, round);
  const [one] = standing;
  if (one === undefined || !FINAL_DECISIONS.includes(one.decision)) return null;
  return standing.every((act) => verdictOf(act) === verdictOf(one)) ? one : null;
}

/** How often first and second review came to the same decision, of the items that two different people decided for good. */
export function agreementOf(acts: readonly QualityAct[]): Agreement {
  const byItem = [...Map.groupBy(acts, (act) => act.item).values()];
  const pairs = byItem.flatMap((own): (readonly [Decision, Decision])[] => {
    const [first, second] = [final(own, 'first'), final(own, 'second')];
    return first === null || second === null || first.person === second.person
      ? []
      : [[first.decision, second.decision]];
  });
  return {
    pairs: pairs.length,
    equal: pairs.filter(([first, second]) => first === second).length,
    ...kappaOf(pairs),
  };
}

/**
 * Cohen's kappa (Cohen 1960): agreement beyond what the frequencies of both reviews alone would give. Not defined without
 * pairs, nor where chance alone gives full agreement because both reviews only ever took one and the same decision.
 */
function kappaOf(pairs: readonly (readonly [Decision, Decision])[]): Pick<Agreement, 'kappa' | 'kappaMissing'> {
  const all = pairs.length;
  if (all === 0) return { kappa: null, kappaMissing: 'No item was decided for good in both reviews.' };
  // In whole numbers until the last division, so that no rounding decides whether it is defined.
  const equal = pairs.filter(([first, second]) => first === second).length;
  const byChance = FINAL_DECISIONS.reduce((sum, decision) => {
    const firsts = pairs.filter(([first]) => first === decision).length;
    const seconds = pairs.filter(([, second]) => second === decision).length;
    return sum + firsts * seconds;
  }, 0);
  if (byChance === all * all)
    return { kappa: null, kappaMissing: 'Both reviews took one and the same decision throughout.' };
  const kappa = (equal * all - byChance) / (all * all - byChance);
  return { kappa: Math.round(kappa * 1000) / 1000, kappaMissing: null };
}
