import { expect, test } from 'vitest';
import { holdersAndCallers } from '../../../../renderer/features/connector/holders-and-callers.ts';

test('both numbers and the reason stand in one sentence where they differ, and nothing where they do not', () => {
  expect(holdersAndCallers(12, 9)).toBe(
    '12 people hold a grant, and calls of 9 were seen: a grant does not show use, and a call counts only where an imported log names who made it.',
  );
  expect(holdersAndCallers(1, 3)).toBe(
    '1 person holds a grant, and calls of 3 were seen: people also act through a consent for the whole tenant, or by a grant that is no longer listed.',
  );
  for (const [holders, callers] of [
    [4, 4],
    [0, 3],
    [5, 0],
  ] as const)
    expect(holdersAndCallers(holders, callers)).toBeNull();
});
