import { expect, it } from 'vitest';
import { itemPath, queuePath, readGroupBy, readQueue } from '../../../../renderer/features/review/queue-question.ts';

it('keeps the question of the queue in the address of an item', () => {
  const asked = `${queuePath({ text: 'mail', tiers: [3], rule: 'CS-08' })}&by=vendor`;
  const path = itemPath('entra:a/b', asked.slice('/review'.length));
  expect(path.startsWith('/review/entra%3Aa%2Fb?')).toBe(true);
  const params = new URLSearchParams(path.slice(path.indexOf('?')));
  expect(readQueue(params)).toMatchObject({ text: 'mail', tiers: [3], rule: 'CS-08' });
  expect(readGroupBy(params)).toBe('vendor');
});
