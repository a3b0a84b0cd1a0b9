import { z } from 'zod';
import { INPUTS_FILE } from '../evidence/bundle-layout.ts';
import { drawSample, populationRoot, queueOrder } from '../evidence/frozen-population.ts';
import type { VerifyCheck } from './report.ts';

const table = z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.unknown())) });
const inputs = z.object({ acts: z.object({ campaign_version: table, campaign_item: table }) });
const version = z.object({ campaign: z.int(), version: z.int(), root: z.string(), plan: z.string() });
const item = z.object({
  campaign: z.int(),
  item: z.string(),
  facts: z.string(),
  ordinal: z.int(),
  tier_rank: z.int(),
  second_because: z.string().nullable(),
});
const plan = z.object({
  name: z.string(),
  second: z.object({ fromTier: z.int().nullable(), samplePercent: z.number(), nonce: z.string() }),
});

/**
 * The population of each campaign is the one that was frozen: its root, the order of the queue and the sample for second
 * reviews are computed again from the list of items. Bundles without campaigns have nothing to check.
 */
export function checkPopulations(files: ReadonlyMap<string, Uint8Array>): VerifyCheck[] {
  const bytes = files.get(INPUTS_FILE);
  if (bytes === undefined) return [];
  const base = { id: 'population', title: 'Frozen population and sample', file: INPUTS_FILE };
  try {
    const { acts } = inputs.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    const items = objects(acts.campaign_item).map((row) => item.parse(row));
    const newest = new Map(
      objects(acts.campaign_version)
        .map((row) => version.parse(row))
        .toSorted((a, b) => a.version - b.version)
        .map((one) => [one.campaign, one]),
    );
    return [...newest.values()].map(({ campaign, root, plan: text }) => {
      const frozen = items.filter((row) => row.campaign === campaign).toSorted((a, b) => a.ordinal - b.ordinal);
      return { ...base, ...judge(root, plan.parse(JSON.parse(text)), frozen) };
    });
  } catch {
    return [{ ...base, ok: false, detail: `${INPUTS_FILE} does not hold what it should.` }];
  }
}

function judge(
  root: string,
  { name, second }: z.output<typeof plan>,
  frozen: readonly z.output<typeof item>[],
): Pick<VerifyCheck, 'ok' | 'detail'> {
  const of = `Campaign “${name}”`;
  if (populationRoot(frozen) !== root)
    return { ok: false, detail: `${of}: the list of items does not give the root ${root} that was recorded.` };
  const ranked = frozen.map((row) => ({ item: row.item, rank: row.tier_rank }));
  if (queueOrder(root, ranked).join('\n') !== ranked.map((row) => row.item).join('\n'))
    return { ok: false, detail: `${of}: the order of the queue does not follow from the root.` };
  const { fromTier, nonce, samplePercent } = second;
  const drawnFrom = frozen.filter((row) => fromTier === null || row.tier_rank < fromTier).map((row) => row.item);
  const drawn = nonce === '' ? [] : drawSample(nonce, root, drawnFrom, samplePercent);
  // Those that an earlier plan had reviewed twice for their tier keep that word for it.
  const twice = new Set(frozen.filter((row) => row.second_because !== null).map((row) => row.item));
  const lacking = drawn.filter((key) => !twice.has(key)).length;
  if (lacking > 0)
    return { ok: false, detail: `${of}: ${lacking} items that the auditor’s word draws have no second review.` };
  return {
    ok: true,
    detail: `${of}: ${frozen.length} items give the root ${root.slice(0, 16)}… and the order of the queue; the sample of ${drawn.length} comes out the same.`,
  };
}

function objects({ columns, rows }: z.output<typeof table>): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}
