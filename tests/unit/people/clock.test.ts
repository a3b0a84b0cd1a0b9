import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clockNow, clockReasons, clockSentences, watchClock } from '../../../electron/engine/review/clock.ts';
import { appendJournal, readJournal } from '../../../electron/engine/review/journal.ts';
import { type EngineCase, startEngine } from '../engine/engine-case.ts';
import { join } from 'node:path';

const START = Date.UTC(2026, 9, 10, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let started: EngineCase;
let wall: number;
let steady: number;

beforeEach(async () => {
  wall = START;
  steady = 5 * HOUR;
  started = startEngine(undefined, { now: () => wall, uptime: () => steady });
  await started.engine.handlers['workspace.create'](
    {
      saveToken: started.files.register(join(started.folder, 'case.countersign')),
      details: { name: 'C', client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: 'Rita' },
    },
    {},
  );
});
afterEach(() => started.dispose());

const database = () => started.engine.context.open().db;
const act = (at: number, type = 'policy-saved', payload = {}) =>
  appendJournal(database(), { at, actor: 'Rita', type, payload });
const entries = () => [...readJournal(database())];

describe('the times of the journal', () => {
  test('in their order say nothing, nor do seconds by which a clock was set right', () => {
    act(START + HOUR);
    act(START + HOUR - MINUTE);
    expect(clockSentences(database(), START + HOUR)).toEqual([]);
    expect(clockReasons(database())).toEqual([]);
  });

  test('a clock that was set back shows, once for each step', () => {
    act(START + 3 * HOUR);
    act(START + HOUR);
    act(START + 2 * HOUR);
    expect(clockSentences(database(), START + 2 * HOUR)).toEqual([
      'Entry 3 is dated 2026-10-10 13:00:00 UTC, 2 hours before entry 2: the clock was set back between them, or it was that far ahead until then.',
    ]);
    expect(clockReasons(database())).toHaveLength(1);
    act(START - 40 * 24 * HOUR);
    expect(clockSentences(database(), START).filter((one) => one.startsWith('Entry'))).toHaveLength(2);
  });

  test('entries before the newest evidence show, but not before that evidence came', () => {
    act(START + MINUTE);
    act(START + 2 * MINUTE, 'import', { file: 'a.csv', asOf: new Date(START - HOUR).toISOString() });
    expect(clockReasons(database())).toEqual([]);
    act(START + 3 * MINUTE, 'import', { file: 'b.csv', asOf: new Date(START + HOUR).toISOString() });
    act(START + 4 * MINUTE);
    expect(clockSentences(database(), START + 2 * HOUR)).toEqual([
      '2 entries, the first of them number 4, dated before the newest evidence the case held then (2026-10-10 13:00:00 UTC): a clock was wrong, or an as-of time is.',
    ]);
    expect(clockReasons(database())).toHaveLength(1);
  });

  test('a computer whose clock is behind the journal or the evidence is told so before anything is written', () => {
    act(START + 3 * HOUR);
    expect(clockNow(database(), START)[0]).toContain('before the last entry of the journal');
    act(START + 3 * HOUR, 'import', { file: 'a.csv', asOf: new Date(START + 5 * HOUR).toISOString() });
    expect(clockNow(database(), START + 4 * HOUR)[0]).toContain('before the newest evidence');
    expect(clockNow(database(), START + 5 * HOUR)).toEqual([]);
  });
});

describe('while the program runs', () => {
  test('a clock that is set is noted once, with how far', () => {
    steady += HOUR;
    wall += HOUR + MINUTE;
    started.engine.checkClock();
    expect(entries()).toHaveLength(1);
    wall -= 3 * HOUR;
    started.engine.checkClock();
    started.engine.checkClock();
    expect(entries().at(-1)).toMatchObject({
      type: 'clock-changed',
      actor: 'Rita',
      at: new Date(wall).toISOString(),
      payload: { by: -3 * HOUR + MINUTE, expected: new Date(START + HOUR).toISOString() },
    });
    expect(entries()).toHaveLength(2);
    expect(clockSentences(database(), wall)).toEqual([
      'The clock was changed while the program ran: entry 2 notes that it was set back by 2 hours.',
    ]);
    expect(clockReasons(database())).toHaveLength(1);
  });

  test('an act under a clock that was set is followed by the note', async () => {
    wall += 24 * HOUR;
    await started.engine.handlers['workspace.update'](
      { details: { name: 'D', client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: 'Rita' } },
      {},
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(entries().map(({ type }) => type)).toEqual(['case-created', 'case-changed', 'clock-changed']);
  });

  test('a computer that slept is no clock that was set', () => {
    const jumps: number[] = [];
    const { check } = watchClock(
      () => wall,
      () => steady,
      (by) => jumps.push(by),
    );
    wall += 9 * HOUR;
    steady += 9 * HOUR;
    check();
    expect(jumps).toEqual([]);
  });
});
