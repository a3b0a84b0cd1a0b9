import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideParams } from '../../shared/contract/review.ts';
import { populationCase, queueOf } from '../unit/engine/population-case.ts';
import type { Act } from './act.ts';
import { keepBase } from './base.ts';
import { killAtMoments, MOMENTS, type Trial, withPlace } from './moments.ts';
import { filesIn, leftovers, openedAgain } from './opened.ts';
import { cutPower } from './power.ts';

const base = mkdtempSync(join(tmpdir(), 'countersign-kill-base-'));
let acts: readonly Act[] = [];
/** Trials that were judged a second time as a power cut would have left them. */
let powerCuts = 0;
let judged = 0;
const POWER_CUT_EVERY = 3;

beforeAll(async () => {
  const started = await populationCase(48);
  const rows = await queueOf(started);
  const low = rows.filter(
    ({ highestTier, findings }) =>
      highestTier !== null && highestTier < 2 && findings.every(({ severity }) => ['low', 'info'].includes(severity)),
  );
  const { handlers: call } = started.engine;
  await call['vendors.merge'](
    { vendor: 'One firm', connectorIds: low.map((row) => row.connectorId), reason: 'One contract.' },
    {},
  );
  const together = low.slice(0, 16).map(({ itemId }) => itemId);
  const batches: Act[] = [];
  for (const part of [together.slice(0, 8), together.slice(8)]) {
    const { drawn, problems } = await call['review.batchOf']({ itemIds: part }, {});
    expect(problems).toEqual([]);
    batches.push({
      act: 'batch',
      params: {
        itemIds: part,
        decision: 'revoke',
        reason: `Nobody needs these, part ${batches.length}.`,
        until: null,
        owner: null,
        opened: drawn,
        traces: [],
      },
    });
  }
  const alone = rows.map(({ itemId }) => itemId).filter((id) => !together.includes(id));
  acts = alone.flatMap((itemId, index): Act[] => [
    ...(index === 5 || index === 20 ? batches.splice(0, 1) : []),
    {
      act: 'decide',
      params: decideParams.parse({ itemId, decision: 'revoke', reason: `Looked at as number ${index}.` }),
    },
    ...(index % 7 === 3 ? [undoOf(itemId)] : []),
  ]);
  await keepBase(started, base);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function undoOf(itemId: string): Act {
  return { act: 'undo', itemId };
}

test('no decision that was acknowledged is lost, none is there twice, and none is half there', async () => {
  const trials = await killAtMoments(
    { name: 'decide', base, variants: [{ acts: () => acts }], judge: judgeDecisions },
    MOMENTS,
  );
  expect(trials).toHaveLength(MOMENTS);
  expect(powerCuts).toBeGreaterThan(0);
});

/** What is there is what there is after the acknowledged acts, or after the one more that was under way. */
async function judgeDecisions({ folder, acknowledged, random }: Trial): Promise<void> {
  judged += 1;
  if (judged % POWER_CUT_EVERY === 0)
    await withPlace(folder, async (copy) => {
      // The crashed session is that of the other folder.
      rmSync(join(copy, 'data', 'session.txt'), { force: true });
      if (!cutPower(copy, random)) return;
      powerCuts += 1;
      // One transaction is gone that was not synced yet: everything before it is there.
      const counts = [acknowledged - 1, acknowledged, acknowledged + 1].filter((count) => count >= 0);
      const left = await openedAgain(copy, decisionsIn);
      expect(counts.map((count) => decided(acts.slice(0, count)))).toContainEqual(left);
    });
  const found = await openedAgain(folder, decisionsIn);
  const possible = [decided(acts.slice(0, acknowledged)), decided(acts.slice(0, acknowledged + 1))];
  expect(possible).toContainEqual(found);
  expect(leftovers(folder, filesIn(base))).toEqual([]);
}

function decisionsIn(db: Database.Database): unknown[] {
  return db
    .prepare(
      `SELECT journal.payload ->> 'item', decision.decision, decision.reason, undone_seq IS NOT NULL
       FROM decision JOIN journal USING (seq) ORDER BY seq`,
    )
    .raw()
    .all();
}

/** The decisions there are after some acts, in their order: item, decision, reason, whether it was taken back. */
function decided(done: readonly Act[]): unknown[][] {
  const rows: unknown[][] = [];
  for (const act of done)
    switch (act.act) {
      case 'decide':
        rows.push([act.params.itemId, act.params.decision, act.params.reason, 0]);
        break;
      case 'batch':
        for (const itemId of act.params.itemIds) rows.push([itemId, act.params.decision, act.params.reason, 0]);
        break;
      case 'undo': {
        const row = rows.findLast(([itemId]) => itemId === act.itemId);
        if (row !== undefined) row[3] = 1;
        break;
      }
      default:
        throw new Error(`no decision: ${act.act}`);
    }
  return rows;
}
