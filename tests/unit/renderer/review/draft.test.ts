import { describe, expect, it } from 'vitest';
import {
  changeDraft,
  type Draft,
  type DraftAction,
  draftProblem,
  EMPTY_DRAFT,
  toDecision,
} from '../../../../renderer/features/review/draft.ts';
import type { Recommendation } from '../../../../shared/contract/review.ts';

const recommendation: Recommendation = {
  decision: 'reduce',
  because: 'CS-08',
  rules: ['CS-08'],
  scopes: ['mail', 'drive'],
};

function after(...actions: readonly DraftAction[]): Draft {
  let draft = EMPTY_DRAFT;
  for (const action of actions) draft = changeDraft(draft, action);
  return draft;
}

describe('decision draft', () => {
  it('starts with nothing chosen and cannot be confirmed', () => {
    expect(draftProblem(EMPTY_DRAFT, 3, '2026-10-01')).toContain('Choose');
    expect(toDecision(EMPTY_DRAFT, 'item', 'first')).toBeNull();
  });

  it('proposes scopes only after reduce was chosen', () => {
    expect(after({ type: 'choose', decision: 'revoke', recommendation }).scopes).toEqual([]);
    expect(after({ type: 'choose', decision: 'reduce', recommendation }).scopes).toEqual(['mail', 'drive']);
  });

  it('keeps changed marks when the same decision is chosen again', () => {
    const draft = after(
      { type: 'choose', decision: 'reduce', recommendation },
      { type: 'toggle-scope', scope: 'mail' },
      { type: 'choose', decision: 'reduce', recommendation },
    );
    expect(draft.scopes).toEqual(['drive']);
  });

  it('records agreement and disagreement with the recommendation', () => {
    expect(after({ type: 'choose', decision: 'reduce', recommendation }).agreed).toBe(true);
    expect(after({ type: 'choose', decision: 'certify', recommendation }).agreed).toBe(false);
    expect(after({ type: 'choose', decision: 'certify', recommendation: null }).agreed).toBeNull();
  });

  it('takes the recommended choice back when the reviewer disagrees, and keeps another one', () => {
    const agreed = after({ type: 'choose', decision: 'reduce', recommendation }, { type: 'disagree' });
    expect(agreed).toMatchObject({ decision: null, agreed: false });
    const other = after({ type: 'choose', decision: 'revoke', recommendation }, { type: 'disagree' });
    expect(other).toMatchObject({ decision: 'revoke', agreed: false });
  });

  it.each<[string, Draft, string]>([
    ['reduce without scopes', { ...EMPTY_DRAFT, decision: 'reduce', reason: 'x' }, 'Mark at least one'],
    ['reduce of everything', { ...EMPTY_DRAFT, decision: 'reduce', reason: 'x', scopes: ['a', 'b', 'c'] }, 'Revoke'],
    ['conditional without date', { ...EMPTY_DRAFT, decision: 'conditional', reason: 'x' }, 'until which date'],
    [
      'conditional in the past',
      { ...EMPTY_DRAFT, decision: 'conditional', reason: 'x', until: '2026-10-01' },
      'future',
    ],
    [
      'assign owner without a name',
      { ...EMPTY_DRAFT, decision: 'assign-owner', reason: 'x', owner: '  ' },
      'Name the person',
    ],
    ['no justification', { ...EMPTY_DRAFT, decision: 'certify', reason: ' ' }, 'justification'],
  ])('names what is missing: %s', (_title, draft, words) => {
    expect(draftProblem(draft, 3, '2026-10-01')).toContain(words);
  });

  it('sends only what belongs to the decision', () => {
    const draft: Draft = {
      decision: 'conditional',
      reason: '  vendor assessment  ',
      scopes: ['mail'],
      until: '2026-12-31',
      owner: 'Jo',
      agreed: false,
    };
    expect(toDecision(draft, 'item', 'first')).toEqual({
      itemId: 'item',
      decision: 'conditional',
      reason: 'vendor assessment',
      scopes: [],
      principals: [],
      until: '2026-12-31',
      owner: null,
      agreed: false,
      round: 'first',
      trace: null,
    });
  });

  it('adds a reason shortcut once', () => {
    const draft = after({ type: 'write-reason', text: 'Checked. ' }, { type: 'add-reason', text: 'No owner.' });
    expect(draft.reason).toBe('Checked. No owner.');
    expect(changeDraft(draft, { type: 'add-reason', text: 'No owner.' }).reason).toBe('Checked. No owner.');
  });
});
