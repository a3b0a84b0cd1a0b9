import { describe, expect, it } from 'vitest';
import {
  agrees,
  changeDraft,
  type Draft,
  type DraftAction,
  draftOf,
  draftProblem,
  type DraftSurroundings,
  EMPTY_DRAFT,
  toDecision,
} from '../../../../renderer/features/review/draft.ts';
import type { DecisionTrace, Recommendation } from '../../../../shared/contract/review.ts';
import { stopsProblem } from '../../../../shared/domain/stopped-operations.ts';

const recommendation: Recommendation = {
  decision: 'reduce',
  because: 'CS-08',
  rules: ['CS-08'],
  scopes: ['mail', 'drive'],
};
const trace: DecisionTrace = {
  shownAt: '2026-10-01T08:00:00.000Z',
  activeMs: 12_000,
  panels: ['usage'],
  provisional: null,
  revealed: true,
};
const context = { itemId: 'item', round: 'first' as const, recommendation: null, stops: [], trace };
const around: DraftSurroundings = {
  granted: 3,
  today: '2026-10-01',
  looks: null,
  hasGraveFindings: false,
  stops: [],
};
const seen = (decision: 'reduce' | 'revoke' | 'certify'): DraftAction => ({
  type: 'choose',
  decision,
  recommendation,
  isBlind: false,
});
const unseen = (decision: 'reduce' | 'revoke' | 'certify'): DraftAction => ({
  type: 'choose',
  decision,
  recommendation: null,
  isBlind: true,
});

function after(...actions: readonly DraftAction[]): Draft {
  return actions.reduce(changeDraft, EMPTY_DRAFT);
}

describe('decision draft', () => {
  it('starts with nothing chosen and cannot be confirmed', () => {
    expect(draftProblem(EMPTY_DRAFT, around)).toContain('Choose');
    expect(toDecision(EMPTY_DRAFT, context)).toBeNull();
  });

  it('gives a condition no date of its own, and keeps the one that was set', () => {
    const condition: DraftAction = { type: 'choose', decision: 'conditional', recommendation, isBlind: false };
    const following: DraftAction = { type: 'follow', recommendation: { ...recommendation, decision: 'conditional' } };
    expect(after(condition).until).toBe('');
    expect(after(following)).toMatchObject({ decision: 'conditional', until: '' });
    expect(draftProblem({ ...after(condition), reason: 'Until the owner is found.' }, around)).toContain('which date');
    expect(after(condition, { type: 'set-until', date: '2026-11-11' }, seen('revoke'), condition).until).toBe(
      '2026-11-11',
    );
  });

  it('proposes scopes only after reduce was chosen, and none while the recommendation is covered', () => {
    expect(after(seen('revoke')).scopes).toEqual([]);
    expect(after(seen('reduce')).scopes).toEqual(['mail', 'drive']);
    expect(after(unseen('reduce')).scopes).toEqual([]);
  });

  it('keeps changed marks when the same decision is chosen again', () => {
    const draft = after(seen('reduce'), { type: 'toggle-scope', scope: 'mail' }, seen('reduce'));
    expect(draft.scopes).toEqual(['drive']);
  });

  it('follows the recommendation with its scopes when the reviewer agrees', () => {
    const draft = after(seen('reduce'), { type: 'toggle-scope', scope: 'mail' }, { type: 'follow', recommendation });
    expect(draft).toMatchObject({ decision: 'reduce', scopes: ['mail', 'drive'] });
  });

  it('remembers only the first choice made blind, whatever comes after it', () => {
    expect(after(seen('certify')).provisional).toBeNull();
    expect(after(unseen('certify'), seen('revoke'))).toMatchObject({ decision: 'revoke', provisional: 'certify' });
    expect(after(unseen('certify'), { type: 'clear' }, unseen('reduce')).provisional).toBe('certify');
    expect(after(unseen('certify'), { type: 'follow', recommendation })).toMatchObject({
      decision: 'reduce',
      provisional: 'certify',
    });
  });

  it.each<[string, Partial<Draft>, Partial<DraftSurroundings>, string]>([
    ['a panel that was not looked at', { decision: 'revoke' }, { looks: 'Look at the usage first.' }, 'Look at'],
    ['reduce without scopes', { decision: 'reduce' }, {}, 'Mark at least one'],
    ['reduce of everything', { decision: 'reduce', scopes: ['a', 'b', 'c'] }, {}, 'Revoke'],
    ['reduce before it is known what stops', { decision: 'reduce', scopes: ['a'] }, { stops: null }, 'worked out'],
    ['reduce of what was used', { decision: 'reduce', scopes: ['a'] }, { stops: ['GET /me'] }, 'may stop'],
    [
      'a few words on what stops',
      { decision: 'reduce', scopes: ['a'], stopsWhy: 'Fine by me.' },
      { stops: ['GET /me'] },
      'at least 20 characters',
    ],
    ['conditional without date', { decision: 'conditional' }, {}, 'until which date'],
    ['conditional in the past', { decision: 'conditional', until: '2026-10-01' }, {}, 'future'],
    ['assign owner without a name', { decision: 'assign-owner', owner: '  ' }, {}, 'Name the person'],
    ['no justification', { decision: 'certify', reason: ' ' }, {}, 'justification'],
    ['a grave finding without a code', { decision: 'certify' }, { hasGraveFindings: true }, 'one of the reasons'],
    [
      'a grave finding with a code alone',
      { decision: 'certify', reason: 'Owner confirmed the need.' },
      { hasGraveFindings: true },
      'words of your own',
    ],
  ])('names what is missing: %s', (_title, draft, surroundings, words) => {
    expect(draftProblem({ ...EMPTY_DRAFT, reason: 'x', ...draft }, { ...around, ...surroundings })).toContain(words);
  });

  it('is complete with a code and words of one’s own on a grave finding', () => {
    const reason = 'Owner confirmed the need. Ann exports the contacts every Friday.';
    const draft: Draft = { ...EMPTY_DRAFT, decision: 'certify', reason };
    expect(draftProblem(draft, { ...around, hasGraveFindings: true })).toBeNull();
  });

  it('sends only what belongs to the decision', () => {
    const draft: Draft = {
      ...EMPTY_DRAFT,
      decision: 'conditional',
      reason: '  vendor assessment  ',
      scopes: ['mail'],
      stopsWhy: 'left over',
      principals: ['ann'],
      until: '2026-12-31',
      owner: 'Jo',
    };
    expect(toDecision(draft, { ...context, recommendation })).toEqual({
      itemId: 'item',
      decision: 'conditional',
      reason: 'vendor assessment',
      scopes: [],
      principals: [],
      until: '2026-12-31',
      owner: null,
      agreed: false,
      round: 'first',
      trace,
    });
    const agreed = (decision: Draft['decision'], known: Recommendation | null) =>
      toDecision({ ...draft, decision }, { ...context, recommendation: known })?.agreed;
    expect(agreed('reduce', recommendation)).toBe(false);
    expect(agreed('reduce', { ...recommendation, scopes: draft.scopes.slice() })).toBe(true);
    expect(agreed('revoke', null)).toBeNull();
  });

  it('puts the word on stopped operations into the justification as the engine asks for it', () => {
    const operations = Array.from({ length: 12 }, (_, index) => `GET /op/${index}`);
    const draft: Draft = {
      ...EMPTY_DRAFT,
      decision: 'reduce',
      reason: 'Beyond the purpose.',
      scopes: ['mail'],
      stopsWhy: 'The team moves to the new export in May.',
      principals: ['ann'],
    };
    const sent = toDecision(draft, { ...context, stops: operations });
    expect(sent?.reason).toMatch(/^Beyond the purpose\.\nStops GET \/op\/0, .*GET \/op\/9 and 2 more: The team moves/);
    expect(stopsProblem(sent?.reason ?? '', operations)).toBeNull();
    expect(sent?.principals).toEqual(['ann']);
  });

  it('adds a reason code once', () => {
    const draft = after({ type: 'write-reason', text: 'Checked. ' }, { type: 'add-reason', text: 'No owner.' });
    expect(draft.reason).toBe('Checked. No owner.');
    expect(changeDraft(draft, { type: 'add-reason', text: 'No owner.' }).reason).toBe('Checked. No owner.');
  });
});

