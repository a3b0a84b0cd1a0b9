import { describe, expect, test } from 'vitest';
import type { QualityAct } from '../../../electron/engine/review/quality/acts.ts';
import { agreementOf } from '../../../electron/engine/review/quality/agreement.ts';
import { figuresOf } from '../../../electron/engine/evidence/quality-figures.ts';
import type { QualityPlan } from '../../../electron/engine/review/quality/plan.ts';
import { qualityOf } from '../../../electron/engine/review/quality/statement.ts';
import { verdictOf } from '../../../electron/engine/review/quality/verdict.ts';
import type { Decision } from '../../../shared/domain/vocabulary.ts';

const PLAN: QualityPlan = {
  campaign: null,
  smallestActiveSeconds: 5,
  dailyLoad: 60,
  figuresPerReviewer: false,
  canaryPercent: 0,
};

const WORDS = ['budget', 'calendar', 'ledger', 'payroll', 'survey', 'ticket', 'vault', 'wiki', 'router', 'badge'];

/** A careful decision on the item with this number; a test says what is different. */
function actOf(number: number, over: Partial<QualityAct> = {}): QualityAct {
  const words = [0, 3, 7].map((step) => WORDS[(number * 3 + step) % WORDS.length]);
  return {
    uid: `u-${over.round ?? 'first'}-${String(number).padStart(3, '0')}`,
    item: `i-${number}`,
    isHigh: true,
    position: number,
    round: 'first',
    decision: number % 3 === 0 ? 'revoke' : 'certify',
    reason: `${words.join(' ')} ${String.fromCodePoint(97 + (number % 26), 97 + ((number * 7) % 26), 98 + (number % 20))}`,
    scopes: [],
    principals: [],
    person: 'A',
    by: 'Ada',
    at: `2026-10-05T08:${String(number % 60).padStart(2, '0')}:00.000Z`,
    isBatched: false,
    isMerged: false,
    isUndone: false,
    isSample: false,
    replaces: null,
    agreed: true,
    trace: { activeMs: 30_000 + number * 1000, panels: ['usage', 'change'], provisional: null },
    ...over,
  };
}

const acts = (count: number, over: (number: number) => Partial<QualityAct> = () => ({})): QualityAct[] =>
  Array.from({ length: count }, (_, index) => actOf(index, over(index)));

const said = (list: readonly QualityAct[]) => {
  const figures = figuresOf(list, PLAN);
  return verdictOf({ figures, agreement: agreementOf(list), canaries: null }).verdict;
};

const quick = { trace: { activeMs: 1000, panels: ['usage', 'change'], provisional: null } };
const closed = { trace: { activeMs: 60_000, panels: [], provisional: null } };

describe('figures', () => {
  test('leave out what is not known, and never count it as zero', () => {
    const none = figuresOf(
      acts(3, () => ({ trace: null, agreed: null })),
      PLAN,
    );
    expect(none).toMatchObject({
      time: { high: { traced: 0, medianMs: null, p10Ms: null } },
      hasty: { count: 0, of: 0 },
      usageOpened: { count: 0, of: 0 },
      followed: { count: 0, of: 0 },
      untraced: { count: 3, of: 3 },
    });
    expect(figuresOf([], PLAN).overloadedDays).toEqual({ count: 0, of: 0, most: 0, hint: 60 });
  });

  test('take times by the nearest rank, per band, of what was decided one by one and not taken back', () => {
    const list = [
      ...acts(10, (number) => ({ trace: { activeMs: (number + 1) * 100, panels: [], provisional: null } })),
      actOf(20, { isHigh: false, trace: { activeMs: 7, panels: [], provisional: null } }),
      actOf(21, { isBatched: true, trace: { activeMs: 1, panels: [], provisional: null } }),
      actOf(22, { isUndone: true, trace: { activeMs: 1, panels: [], provisional: null } }),
      actOf(23, { isHigh: null, trace: { activeMs: 1, panels: [], provisional: null } }),
    ];
    const figures = figuresOf(list, PLAN);
    expect(figures.time).toEqual({
      high: { traced: 10, medianMs: 500, p10Ms: 100 },
      low: { traced: 1, medianMs: 7, p10Ms: 7 },
    });
    expect(figures).toMatchObject({ decisions: 13, items: 13, undone: 1, batched: 1, hasty: { count: 10, of: 10 } });
  });

  test('count streaks, order and days per person', () => {
    const both = [
      ...acts(6, () => ({ ...quick, decision: 'certify' })),
      ...acts(4, (number) => ({ ...quick, decision: 'certify', person: 'B', uid: `b-${number}` })),
    ];
    const figures = figuresOf(both, { ...PLAN, dailyLoad: 5 });
    expect(figures.longestStreak).toBe(6);
    expect(figures.inOrder).toEqual({ count: 8, of: 8 });
    expect(figures.overloadedDays).toEqual({ count: 1, of: 2, most: 6, hint: 5 });
    const back = figuresOf(acts(4).toReversed(), PLAN);
    expect(back.inOrder).toEqual({ count: 0, of: 3 });
    const broken = acts(9, (number) => (number === 4 ? { trace: null } : { ...quick, decision: 'certify' }));
    expect(figuresOf(broken, PLAN).longestStreak).toBe(4);
  });

  test('compare what was chosen before the recommendation with what was decided', () => {
    const list = acts(4, (number) => ({
      decision: 'revoke',
      trace: { activeMs: 9000, panels: [], provisional: number < 1 ? null : number < 3 ? 'certify' : 'revoke' },
    }));
    expect(figuresOf(list, PLAN).changedAfterReveal).toEqual({ count: 2, of: 3 });
  });
});

