import { describe, expect, it } from 'vitest';
import { reasonsFor as codesFor } from '../../../../renderer/features/review/reasons.ts';
import type { ReviewItem } from '../../../../shared/contract/review.ts';
import { type Decision, DECISIONS } from '../../../../shared/domain/vocabulary.ts';

interface Facts {
  readonly operations?: number;
  readonly purpose?: string | null;
  readonly owners?: readonly { readonly role: string; readonly status: string }[];
  readonly status?: string;
  readonly verified?: boolean | null;
  readonly rules?: readonly string[];
}

/** Only what reasons look at. */
function itemWith({ operations = 3, purpose = 'Tickets', owners, status, verified = null, rules = [] }: Facts) {
  const item = {
    wouldBreak: { operations },
    windows: [{ log: 'graph' }],
    scopes: [{ status: status ?? 'observed' }],
    findings: rules.map((rule) => ({ rule })),
    connector: {
      purpose,
      ownersKnown: true,
      owners: owners ?? [{ role: 'business', status: 'active' }],
      publisherVerified: verified,
    },
  };
  // The rest of an item bears on no reason.
  return item as unknown as ReviewItem;
}

const reasonsFor = (decision: Decision, item: ReviewItem) => codesFor(decision, item).map(({ text }) => text);

describe('reasons to start from', () => {
  it('never claims an unseen scope in a fully covered window where there is none', () => {
    const claim = 'Not seen in a fully covered window.';
    expect(reasonsFor('reduce', itemWith({ status: 'not-seen-partial' }))).not.toContain(claim);
    expect(reasonsFor('reduce', itemWith({ status: 'not-seen-full' }))).toContain(claim);
  });

  it('never claims no use, no owner or no purpose against the evidence', () => {
    const used = reasonsFor('revoke', itemWith({}));
    expect(used).not.toContain('No use in the observed window.');
    expect(used).not.toContain('No owner and no known purpose.');
    expect(used).not.toContain('The publisher is not verified.');
    const silent = { operations: 0, purpose: null, owners: [], verified: false };
    // Logs without a call prove nothing until the rule finds that they cover the window.
    expect(reasonsFor('revoke', itemWith(silent))).not.toContain('No use in the observed window.');
    const dormant = reasonsFor('revoke', itemWith({ ...silent, rules: ['CS-16'] }));
    expect(dormant).toEqual(
      expect.arrayContaining([
        'No use in the observed window.',
        'No owner and no known purpose.',
        'The publisher is not verified.',
      ]),
    );
    expect(reasonsFor('assign-owner', itemWith({}))).not.toContain('No business owner is on record.');
  });

  it('speaks of use after revocation only where a finding does', () => {
    const claim = 'Use after revocation: treat as an incident.';
    expect(reasonsFor('escalate', itemWith({}))).not.toContain(claim);
    expect(reasonsFor('escalate', itemWith({ rules: ['CS-24'] }))).toContain(claim);
  });

  it('offers something for every decision', () => {
    for (const decision of DECISIONS) expect(reasonsFor(decision, itemWith({})).length).toBeGreaterThan(0);
  });
});
