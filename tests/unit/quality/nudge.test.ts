import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QueueRow } from '../../../shared/contract/review.ts';
import { type EngineCase, startEngine } from '../engine/engine-case.ts';

let sample: EngineCase;
let queue: readonly QueueRow[];
beforeAll(async () => {
  sample = startEngine();
  await sample.engine.handlers['workspace.openSample']({}, {});
  queue = (await sample.engine.handlers['review.queue']({ filter: { state: 'all' }, offset: 0, limit: 500 }, {})).rows;
});
afterAll(async () => sample.dispose());

const itemId = (index: number): string => queue[index]?.itemId ?? '';

async function escalate(index: number, reason: string, activeMs: number | null): Promise<void> {
  const trace =
    activeMs === null
      ? null
      : {
          shownAt: '2026-10-05T08:00:00.000Z',
          activeMs,
          panels: ['usage', 'change'],
          provisional: null,
          revealed: false,
        };
  await sample.engine.handlers['review.decide'](
    {
      itemId: itemId(index),
      decision: 'escalate',
      reason,
      scopes: [],
      principals: [],
      until: null,
      owner: null,
      agreed: null,
      round: 'first',
      trace,
    },
    {},
  );
}

const nudge = async (index: number, reason: string) =>
  sample.engine.handlers['quality.nudge']({ itemId: itemId(index), reason }, {});

test('an earlier reason with nearly the same words is named, and only on another item', async () => {
  expect(await nudge(1, 'Fine as it is for app Alpha this year')).toEqual({ similar: null, streak: null });
  await escalate(0, 'Fine as it is for app Alpha this year', 60_000);
  expect((await nudge(1, 'Fine as it is for app Beta this year')).similar).toEqual({
    itemId: itemId(0),
    name: queue[0]?.name,
    reason: 'Fine as it is for app Alpha this year',
  });
  expect((await nudge(0, 'Fine as it is for app Beta this year')).similar).toBeNull();
  expect((await nudge(1, 'The owner agreed to remove two scopes')).similar).toBeNull();
  expect((await nudge(1, '')).similar).toBeNull();
});

test('ten quick decisions in a row offer one of them again; a slow or untraced one ends the row', async () => {
  for (let index = 1; index <= 9; index += 1) await escalate(index, `Reason number ${index}`, 1000);
  expect((await nudge(11, 'x')).streak).toBeNull();
  await escalate(10, 'Reason ten', 4999);
  const offered = (await nudge(11, 'x')).streak;
  expect(offered?.count).toBe(10);
  const earlier = queue.slice(1, 11);
  expect(earlier.find((row) => row.itemId === offered?.reopenItemId)?.name).toBe(offered?.name);
  expect((await nudge(11, 'another text')).streak).toEqual(offered);

  await sample.engine.handlers['review.undo']({ itemId: itemId(10) }, {});
  expect((await nudge(11, 'x')).streak).toBeNull();
  await escalate(10, 'Reason ten', 1000);
  expect((await nudge(11, 'x')).streak?.count).toBe(10);
  await escalate(11, 'Looked at for a while', 5000);
  expect((await nudge(12, 'x')).streak).toBeNull();
  await escalate(12, 'Quick again', 1000);
  await escalate(13, 'Nobody knows how this came about', null);
  expect((await nudge(14, 'x')).streak).toBeNull();
});
