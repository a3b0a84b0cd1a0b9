import { expect, test } from 'vitest';
import { ROUNDS } from '../../../shared/contract/item-states.ts';
import { DECISIONS, FINAL_DECISIONS } from '../../../shared/domain/vocabulary.ts';
import {
  type DecisionAct,
  heads,
  type Standing,
  standingOf,
  verdictOf,
} from '../../../electron/engine/review/item-state.ts';
import { type Random, randomFrom } from '../exchange/random.ts';

/** A history of one item: acts that replace earlier ones of their round or know nothing of them, some taken back. */
function randomActs(random: Random): DecisionAct[] {
  const acts: DecisionAct[] = [];
  const count = random.below(8);
  for (let index = 0; index < count; index += 1) {
    const round = random.pick(['first', 'first', 'second', 'adjudication'] as const);
    const earlier = acts.filter((act) => act.round === round);
    acts.push({
      uid: `uid-${random.below(10 ** 9)}-${index}`,
      round,
      replaces: earlier.length > 0 && random.chance(0.5) ? random.pick(earlier).uid : null,
      isUndone: random.chance(0.25),
      at: new Date(Date.UTC(2026, 0, 1 + random.below(4))).toISOString(),
      decision: random.pick(DECISIONS),
      scopes: random.chance(0.3) ? random.shuffled(['a', 'b', 'c']).slice(0, 1 + random.below(2)) : [],
      principals: random.chance(0.2) ? ['p'] : [],
    });
  }
  return acts;
}

function plain({ status, inForce, secondWaits }: Standing): unknown {
  return { status, uid: inForce?.uid ?? null, secondWaits };
}

const SEEDS = Array.from({ length: 20_000 }, (_, index) => index + 1);

test('order and repetition of acts do not matter', () => {
  for (const seed of SEEDS) {
    const random = randomFrom(seed);
    const acts = randomActs(random);
    const needsSecond = random.chance(0.5);
    const expected = plain(standingOf(acts, needsSecond));
    const again = random.shuffled([...acts, ...random.shuffled(acts).slice(0, random.below(4))]);
    expect(plain(standingOf(again, needsSecond)), `seed ${seed}`).toEqual(expected);
  }
});

test('what is disputed has no decision in force, and what has one rests on an act that stands', () => {
  const seen = new Set<string>();
  for (const seed of SEEDS) {
    const random = randomFrom(seed);
    const acts = randomActs(random);
    const { status, inForce, secondWaits } = standingOf(acts, random.chance(0.5));
    seen.add(status);
    if (status === 'conflict' || status === 'disagreement' || status === 'undecided')
      expect(inForce, `seed ${seed}`).toBeNull();
    else {
      expect(inForce, `seed ${seed}`).not.toBeNull();
      if (inForce === null) continue;
      expect(inForce.isUndone).toBe(false);
      expect(heads(acts, inForce.round)).toContain(inForce);
      expect(inForce.round).not.toBe('second');
      expect(FINAL_DECISIONS.includes(inForce.decision), `seed ${seed}`).toBe(status !== 'interim');
      if (inForce.round === 'adjudication') expect(secondWaits).toBe(false);
      // All who decided the round say the same.
      expect(new Set(heads(acts, inForce.round).map(verdictOf)).size).toBe(1);
    }
  }
  expect([...seen].toSorted()).toEqual(
    ['conflict', 'decided', 'disagreement', 'interim', 'second-open', 'undecided'].toSorted(),
  );
});

test('deciding and taking it back leaves things as they were', () => {
  for (const seed of SEEDS) {
    const random = randomFrom(seed);
    const acts = randomActs(random);
    const needsSecond = random.chance(0.5);
    const round = random.pick(ROUNDS);
    const standing = heads(acts, round);
    const act: DecisionAct = {
      uid: 'new',
      round,
      // As the engine does it: in place of one that stands, if there is any.
      replaces: standing.length > 0 ? random.pick(standing).uid : null,
      isUndone: true,
      at: '2026-02-01T00:00:00.000Z',
      decision: random.pick(DECISIONS),
      scopes: [],
      principals: [],
    };
    expect(plain(standingOf([...acts, act], needsSecond)), `seed ${seed}`).toEqual(
      plain(standingOf(acts, needsSecond)),
    );
  }
});

test('an adjudication settles whatever was disputed, and taking it back opens the dispute again', () => {
  for (const seed of SEEDS) {
    const random = randomFrom(seed);
    const acts = randomActs(random).filter(({ round }) => round !== 'adjudication');
    const before = standingOf(acts, true);
    if (before.status !== 'conflict' && before.status !== 'disagreement') continue;
    const settling: DecisionAct = {
      uid: 'settling',
      round: 'adjudication',
      replaces: null,
      isUndone: false,
      at: '2026-02-01T00:00:00.000Z',
      decision: random.pick(FINAL_DECISIONS),
      scopes: [],
      principals: [],
    };
    const after = standingOf([...acts, settling], true);
    expect(plain(after), `seed ${seed}`).toEqual({ status: 'decided', uid: 'settling', secondWaits: false });
    expect(plain(standingOf([...acts, { ...settling, isUndone: true }], true))).toEqual(plain(before));
  }
});

test('equal decisions of two machines are no conflict; the earlier one is in force on both', () => {
  for (const seed of SEEDS.slice(0, 2000)) {
    const random = randomFrom(seed);
    const one: DecisionAct = {
      uid: `a${random.below(9)}`,
      round: 'first',
      replaces: null,
      isUndone: false,
      at: '2026-01-01T00:00:00.000Z',
      decision: random.pick(FINAL_DECISIONS),
      scopes: random.shuffled(['a', 'b']),
      principals: [],
    };
    const other = {
      ...one,
      uid: `b${random.below(9)}`,
      at: '2026-01-02T00:00:00.000Z',
      scopes: random.shuffled(['a', 'b']),
    };
    for (const acts of [
      [one, other],
      [other, one],
    ])
      expect(standingOf(acts, false)).toEqual({ status: 'decided', inForce: one, secondWaits: false });
    expect(standingOf([one, { ...other, principals: ['p'] }], false).status).toBe('conflict');
  }
});
