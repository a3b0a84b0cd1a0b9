import { type Approval, approvalText, readApprovals } from './approvals.ts';
import { type Decided, decisionText, lets, NO_DECISIONS, readDecisions } from './baseline.ts';
import { createGrantSpots } from './evidence.ts';
import { readItems } from './items.ts';
import { defineRule, type EvidenceSpot } from './rule.ts';
import { dateText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/**
 * Per item: the last earlier review let it continue under a condition whose date has passed, or the last approval on record
 * was for a time that is over. A later decision or approval takes the place of the one before it.
 */
export default defineRule({
  id: 'CS-07',
  title: 'Conditional approval or time box expired',
  controls: {
    owasp: ['NHI1:2025'],
    csf: ['ID.RA-07', 'PR.AA-05'],
    cis: ['6.2'],
    iso: ['A.5.18'],
    nist: ['AC-2', 'AC-6(7)'],
    soc2: ['CC6.3'],
  },
  recommendation: 'revoke',
  recommendedAction:
    'Revoke unless it is approved anew with new evidence; a second extension needs a different approver.',
  *evaluate(context) {
    const { asOf } = context;
    const decisions = context.read(readDecisions);
    const approvals = context.read(readApprovals);
    const spots = context.read(createGrantSpots);
    for (const item of context.read(readItems)) {
      const decided = decisions.prior(item).at(-1);
      const box = boxOf(decided, approvals.of(item.connector).at(-1));
      if (box === null) {
        yield decisions.hasEarlier || approvals.hasRegister ? notApplicable(item) : undeterminable(item, NO_DECISIONS);
      } else if (box.ends === null) {
        yield undeterminable(item, `The date until which the condition holds: the entry ${box.text} states none.`);
      } else if (box.ends > asOf) yield clear(item);
      else {
        yield finding(item, {
          severity: 'high',
          sentence:
            `${item.name} is still granted as of ${dateText(asOf)} though it was allowed only until ` +
            `${dateText(box.ends - 1)} and nothing on record allows it anew; the limit is from ${box.text}.`,
          evidence: [...box.evidence, ...spots(item)],
        });
      }
    }
  },
});

interface Box {
  readonly ends: number | null;
  readonly text: string;
  readonly evidence: readonly EvidenceSpot[];
}

/** The time box that holds now. An approval counts where it has an end and no later decision speaks of the item. */
function boxOf(decided: Decided | undefined, approval: Approval | undefined): Box | null {
  const isLater =
    approval !== undefined && (decided === undefined || !lets(decided) || approval.at > (decided.at ?? -Infinity));
  if (isLater) {
    return approval.ends === null
      ? null
      : { ends: approval.ends, text: approvalText(approval), evidence: [approval.evidence] };
  }
  if (decided?.decision !== 'conditional') return null;
  return { ends: decided.ends, text: decisionText(decided), evidence: decided.evidence };
}
