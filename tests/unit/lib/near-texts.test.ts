import { expect, test } from 'vitest';
import { withinOneEdit } from '../../../electron/engine/lib/edit-distance.ts';
import { createNearTexts } from '../../../electron/engine/lib/near-texts.ts';
import { createRandom } from '../../generator/random.ts';

test('finds every text within one edit, as comparing each with each does', () => {
  const random = createRandom(20261126, 'near texts');
  const word = (): string => random.text(random.below(6), 'abcж漢');
  const texts = Array.from({ length: 3000 }, word);
  const near = createNearTexts(texts);
  for (let round = 0; round < 300; round += 1) {
    const text = word();
    const right = texts.flatMap((other, place) => (withinOneEdit(other, text) ? [place] : []));
    expect(near(text).filter((place) => withinOneEdit(texts[place] ?? '', text))).toEqual(right);
  }
});

test('says little of texts that are far from all', () => {
  const near = createNearTexts(Array.from({ length: 20_000 }, (_, index) => `application ${index}`));
  expect(near('something else')).toEqual([]);
  expect(near('application 12345').length).toBeLessThan(200);
});
