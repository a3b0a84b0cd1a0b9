import { describe, expect, it } from 'vitest';
import { VERDICTS } from '../../../shared/contract/quality.ts';
import { conclude, type Conclusion, type ConclusionInput } from '../../../electron/engine/report/conclusion.ts';

const FULL = { label: 'Graph activity log', tenant: 'contoso.example', coveredDays: 92, totalDays: 92 };

/** Each thing that may be amiss, from good to bad; the first value of each is the good one. */
const SIDES = {
  items: ['some', 'none'],
  undecided: ['none', 'some', 'all'],
  ledger: ['closes', 'open'],
  file: ['whole', 'cut'],
  records: ['read', 'rejected'],
  ghosts: ['none', 'some'],
  log: ['full', 'gapped', 'none'],
  rules: ['judged', 'lacking'],
  second: ['done', 'open'],
  disputed: ['none', 'some'],
  covered: ['all', 'some', 'none'],
  exceptions: ['none', 'some'],
  quality: VERDICTS,
} as const;
type Side = keyof typeof SIDES;
type Facts = { readonly [S in Side]: (typeof SIDES)[S][number] };

function* combinations(sides: readonly (readonly [string, readonly string[]])[]): Generator<Record<string, string>> {
  const [first, ...rest] = sides;
  if (first === undefined) {
    yield {};
    return;
  }
  for (const others of combinations(rest)) for (const value of first[1]) yield { [first[0]]: value, ...others };
}

// The values come from the table above.
const everyCombination = (): Generator<Facts> => combinations(Object.entries(SIDES)) as unknown as Generator<Facts>;

function inputOf(facts: Facts): ConclusionInput {
  const items = facts.items === 'none' ? 0 : 4;
  return {
    imports: [
      {
        file: 'grants.json',
        closes: facts.ledger === 'closes',
        rejected: facts.records === 'rejected' ? 2 : 0,
        truncation: facts.file === 'cut' ? ['It ends with a marker for a next page.'] : [],
      },
    ],
    items,
    undecided: { none: 0, some: Math.min(1, items), all: items }[facts.undecided],
    answered: 0,
    ghosts: facts.ghosts === 'some' ? 1 : 0,
    windows: { full: [FULL], gapped: [{ ...FULL, coveredDays: 90 }], none: [] }[facts.log],
    withoutLog: [],
    rules: [{ rule: 'CS-08', undeterminable: facts.rules === 'lacking' ? 3 : 0 }],
    checks: [],
    review: {
      secondOpen: facts.second === 'open' ? 2 : 0,
      disputed: facts.disputed === 'some' ? 1 : 0,
      uncovered: {
        all: [],
        some: [{ name: 'Ben', decisions: 1, of: 3 }],
        none: [{ name: 'Ben', decisions: 3, of: 3 }],
      }[facts.covered],
      exceptions: facts.exceptions === 'some' ? 1 : 0,
      quality: { verdict: facts.quality, reasons: ['54 of 54 texts are the same.'] },
    },
  };
}

/** What the review itself adds, one pattern each, written without the code under test. */
function reviewReasons(facts: Facts): RegExp[] {
  return [
    ...(facts.second === 'open' ? [/^2 review items not yet reviewed a second time/u] : []),
    ...(facts.disputed === 'some' ? [/^1 review item decided differently by two people and not settled/u] : []),
    ...(facts.covered === 'some' ? [/^1 of 3 decisions of Ben are not covered/u] : []),
    ...(facts.covered === 'none' ? [/^Ben signed for none of 3 decisions/u] : []),
    ...(facts.exceptions === 'some' ? [/^1 exception from the independence/u] : []),
    ...(facts.quality === 'not-effective' ? [/^The review was not effective by its own figures\. 54 of 54/u] : []),
  ];
}

function expectedClass(facts: Facts): Conclusion['class'] {
  if (facts.items === 'none' || facts.undecided === 'all') return 'none';
  if (facts.ledger === 'open' || facts.file === 'cut') return 'scope-limitation';
  const isClean =
    facts.undecided === 'none' &&
    facts.records === 'read' &&
    facts.ghosts === 'none' &&
    facts.log === 'full' &&
    facts.rules === 'judged' &&
    reviewReasons(facts).length === 0;
  return isClean ? 'unqualified' : 'qualified';
}

const RANKS = { none: 0, 'scope-limitation': 1, qualified: 2, unqualified: 3 } as const;

describe('the conclusion over all combinations of evidence and review', () => {
  it('has the class of the truth table, and says each thing that is amiss', () => {
    const wrong: string[] = [];
    let seen = 0;
    for (const facts of everyCombination()) {
      const conclusion = conclude(inputOf(facts));
      const isExpected =
        conclusion.class === expectedClass(facts) &&
        (conclusion.class === 'none' || conclusion.class === 'unqualified'
          ? conclusion.reasons.length === 1
          : reviewReasons(facts).every(
              (pattern) => conclusion.reasons.filter((one) => pattern.test(one)).length === 1,
            ));
      if (!isExpected) wrong.push(`${JSON.stringify(facts)}: ${conclusion.class}, ${conclusion.reasons.join(' ')}`);
      seen += 1;
    }
    expect(wrong).toEqual([]);
    expect(seen).toBe(Object.values(SIDES).reduce((product, values) => product * values.length, 1));
  });

  it('never rises when one more thing is amiss', () => {
    const worse: string[] = [];
    for (const facts of everyCombination()) {
      const rank = RANKS[conclude(inputOf(facts)).class];
      for (const side of Object.keys(SIDES) as Side[]) {
        // Verdicts are no scale: only the step from effective to not effective makes it worse.
        const values: readonly string[] = side === 'quality' ? ['effective', 'not-effective'] : SIDES[side];
        const index = values.indexOf(facts[side]);
        const next = values[index + 1];
        if (index < 0 || next === undefined) continue;
        const changed = { ...facts, [side]: next };
        if (RANKS[conclude(inputOf(changed)).class] > rank) worse.push(`${side}: ${JSON.stringify(facts)}`);
      }
    }
    expect(worse).toEqual([]);
  });

  it('says nothing of a review that was not measured, or only with reservations', () => {
    const clean = Object.fromEntries(Object.entries(SIDES).map(([side, [good]]) => [side, good])) as unknown as Facts;
    for (const quality of ['effective', 'with-reservations', 'not-measurable'] as const)
      expect(conclude(inputOf({ ...clean, quality }))).toMatchObject({ class: 'unqualified' });
    expect(conclude(inputOf({ ...clean, quality: 'not-effective' }))).toMatchObject({ class: 'qualified' });
  });
});
