import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { canonicalJson } from '../../../electron/engine/evidence/canonical-json.ts';
import { sha256 } from '../../../electron/engine/evidence/bundle-layout.ts';
import { modelOf } from '../../../electron/engine/handlers/report.ts';
import { reportFacts } from '../../../electron/engine/report/report-facts.ts';
import { certify, type Review, SECOND_QUARTER, startReview } from './reviews.ts';

const reviews: Review[] = [];
afterAll(async () => {
  for (const review of reviews) await review.close();
});

async function start(at: string): Promise<Review> {
  const review = await startReview(at);
  reviews.push(review);
  return review;
}

function told(review: Review): { readonly deltas: unknown; readonly carried: unknown; readonly facts: string } {
  const { db } = review.engine.context.open();
  return {
    deltas: db
      .prepare(
        'SELECT item.key, d.kind, d.lines, d.count FROM item_delta AS d JOIN item ON item.id = d.item ORDER BY key',
      )
      .all(),
    carried: db.prepare('SELECT kind, key, due, is_past, sentence FROM baseline_carry ORDER BY position').all(),
    facts: canonicalJson(reportFacts(modelOf(review.engine.context))),
  };
}

test('the same baseline and files on two machines say the same, whatever came first', async () => {
  const bundle = await certify(await start('2026-04-10T09:00:00Z'));
  const adopt = async (review: Review): Promise<unknown> =>
    review.call('baseline.adopt', { token: review.token(bundle), bundleSha256: sha256(readFileSync(bundle)) });

  const one = await start('2026-07-02T09:00:00Z');
  await one.add(SECOND_QUARTER);
  await adopt(one);

  const other = await start('2026-08-20T17:00:00Z');
  await adopt(other);
  for (const file of SECOND_QUARTER.files.toReversed()) await other.add({ ...SECOND_QUARTER, files: [file] });

  const [here, there] = [told(one), told(other)];
  expect(here.deltas).toHaveLength(7);
  expect(there.deltas).toEqual(here.deltas);
  expect(there.carried).toEqual(here.carried);
  expect(there.facts).toBe(here.facts);
  expect(here.facts).toContain(sha256(readFileSync(bundle)));
});
