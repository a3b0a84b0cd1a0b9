import type { Decision } from './vocabulary.ts';

/** A sentence that a justification may start from. What it says about the item, the reviewer adds in words of their own. */
export interface ReasonCode {
  readonly code: string;
  readonly decision: Decision;
  readonly text: string;
}

/** The reason codes, by decision. A justification carries a code as its sentence, so that it reads alike everywhere. */
export const REASON_CODES = [
  { code: 'current-need', decision: 'certify', text: 'Needed for a current business process.' },
  { code: 'use-matches-purpose', decision: 'certify', text: 'Observed use matches the stated purpose.' },
  { code: 'owner-confirmed', decision: 'certify', text: 'Owner confirmed the need.' },
  { code: 'risk-accepted', decision: 'certify', text: 'The finding is known and accepted.' },
  { code: 'other-control', decision: 'certify', text: 'Another control answers the finding.' },
  { code: 'not-seen', decision: 'reduce', text: 'Not seen in a fully covered window.' },
  { code: 'narrower-suffices', decision: 'reduce', text: 'A narrower scope covers the observed operations.' },
  { code: 'beyond-purpose', decision: 'reduce', text: 'Scope goes beyond the stated purpose.' },
  { code: 'beyond-work', decision: 'reduce', text: 'Scope goes beyond what the work needs.' },
  { code: 'until-assessment', decision: 'conditional', text: 'Stays until the vendor assessment is done.' },
  { code: 'until-owner', decision: 'conditional', text: 'Stays until the owner confirms the need.' },
  { code: 'until-replacement', decision: 'conditional', text: 'Stays until the replacement is live.' },
  { code: 'no-use', decision: 'revoke', text: 'No use in the observed window.' },
  { code: 'no-owner-no-purpose', decision: 'revoke', text: 'No owner and no known purpose.' },
  { code: 'granters-left', decision: 'revoke', text: 'The people who granted it have left.' },
  { code: 'unverified-publisher', decision: 'revoke', text: 'The publisher is not verified.' },
  { code: 'risk-over-benefit', decision: 'revoke', text: 'The risk outweighs the benefit.' },
  { code: 'no-owner', decision: 'assign-owner', text: 'No business owner is on record.' },
  { code: 'owner-left', decision: 'assign-owner', text: 'The owner on record has left.' },
  { code: 'owner-hands-over', decision: 'assign-owner', text: 'The owner on record asked to hand it over.' },
  { code: 'purpose-unknown', decision: 'need-info', text: 'The purpose is unknown.' },
  { code: 'evidence-incomplete', decision: 'need-info', text: 'The evidence does not cover the whole window.' },
  { code: 'vendor-must-explain', decision: 'need-info', text: 'The vendor must explain the use of a scope.' },
  { code: 'use-after-revocation', decision: 'escalate', text: 'Use after revocation: treat as an incident.' },
  { code: 'illicit-consent', decision: 'escalate', text: 'The consent pattern looks illicit.' },
  { code: 'beyond-authority', decision: 'escalate', text: 'Beyond my authority to decide.' },
] as const satisfies readonly ReasonCode[];
export type ReasonCodeName = (typeof REASON_CODES)[number]['code'];

/** How many characters of their own words a reviewer writes where a code alone does not answer for the decision. */
export const LEAST_OWN_WORDS = 20;

/** What a justification is made of: the codes of this decision in it, and the rest, the reviewer's own words. */
export function partsOfReason(decision: Decision, reason: string): { codes: ReasonCodeName[]; own: string } {
  const found = REASON_CODES.filter((entry) => entry.decision === decision && reason.includes(entry.text));
  const own = found.reduce((text, entry) => text.replaceAll(entry.text, ' '), reason);
  return { codes: found.map((entry) => entry.code), own: own.replaceAll(/\s+/g, ' ').trim() };
}

/** What a certification despite open High or Critical findings still lacks, as a sentence; null when nothing. */
export function certifyReasonProblem(reason: string): string | null {
  const { codes, own } = partsOfReason('certify', reason);
  if (codes.length === 0)
    return 'With open High or Critical findings, certify needs one of the reasons below and words of your own: choose a reason first.';
  return own.length >= LEAST_OWN_WORDS
    ? null
    : `With open High or Critical findings, a reason from the list is not enough: add at least ${LEAST_OWN_WORDS} characters in words of your own.`;
}
