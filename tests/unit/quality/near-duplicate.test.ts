import { describe, expect, test } from 'vitest';
import { NEAR_DUPLICATE, nearDuplicates, shinglesOf, similarity } from '../../../shared/domain/near-duplicate.ts';
import { randomFrom } from '../reading/files.ts';

const near = (a: string, b: string): number => similarity(shinglesOf(a), shinglesOf(b));

describe('how near two texts are', () => {
  test('case, punctuation and numbers make no difference', () => {
    expect(near('Approved by finance, ticket 4711.', 'approved BY finance ticket 12')).toBe(1);
    expect(near('ｒｅｖｉｅｗｅｄ', 'Reviewed!')).toBe(1);
  });

  test('one name exchanged in a sentence is nearly the same; another reason is not', () => {
    const template = (name: string) => `Reviewed the grants of ${name} and everything looks fine for this period`;
    expect(near(template('Scribewell'), template('Cadenza'))).toBeGreaterThanOrEqual(NEAR_DUPLICATE);
    expect(
      near(
        'Owner confirmed by ticket 4711 that the payroll exports need it',
        'Owner confirmed by ticket 4712 that the support desk reads tickets with it',
      ),
    ).toBeLessThan(NEAR_DUPLICATE);
  });

  test('scripts without spaces are compared sign by sign; texts without words are near to nothing', () => {
    expect(near('財務部が承認しました', '財務部が承認しましだ')).toBeGreaterThanOrEqual(NEAR_DUPLICATE);
    expect(near('...', '...')).toBe(0);
  });
});

describe('groups', () => {
  test('hold what is the same and what is nearly so, the largest first, and leave the rest out', () => {
    const texts = [
      'ok',
      'OK.',
      'Fine as it is for app Alpha this year',
      'Fine as it is for app Beta this year',
      'Fine as it is for app Alpha this year!',
      'Nobody called it in 90 days and the owner agreed to remove it',
    ];
    expect(nearDuplicates(texts)).toEqual([
      { text: 'Fine as it is for app Alpha this year', texts: 3, identical: 2 },
      { text: 'OK.', texts: 2, identical: 2 },
    ]);
  });

  test('do not depend on the order of the texts, and find what comparing every pair finds', () => {
    const next = randomFrom(4_501);
    const words = ['owner', 'agreed', 'to', 'keep', 'it', 'for', 'now', 'fine', '17'];
    for (let round = 0; round < 300; round += 1) {
      const texts = Array.from({ length: next(25) }, () =>
        Array.from({ length: next(9) }, () => words[next(words.length)]).join(' '),
      );
      const groups = nearDuplicates(texts);
      expect(nearDuplicates(texts.toReversed())).toEqual(groups);
      const inGroups = groups.reduce((sum, group) => sum + group.texts, 0);
      const inReach = texts.filter((one) => groups.some((group) => near(one, group.text) >= NEAR_DUPLICATE));
      expect(inReach.length).toBeGreaterThanOrEqual(inGroups);
      const alone = texts.filter((one) => !inReach.includes(one));
      for (const [index, one] of alone.entries())
        for (const other of alone.slice(index + 1)) expect(near(one, other)).toBeLessThan(NEAR_DUPLICATE);
    }
  });
});
