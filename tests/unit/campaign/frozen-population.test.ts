import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  drawSample,
  nonceDigest,
  populationRoot,
  queueOrder,
  sampleSize,
} from '../../../electron/engine/evidence/frozen-population.ts';
import { createRandom } from '../../generator/random.ts';

const random = createRandom(20261005, 'frozen population');

/** Keys as files may bring them: other scripts, characters beyond the first plane, marks that mean something elsewhere. */
function population(size: number) {
  return Array.from({ length: size }, (_, index) => ({
    item: `entra:${['é', '\u{1f600}', '\uffee', '|', '"', ' '][index % 6]}${index}:tenant`,
    facts: createHash('sha256').update(String(index)).digest('hex'),
    rank: random.between(0, 4),
  }));
}

const shuffled = <T>(list: readonly T[]): T[] => random.sample(list, list.length);

describe('the root', () => {
  test('is that of the lines in the order of the bytes of their keys, whatever order they come in', () => {
    for (const size of [1, 2, 17, 200]) {
      const items = population(size);
      const lines = items
        .map(({ item, facts }) => ({ bytes: Buffer.from(item), line: `${JSON.stringify([item, facts])}\n` }))
        .toSorted((a, b) => Buffer.compare(a.bytes, b.bytes));
      const root = createHash('sha256')
        .update(lines.map(({ line }) => line).join(''))
        .digest('hex');
      expect(populationRoot(items)).toBe(root);
      expect(populationRoot(shuffled(items))).toBe(root);
    }
  });

  test('changes with any item, key or fact', () => {
    const items = population(50);
    const roots = new Set([populationRoot(items)]);
    for (const [index, item] of items.entries()) {
      roots.add(populationRoot(items.toSpliced(index, 1)));
      roots.add(populationRoot(items.toSpliced(index, 1, { ...item, facts: 'f'.repeat(64) })));
      roots.add(populationRoot(items.toSpliced(index, 1, { ...item, item: `${item.item}x` })));
    }
    expect(roots.size).toBe(1 + 50 * 3);
  });
});

describe('the order of the queue', () => {
  test('is by tier, and within a tier follows from the root alone', () => {
    const items = population(300);
    const root = populationRoot(items);
    const order = queueOrder(root, items);
    expect(queueOrder(root, shuffled(items))).toEqual(order);
    const ranks = new Map(items.map(({ item, rank }) => [item, rank]));
    const ofOrder = order.map((item) => ranks.get(item) ?? -1);
    expect(ofOrder).toEqual(ofOrder.toSorted((a, b) => b - a));
    expect(order.toSorted()).toEqual(items.map(({ item }) => item).toSorted());
    expect(queueOrder('0'.repeat(64), items)).not.toEqual(order);
  });
});

describe('the sample', () => {
  test('can be drawn again from the root, the word and the items, in any order', () => {
    for (const percent of [0, 1, 10, 33, 100]) {
      const items = population(137);
      const keys = items.map(({ item }) => item);
      const root = populationRoot(items);
      const again = keys
        .map((item) => ({ item, draw: createHmac('sha256', 'a word').update(`${root}|${item}`).digest('hex') }))
        .toSorted((a, b) => (a.draw < b.draw ? -1 : 1))
        .slice(0, Math.ceil((137 * percent) / 100))
        .map(({ item }) => item);
      expect(drawSample('a word', root, keys, percent)).toEqual(again);
      expect(drawSample('a word', root, shuffled(keys), percent)).toEqual(again);
    }
  });

  test('changes with the word and with the population, and a larger one holds the smaller', () => {
    const items = population(400);
    const keys = items.map(({ item }) => item);
    const root = populationRoot(items);
    const ten = drawSample('first word', root, keys, 10);
    expect(drawSample('second word', root, keys, 10)).not.toEqual(ten);
    expect(drawSample('first word', populationRoot(items.slice(1)), keys, 10)).not.toEqual(ten);
    expect(drawSample('first word', root, keys, 25).slice(0, ten.length)).toEqual(ten);
  });

  test('is never empty where a share is asked for', () => {
    expect([sampleSize(1, 1), sampleSize(100, 1), sampleSize(101, 1), sampleSize(0, 50), sampleSize(7, 100)]).toEqual([
      1, 1, 2, 0, 7,
    ]);
  });

  test('has its word named by a digest before it is given', () => {
    expect(nonceDigest('Prüfung')).toBe(createHash('sha256').update(Buffer.from('Prüfung', 'utf8')).digest('hex'));
  });
});
