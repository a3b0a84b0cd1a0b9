import { describe, expect, it } from 'vitest';
import { conclude, type ConclusionInput } from '../../../electron/engine/report/conclusion.ts';

const bool = [false, true] as const;
const FULL = { label: 'Graph activity log', tenant: 'contoso.example', coveredDays: 92, totalDays: 92 };
const GAPPED = { ...FULL, coveredDays: 90 };

interface Facts {
  readonly items: number;
  readonly undecided: 'none' | 'some' | 'all';
  readonly open: boolean;
  readonly cut: boolean;
  readonly rejected: boolean;
  readonly ghosts: boolean;
  readonly log: 'full' | 'gapped' | 'none';
  readonly dark: boolean;
  readonly lacking: boolean;
}

function* everyCombination(): Generator<Facts> {
  for (const items of [0, 4])
    for (const undecided of ['none', 'some', 'all'] as const)
      for (const open of bool)
        for (const cut of bool)
          for (const rejected of bool)
            for (const ghosts of bool)
              for (const log of ['full', 'gapped', 'none'] as const)
                for (const dark of bool)
                  for (const lacking of bool)
                    yield { items, undecided, open, cut, rejected, ghosts, log, dark, lacking };
}

function inputOf(facts: Facts): ConclusionInput {
  return {
    imports: [
      {
        file: 'grants.json',
        closes: !facts.open,
        rejected: facts.rejected ? 2 : 0,
        truncation: facts.cut ? ['The export is incomplete: it ends with a marker for a next page.'] : [],
      },
    ],
    items: facts.items,
    undecided: { none: 0, some: 1, all: facts.items }[facts.undecided],
    answered: facts.undecided === 'some' && facts.open ? 1 : 0,
    ghosts: facts.ghosts ? 1 : 0,
    windows: { full: [FULL], gapped: [GAPPED], none: [] }[facts.log],
    withoutLog: facts.dark ? ['Slack'] : [],
    rules: [{ rule: 'CS-08', undeterminable: facts.lacking ? 3 : 0 }],
    checks: [],
  };
}

/** The truth table in words, written without the code under test. */
function expectedClass(facts: Facts): string {
  if (facts.items === 0 || facts.undecided === 'all') return 'none';
  if (facts.open || facts.cut) return 'scope-limitation';
  const isClean =
    facts.undecided === 'none' &&
    !facts.rejected &&
    !facts.ghosts &&
    facts.log === 'full' &&
    !facts.dark &&
    !facts.lacking;
  return isClean ? 'unqualified' : 'qualified';
}

/** One pattern for each thing that is wrong. */
function expectedReasons(facts: Facts): RegExp[] {
  return [
    ...(facts.open ? [/ledger of grants\.json does not close/u] : []),
    ...(facts.cut ? [/not a complete export/u] : []),
    ...(facts.rejected ? [/2 records of grants\.json could not be read/u] : []),
    ...(facts.undecided === 'some'
      ? [
          facts.open
            ? /1 of 4 review items not decided: 1 answered and still open, 0 not answered/u
            : /1 of 4 review items not decided: 0 answered and still open, 1 not answered/u,
        ]
      : []),
    ...(facts.ghosts ? [/1 connector seen in the logs/u] : []),
    ...(facts.log === 'gapped' ? [/no record on 2 of 92 days/u] : []),
    ...(facts.log === 'none' ? [/^No log was supplied/u] : []),
    ...(facts.dark && facts.log !== 'none' ? [/No log of Slack/u] : []),
    ...(facts.lacking ? [/CS-08 \(3\)/u] : []),
  ];
}

describe('conclude', () => {
  it('gives the class of the truth table, with one reason for each thing that is wrong, over all combinations', () => {
    const seen = new Set<string>();
    for (const facts of everyCombination()) {
      const conclusion = conclude(inputOf(facts));
      const where = JSON.stringify(facts);
      expect(conclusion.class, where).toBe(expectedClass(facts));
      seen.add(conclusion.class);
      if (conclusion.class === 'qualified' || conclusion.class === 'scope-limitation') {
        const reasons = expectedReasons(facts);
        expect(conclusion.reasons, where).toHaveLength(reasons.length);
        for (const [index, reason] of reasons.entries()) expect(conclusion.reasons[index], where).toMatch(reason);
      } else expect(conclusion.reasons, where).toHaveLength(1);
    }
    expect([...seen].toSorted()).toEqual(['none', 'qualified', 'scope-limitation', 'unqualified']);
  });

  it('names the tenant of a log only where several have one', () => {
    const base = { imports: [], items: 1, undecided: 0, answered: 0, ghosts: 0, withoutLog: [], rules: [], checks: [] };
    expect(conclude({ ...base, windows: [GAPPED] }).reasons).toEqual([
      'Graph activity log: no record on 2 of 92 days.',
    ]);
    const two = conclude({ ...base, windows: [GAPPED, { ...GAPPED, tenant: 'fabrikam.example' }] });
    expect(two.reasons[1]).toBe('Graph activity log of fabrikam.example: no record on 2 of 92 days.');
  });

  it('follows the evidence checks: totals limit the scope, other findings qualify, each said once', () => {
    const file = { file: 'a.csv', closes: true, rejected: 0, truncation: [] };
    const base = {
      imports: [file],
      items: 1,
      undecided: 0,
      answered: 0,
      ghosts: 0,
      windows: [FULL],
      withoutLog: [],
      rules: [],
    };
    const say = (check: string, sentence: string, outcome: 'finding' | 'clear' | 'undeterminable' = 'finding') => ({
      check,
      outcome,
      sentence,
    });
    const missing = say('EV-1', 'a.csv: 9 records were read, but the source was stated to have 10: 1 are missing.');
    expect(conclude({ ...base, checks: [missing, missing] })).toMatchObject({
      class: 'scope-limitation',
      reasons: [missing.sentence],
    });
    for (const check of ['EV-2', 'EV-5', 'EV-6'])
      expect(conclude({ ...base, checks: [say(check, 'b.csv: strange.')] })).toMatchObject({
        class: 'qualified',
        reasons: ['b.csv: strange.'],
      });
    const open = [say('EV-1', 'no total is known', 'undeterminable'), say('EV-7', 'old'), say('EV-2', 'fine', 'clear')];
    expect(conclude({ ...base, checks: open }).class).toBe('unqualified');
    const many = Array.from({ length: 14 }, (_, index) => say('EV-5', `conflict ${String(index).padStart(2, '0')}`));
    expect(conclude({ ...base, checks: many }).reasons.at(-1)).toBe('And 4 further findings of EV-2, EV-5, EV-6.');
  });

  it('does not depend on the order of imports', () => {
    const files = ['b.json', 'a.json', 'c.json'].map((file) => ({ file, closes: false, rejected: 1, truncation: [] }));
    const base = {
      items: 1,
      undecided: 0,
      answered: 0,
      ghosts: 0,
      windows: [FULL],
      withoutLog: [],
      rules: [],
      checks: [],
    };
    expect(conclude({ ...base, imports: files })).toEqual(conclude({ ...base, imports: files.toReversed() }));
  });
});