describe('agreeing', () => {
  const reduce: Recommendation = { decision: 'reduce', because: 'Broad.', rules: ['CS-08'], scopes: ['a', 'b'] };
  const marked = (...scopes: readonly string[]): Draft => ({ ...EMPTY_DRAFT, decision: 'reduce', scopes });

  it('takes the same decision and, with reduce, the same scopes', () => {
    expect(agrees(marked('b', 'a'), reduce)).toBe(true);
    expect(agrees(marked(), reduce)).toBe(false);
    expect(agrees(marked('a'), reduce)).toBe(false);
    expect(agrees(marked('a', 'c'), reduce)).toBe(false);
    expect(agrees(marked('a', 'b', 'c'), reduce)).toBe(false);
    expect(agrees({ ...EMPTY_DRAFT, decision: 'revoke' }, reduce)).toBe(false);
    expect(agrees(marked(), { ...reduce, scopes: [] })).toBe(false);
    expect(agrees(marked('a'), { ...reduce, scopes: [] })).toBe(true);
  });
});

describe('a decision that is taken back', () => {
  it('comes back as the draft that it was made of', () => {
    const draft: Draft = {
      ...EMPTY_DRAFT,
      decision: 'reduce',
      reason: 'Too broad.\nStops at nothing.',
      scopes: ['a'],
      stopsWhy: 'The sync was ended: nobody reads it.',
      principals: ['ann'],
    };
    const sent = toDecision(draft, {
      itemId: 'item',
      round: 'first',
      recommendation: null,
      stops: ['GET /me', 'POST /mail'],
      trace,
    });
    if (sent === null) throw new Error('nothing was sent');
    expect(draftOf(sent)).toEqual(draft);
    expect(changeDraft(EMPTY_DRAFT, { type: 'restore', draft })).toEqual(draft);
  });
});
