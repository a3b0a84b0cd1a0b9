import { expect, test } from 'vitest';
import { smallestSet } from '../../../electron/engine/catalog/smallest-set.ts';
import { scopeWeight } from '../../../electron/engine/catalog/tier.ts';
import type { ScopeFact, Tier } from '../../../electron/engine/catalog/types.ts';

const VERBS = ['read', 'write', 'admin'] as const;
const BREADTHS = ['own', 'shared', 'tenant', 'unknown'] as const;

function fact(id: string, tier: Tier | null, more: Partial<ScopeFact> = {}): ScopeFact {
  return {
    id,
    name: id,
    resource: null,
    kind: 'delegated',
    known: true,
    tier,
    verb: 'read',
    breadth: 'own',
    basis: [],
    persistence: false,
    identity: false,
    label: id,
    ...more,
  };
}

function facts(...rows: [string, Tier | null][]): Map<string, ScopeFact> {
  return new Map(rows.map(([id, tier]) => [id, fact(id, tier)]));
}

test('takes what nothing else can do, then the lightest for the rest', () => {
  const scopes = facts(['a', 1], ['b', 2], ['c', 4]);
  expect(smallestSet([['a'], ['a', 'b'], ['b', 'c']], scopes)).toEqual({ ids: ['a', 'b'], method: 'exact' });
  expect(smallestSet([], scopes)).toEqual({ ids: [], method: 'exact' });
});

test('a scope of a higher tier is never taken to save several of a lower one', () => {
  const options = [
    ['a', 'c'],
    ['b', 'c'],
  ];
  expect(smallestSet(options, facts(['a', 2], ['b', 2], ['c', 3])).ids).toEqual(['a', 'b']);
  expect(smallestSet(options, facts(['a', 3], ['b', 3], ['c', 3])).ids).toEqual(['c']);
  // Unrated weighs like tier 3.
  expect(smallestSet(options, facts(['a', null], ['b', 2], ['c', 3])).ids).toEqual(['c']);
});

test('of equal tiers the narrower reach wins, then the one that only reads', () => {
  const reach = new Map([
    ['a', fact('a', 3, { breadth: 'tenant' })],
    ['b', fact('b', 3, { verb: 'admin' })],
    ['c', fact('c', 3, { verb: 'write' })],
  ]);
  expect(smallestSet([['a', 'b', 'c']], reach).ids).toEqual(['c']);
});

test('equal weights are settled by id, whatever the order of the input', () => {
  const scopes = facts(['x', 2], ['y', 2]);
  expect(smallestSet([['y', 'x']], scopes).ids).toEqual(['x']);
  expect(smallestSet([['x', 'y']], scopes).ids).toEqual(['x']);
});

test('agrees with trying every subset on 1,000 random cases, ties included', () => {
  const random = seeded(11);
  for (let round = 0; round < 1000; round++) {
    const { scopes, requirements } = instance(random, 2 + Math.floor(random() * 8), 6);
    expect(smallestSet(requirements, scopes), JSON.stringify(requirements)).toEqual({
      ids: bestSubset([...scopes.keys()], requirements, scopes),
      method: 'exact',
    });
  }
});

test('adding an operation never makes the smallest set lighter, on 1,000 random cases', () => {
  const random = seeded(23);
  for (let round = 0; round < 1000; round++) {
    const { scopes, requirements } = instance(random, 3 + Math.floor(random() * 14), 10);
    let weight = 0;
    for (let count = 1; count <= requirements.length; count++) {
      const { ids } = smallestSet(requirements.slice(0, count), scopes);
      expect(weightOf(ids, scopes)).toBeGreaterThanOrEqual(weight);
      weight = weightOf(ids, scopes);
    }
  }
});

test('24 scopes with choices everywhere are still settled exactly', () => {
  const random = seeded(5);
  for (let round = 0; round < 20; round++) {
    const scopes = new Map(
      Array.from({ length: 24 }, (_, index) => {
        const id = `s${String(index).padStart(2, '0')}`;
        return [id, fact(id, 3)] as const;
      }),
    );
    const ids = [...scopes.keys()];
    const requirements = Array.from({ length: 40 }, () =>
      ids.toSorted(() => random() - 0.5).slice(0, 2 + Math.floor(random() * 4)),
    );
    const found = smallestSet(requirements, scopes);
    expect(found.method).toBe('exact');
    expect(requirements.every((options) => options.some((id) => found.ids.includes(id)))).toBe(true);
    expect(smallestSet(requirements.toReversed(), scopes)).toEqual(found);
  }
});

test('many alternatives fall back to a bounded search that still covers everything', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `s${index}`);
  const scopes = facts(...ids.map((id): [string, Tier] => [id, 2]));
  const requirements = ids.map((id, index) => [
    id,
    ids[(index + 1) % ids.length] ?? id,
    ids[(index + 7) % ids.length] ?? id,
  ]);
  const result = smallestSet(requirements, scopes);
  expect(result.method).toBe('bounded');
  expect(requirements.every((set) => set.some((id) => result.ids.includes(id)))).toBe(true);
});

const TIERS: readonly (Tier | null)[] = [0, 1, 2, 3, 4, null];

function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Scopes with a few distinct weights, so that ties are common, and random requirements over them. */
function instance(random: () => number, size: number, requirements: number) {
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
  const spread = 1 + Math.floor(random() * TIERS.length);
  const scopes = new Map(
    Array.from({ length: size }, (_, index) => {
      const id = `s${String(index * 7).padStart(2, '0')}`;
      const tier = TIERS[Math.floor(random() * spread)] ?? null;
      return [id, fact(id, tier, { verb: pick(VERBS), breadth: random() < 0.5 ? 'own' : pick(BREADTHS) })] as const;
    }),
  );
  return {
    scopes,
    requirements: Array.from({ length: requirements }, () => [...scopes.keys()].filter(() => random() < 0.35)).filter(
      (set) => set.length > 0,
    ),
  };
}

function weightOf(ids: readonly string[], scopes: ReadonlyMap<string, ScopeFact>): number {
  return ids.reduce((sum, id) => sum + scopeWeight(scopes.get(id) ?? fact(id, null)), 0);
}

function bestSubset(
  ids: readonly string[],
  requirements: readonly (readonly string[])[],
  scopes: ReadonlyMap<string, ScopeFact>,
): string[] {
  let best: string[] = [];
  let lightest = Infinity;
  for (let mask = 0; mask < 2 ** ids.length; mask++) {
    const subset = ids.filter((_, index) => mask & (1 << index)).toSorted();
    if (!requirements.every((set) => set.some((id) => subset.includes(id)))) continue;
    const weight = weightOf(subset, scopes);
    if (weight < lightest || (weight === lightest && subset.join('\n') < best.join('\n'))) {
      best = subset;
      lightest = weight;
    }
  }
  return best;
}
