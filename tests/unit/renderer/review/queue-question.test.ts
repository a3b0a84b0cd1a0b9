import { expect, test } from 'vitest';
import {
  queuePath,
  readQueue,
  writeQueue,
  type QueueFilter,
} from '../../../../renderer/features/review/queue-question.ts';

test('a filter of the queue comes back from the address as it was written', () => {
  const filter: QueueFilter = {
    text: 'mail & "drive"',
    state: 'open',
    platforms: ['google', 'okta'],
    minTier: 2,
    tiers: [4, null, 0],
    rule: 'CS-08',
    decision: 'none',
    grantAge: '730-',
    lastUse: 'unknown',
  };
  expect(readQueue(new URLSearchParams(writeQueue(filter).toString()))).toEqual(filter);
});

test('nothing asked is the bare address, and what is no filter is not asked', () => {
  expect(queuePath({ state: 'all' })).toBe('/review');
  for (const address of ['state=x', 'tier=9', 'tier=x', 'platform=constructor', 'grantAge=1-2', 'decision=maybe'])
    expect(readQueue(new URLSearchParams(address))).toEqual({});
});
