import type { ReviewItem } from '../../../shared/contract/review.ts';
import type { Decision } from '../../../shared/domain/vocabulary.ts';

interface Reason {
  readonly text: string;
  /** True when the evidence of the item bears the sentence out; absent for what only the reviewer can know. */
  readonly isBorneOut?: (item: ReviewItem) => boolean;
}

const REASONS: Readonly<Record<Decision, readonly Reason[]>> = {
  certify: [
    { text: 'Needed for a current business process.' },
    { text: 'Observed use matches the stated purpose.', isBorneOut: (item) => isUsed(item) && hasPurpose(item) },
    { text: 'Owner confirmed the need.', isBorneOut: hasBusinessOwner },
  ],
  reduce: [
    { text: 'Not seen in a fully covered window.', isBorneOut: (item) => hasStatus(item, 'not-seen-full') },
    { text: 'A narrower scope covers the observed operations.', isBorneOut: isUsed },
    { text: 'Scope goes beyond the stated purpose.', isBorneOut: hasPurpose },
    { text: 'Scope goes beyond what the work needs.', isBorneOut: (item) => !hasPurpose(item) },
  ],
  conditional: [
    { text: 'Stays until the vendor assessment is done.' },
    { text: 'Stays until the owner confirms the need.' },
    { text: 'Stays until the replacement is live.' },
  ],
  revoke: [
    { text: 'No use in the observed window.', isBorneOut: isDormant },
    {
      text: 'No owner and no known purpose.',
      isBorneOut: (item) => item.connector.ownersKnown && item.connector.owners.length === 0 && !hasPurpose(item),
    },
    { text: 'The people who granted it have left.' },
    { text: 'The publisher is not verified.', isBorneOut: (item) => item.connector.publisherVerified === false },
    { text: 'The risk outweighs the benefit.' },
  ],
  'assign-owner': [
    {
      text: 'No business owner is on record.',
      isBorneOut: (item) => item.connector.ownersKnown && !hasBusinessOwner(item),
    },
    {
      text: 'The owner on record has left.',
      isBorneOut: (item) => item.connector.owners.some((owner) => owner.status !== 'active'),
    },
    { text: 'The owner on record asked to hand it over.', isBorneOut: hasBusinessOwner },
  ],
  'need-info': [
    { text: 'The purpose is unknown.', isBorneOut: (item) => !hasPurpose(item) },
    {
      text: 'The evidence does not cover the whole window.',
      isBorneOut: (item) => hasStatus(item, 'not-seen-partial') || hasStatus(item, 'not-observable'),
    },
    { text: 'The vendor must explain the use of a scope.' },
  ],
  escalate: [
    {
      text: 'Use after revocation: treat as an incident.',
      isBorneOut: (item) => item.findings.some((finding) => finding.rule === 'CS-24'),
    },
    { text: 'The consent pattern looks illicit.' },
    { text: 'Beyond my authority to decide.' },
  ],
};

/**
 * Reason shortcuts for a decision on this item, which the reviewer completes in their own words. A sentence that the
 * evidence contradicts is never offered.
 */
export function reasonsFor(decision: Decision, item: ReviewItem): readonly string[] {
  return REASONS[decision].filter((reason) => reason.isBorneOut?.(item) ?? true).map((reason) => reason.text);
}

function isUsed(item: ReviewItem): boolean {
  return item.wouldBreak.operations > 0;
}

/** Only the rule knows whether the logs cover the window; silence of a partial log is no proof. */
function isDormant(item: ReviewItem): boolean {
  return item.findings.some((finding) => finding.rule === 'CS-16');
}

function hasPurpose(item: ReviewItem): boolean {
  return item.connector.purpose !== null;
}

function hasBusinessOwner(item: ReviewItem): boolean {
  return item.connector.owners.some((owner) => owner.role === 'business');
}

function hasStatus(item: ReviewItem, status: ReviewItem['scopes'][number]['status']): boolean {
  return item.scopes.some((scope) => scope.status === status);
}
