import { expect, test } from 'vitest';
import { smallestSet } from '../../../electron/engine/catalog/smallest-set.ts';
import type { ScopeFact, Tier } from '../../../electron/engine/catalog/types.ts';

function fact(id: string, tier: Tier | null): ScopeFact {
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

test('one heavier scope beats two that weigh more together', () => {
  const scopes = facts(['a', 2], ['b', 2], ['c', 3]);
  expect(
    smallestSet(
      [
        ['a', 'c'],
        ['b', 'c'],
      ],
      scopes,
    ).ids,
  ).toEqual(['c']);
});

test('equal weights are settled by id, whatever the order of the input', () => {
  const scopes = facts(['x', 2], ['y', 2]);
  expect(smallestSet([['y', 'x']], scopes).ids).toEqual(['x']);
  expect(smallestSet([['x', 'y']], scopes).ids).toEqual(['x']);
});

test('agrees with trying every subset', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  let state = 11;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 200; round++) {
    const scopes = facts(...ids.map((id): [string, Tier] => [id, TIERS[Math.floor(random() * 4)] ?? 0]));
    const requirements = Array.from({ length: 4 }, () => ids.filter(() => random() < 0.4)).filter(
      (set) => set.length > 0,
    );
    const found = smallestSet(requirements, scopes).ids;
    expect(requirements.every((set) => set.some((id) => found.includes(id)))).toBe(true);
    expect(weight(found, scopes)).toBe(lightest(ids, requirements, scopes));
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

const TIERS: readonly Tier[] = [1, 2, 3, 4];

function weight(ids: readonly string[], scopes: ReadonlyMap<string, ScopeFact>): number {
  return ids.reduce((sum, id) => sum + 1 + 10 * (scopes.get(id)?.tier ?? 3), 0);
}

function lightest(
  ids: readonly string[],
  requirements: readonly string[][],
  scopes: ReadonlyMap<string, ScopeFact>,
): number {
  let best = Infinity;
  for (let mask = 0; mask < 2 ** ids.length; mask++) {
    const subset = ids.filter((_, index) => mask & (1 << index));
    if (requirements.every((set) => set.some((id) => subset.includes(id))))
      best = Math.min(best, weight(subset, scopes));
  }
  return best;
}
