import { describe, expect, test } from 'vitest';
import { reviewQuality } from '../../../electron/engine/review/quality/statement.ts';
import { samples } from './sample.ts';
import { bot, honest } from './scripted.ts';

const openSample = samples();

describe('a whole review through the engine', () => {
  test('by a script that approves everything at two seconds an item is not effective', async () => {
    const engine = await openSample();
    const items = await bot(engine);
    const { whole } = reviewQuality(engine.engine.context.open().db);
    expect(whole.verdict.verdict).toBe('not-effective');
    expect(whole.figures).toMatchObject({
      decisions: items,
      items,
      time: { high: { medianMs: 2000, p10Ms: 2000 } },
      approved: { count: items, of: items },
      repeatedTexts: { count: items, of: items, identical: items },
      inOrder: { count: items - 1, of: items - 1 },
    });
    expect(whole.verdict.reasons.join(' ')).toMatch(
      /less than 5 active seconds.*same or nearly the same words.*left the access as it is/,
    );
  });

  test('by a script that leaves no trace is not effective either: its words and decisions say so', async () => {
    const engine = await openSample();
    await bot(engine, false);
    const { whole } = reviewQuality(engine.engine.context.open().db);
    expect(whole.figures.time.high).toEqual({ traced: 0, medianMs: null, p10Ms: null });
    expect(whole.figures.usageOpened).toEqual({ count: 0, of: 0 });
    expect(whole.verdict.verdict).toBe('not-effective');
  });

  test('by somebody who looks and thinks is effective', async () => {
    const engine = await openSample();
    await honest(engine);
    const { whole } = reviewQuality(engine.engine.context.open().db);
    expect(whole.verdict.verdict).toBe('effective');
  });
});
