import { describe, expect, it } from 'vitest';
import {
  readQuestion,
  writeQuestion,
  type InventoryQuestion,
} from '../../../../renderer/features/inventory/question.ts';

describe('the inventory question in the address', () => {
  it('comes back as it was written', () => {
    const question: InventoryQuestion = {
      filter: {
        text: 'mail & "drive", été',
        platforms: ['google', 'entra'],
        kinds: ['delegated-tenant'],
        severities: ['critical', 'high'],
        minTier: 3,
        rule: 'CS-08',
        decided: 'undecided',
        tiers: [4, null],
        statuses: ['not-seen-full'],
        ownership: 'finding',
      },
      sort: { by: 'lastUse', descending: false },
    };
    expect(readQuestion(new URLSearchParams(writeQuestion(question).toString()))).toEqual(question);
  });

  it('leaves defaults out of the address', () => {
    expect(writeQuestion({ filter: {}, sort: { by: 'risk', descending: true } }).toString()).toBe('');
  });

  it('ignores what is not a question', () => {
    for (const address of ['platform=constructor', 'tier=9', 'tier=x', 'decided=maybe', 'sort=__proto__']) {
      const { filter, sort } = readQuestion(new URLSearchParams(address));
      expect(filter).toEqual({});
      expect(sort).toEqual({ by: 'risk', descending: true });
    }
  });
});
