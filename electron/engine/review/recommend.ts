import type { Finding } from '../../../shared/contract/connectors.ts';
import type { Recommendation } from '../../../shared/contract/review.ts';
import type { Decision } from '../../../shared/domain/vocabulary.ts';

/** Which recommendation stands when rules disagree: the one that limits most, an incident first. */
const WEIGHT: Readonly<Record<Decision, number>> = {
  escalate: 7,
  revoke: 6,
  reduce: 5,
  'assign-owner': 4,
  conditional: 3,
  'need-info': 2,
  certify: 1,
};

/**
 * What the findings of an item add up to. Never `certify` out of silence: with undeterminable rules there is no
 * recommendation unless something was found. Reducing is only recommended where the evidence supports a narrower set of
 * scopes; elsewhere what speaks for it makes a condition.
 */
export function recommend(
  findings: readonly Finding[],
  scopesOf: (rule: string) => readonly string[],
  undeterminable: number,
  hasNarrower: boolean,
): Recommendation | null {
  const adviceOf = (finding: Finding): Decision | null =>
    finding.recommendation === 'reduce' && !hasNarrower ? 'conditional' : finding.recommendation;
  const strongest = findings
    .filter((finding) => adviceOf(finding) !== null)
    .toSorted(
      (a, b) =>
        WEIGHT[adviceOf(b) ?? 'certify'] - WEIGHT[adviceOf(a) ?? 'certify'] || a.rule.localeCompare(b.rule, 'en'),
    )[0];
  const decision = strongest === undefined ? null : adviceOf(strongest);
  if (strongest !== undefined && decision !== null) {
    const resting = findings.filter((finding) => adviceOf(finding) === decision);
    const rules = [...new Set(resting.map((finding) => finding.rule))];
    return {
      decision,
      because:
        decision === strongest.recommendation
          ? strongest.sentence
          : `${strongest.sentence} The evidence supports no narrower set of scopes, so a condition takes the place of a reduction.`,
      rules,
      scopes: decision === 'reduce' ? [...new Set(rules.flatMap(scopesOf))] : [],
    };
  }
  return undeterminable > 0
    ? null
    : {
        decision: 'certify',
        because:
          findings.length === 0
            ? 'No rule found anything against this item, and none lacked evidence.'
            : 'No rule found anything but that its review is due, and none lacked evidence.',
        rules: [],
        scopes: [],
      };
}
