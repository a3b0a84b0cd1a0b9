import type { ReviewItem } from '../../../shared/contract/review.ts';
import { REASON_CODES, type ReasonCode, type ReasonCodeName } from '../../../shared/domain/reason-codes.ts';
import type { Decision } from '../../../shared/domain/terms.ts';

/** Whether the evidence of the item bears a reason out; codes that only the reviewer can know about are left out. */
const BORNE_OUT: Partial<Record<ReasonCodeName, (item: ReviewItem) => boolean>> = {
  'use-matches-purpose': (item) => isUsed(item) && hasPurpose(item),
  'owner-confirmed': hasBusinessOwner,
  'risk-accepted': (item) => item.hasGraveFindings,
  'other-control': (item) => item.hasGraveFindings,
  'not-seen': (item) => hasStatus(item, 'not-seen-full'),
  'narrower-suffices': isUsed,
  'beyond-purpose': hasPurpose,
  'beyond-work': (item) => !hasPurpose(item),
  'no-use': isDormant,
  'no-owner-no-purpose': (item) =>
    item.connector.ownersKnown && item.connector.owners.length === 0 && !hasPurpose(item),
  'unverified-publisher': (item) => item.connector.publisherVerified === false,
  'no-owner': (item) => item.connector.ownersKnown && !hasBusinessOwner(item),
  'owner-left': (item) => item.connector.owners.some((owner) => owner.status !== 'active'),
  'owner-hands-over': hasBusinessOwner,
  'purpose-unknown': (item) => !hasPurpose(item),
  'evidence-incomplete': (item) => hasStatus(item, 'not-seen-partial') || hasStatus(item, 'not-observable'),
  'use-after-revocation': (item) => item.findings.some((finding) => finding.rule === 'CS-24'),
};

/**
 * The reason codes for a decision on this item, which the reviewer completes in their own words. A sentence that the
 * evidence contradicts is never offered.
 */
export function reasonsFor(decision: Decision, item: ReviewItem): readonly ReasonCode[] {
  return REASON_CODES.filter((reason) => reason.decision === decision && (BORNE_OUT[reason.code]?.(item) ?? true));
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