describe('agreement', () => {
  const pair = (number: number, first: Decision, second: Decision): QualityAct[] => [
    actOf(number, { decision: first }),
    actOf(number, { decision: second, round: 'second', person: 'B' }),
  ];

  test('has the kappa of the textbook, and says when there is none', () => {
    // 20 both yes, 5 yes and no, 10 no and yes, 15 both no: 0.7 observed, 0.5 by chance, so kappa is 0.4.
    const table: [number, Decision, Decision][] = [
      [20, 'certify', 'certify'],
      [5, 'certify', 'revoke'],
      [10, 'revoke', 'certify'],
      [15, 'revoke', 'revoke'],
    ];
    let number = 0;
    const list = table.flatMap(([count, first, second]) =>
      Array.from({ length: count }, () => pair((number += 1), first, second)).flat(),
    );
    expect(agreementOf(list)).toEqual({ pairs: 50, equal: 35, kappa: 0.4, kappaMissing: null });
    expect(agreementOf([])).toMatchObject({ pairs: 0, kappa: null, kappaMissing: expect.stringMatching(/No item/) });
    expect(agreementOf([...pair(1, 'certify', 'certify'), ...pair(2, 'certify', 'certify')])).toMatchObject({
      pairs: 2,
      equal: 2,
      kappa: null,
      kappaMissing: expect.stringMatching(/one and the same/),
    });
  });

  test('is of final decisions of two people', () => {
    expect(agreementOf(pair(1, 'need-info', 'certify')).pairs).toBe(0);
    expect(agreementOf(pair(1, 'certify', 'certify').map((act) => ({ ...act, person: 'A' }))).pairs).toBe(0);
    expect(agreementOf(pair(1, 'certify', 'certify').map((act) => ({ ...act, isUndone: true }))).pairs).toBe(0);
  });
});

describe('the verdict', () => {
  test('is effective for a careful review, and says nothing of too few decisions', () => {
    expect(said(acts(30))).toBe('effective');
    expect(said(acts(9))).toBe('not-measurable');
    expect(said(acts(30, (number) => (number % 5 === 0 ? {} : { trace: null })))).toBe('not-measurable');
  });

  test('never rests on time alone', () => {
    expect(said(acts(60, () => quick))).toBe('with-reservations');
    expect(said(acts(60, () => ({ ...quick, decision: 'revoke' })))).toBe('with-reservations');
  });

  test('needs signs of two kinds to be not effective', () => {
    const same = { reason: 'Reviewed and approved.' };
    expect(said(acts(30, () => closed))).toBe('with-reservations');
    expect(said(acts(30, () => same))).toBe('with-reservations');
    expect(said(acts(30, () => ({ decision: 'certify' })))).toBe('effective');
    expect(said(acts(30, () => ({ ...closed, ...same })))).toBe('not-effective');
    expect(said(acts(30, () => ({ ...quick, ...same })))).toBe('not-effective');
    expect(said(acts(30, () => ({ ...same, decision: 'certify', trace: null })))).toBe('not-effective');
  });

  test('of the whole tells of one person who reviewed nothing, without a name', () => {
    const others = ['B', 'C', 'D', 'E', 'F'].flatMap((person, index) =>
      acts(20, () => ({ person, by: person })).map((act, number) => ({
        ...act,
        uid: `${person}-${number}`,
        item: `i-${person}-${number}`,
        reason: `${act.reason} ${person.repeat(3)} ${index}`,
      })),
    );
    const bot = acts(12, () => ({
      ...closed,
      reason: 'Reviewed and approved.',
      decision: 'certify',
      person: 'Z',
      by: 'Zoe',
    }));
    const { whole, people } = qualityOf(PLAN, [...others, ...bot], () => null, null);
    expect(people.find(({ name }) => name === 'Zoe')?.statement.verdict.verdict).toBe('not-effective');
    expect(whole.verdict.verdict).toBe('with-reservations');
    expect(whole.verdict.reasons.join(' ')).toMatch(/1 of 6 people, who took 12 of 112 decisions/);
    expect(whole.verdict.reasons.join(' ')).not.toContain('Zoe');
    const larger = qualityOf(PLAN, [...others.slice(0, 40), ...bot], () => null, null);
    expect(larger.whole.verdict.verdict).toBe('not-effective');
  });
});
