import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assignedItems } from '../../../electron/engine/db/queries/campaign.ts';
import {
  assignmentDigest,
  drawSample,
  populationRoot,
  queueOrder,
} from '../../../electron/engine/evidence/frozen-population.ts';
import { checkJournal } from '../../../electron/engine/review/journal.ts';
import { importFiles, newCase, RESOURCES } from '../engine/engine-case.ts';
import { planOf } from './plans.ts';
import { OTHER, OUTSIDER, sampleCampaign, YAEL } from './sample-campaign.ts';

const { call, db, signIn, stage } = sampleCampaign();

describe('freezing', () => {
  test('the rows, their order, the sample and who reviews what can be worked out again from what is stored', async () => {
    signIn(YAEL, OUTSIDER, OTHER);
    const people = [YAEL, OUTSIDER, OTHER].map(({ id }) => id);
    const second = { people, fromTier: 4, samplePercent: 20, nonce: 'thirty grey geese', nonceDigest: '' };
    const plan = planOf({ reviewers: { people, share: 'even' }, second });
    const simulated = await call()['campaign.simulate']({ plan }, {});
    expect(simulated.problems).toEqual([]);
    const campaign = await stage(plan);
    const rows = db()
      .prepare<[], { item: string; facts: string; tier_rank: number; ordinal: number; second_because: string | null }>(
        'SELECT * FROM campaign_item ORDER BY ordinal',
      )
      .all();
    expect(rows).toHaveLength(simulated.inScope);
    expect(campaign.root).toBe(populationRoot(rows));
    expect(
      queueOrder(
        campaign.root,
        rows.map(({ item, tier_rank }) => ({ item, rank: tier_rank })),
      ),
    ).toEqual(rows.map(({ item }) => item));
    const of = (because: string): string[] =>
      rows.filter((row) => row.second_because === because).map(({ item }) => item);
    const below = rows.filter((row) => row.tier_rank < 4).map(({ item }) => item);
    expect(of('sample').toSorted()).toEqual(drawSample('thirty grey geese', campaign.root, below, 20).toSorted());
    expect(of('tier')).toEqual(rows.filter((row) => row.tier_rank === 4).map(({ item }) => item));
    expect(of('sample')).toHaveLength(simulated.second.bySample);

    const items = assignedItems(db(), campaign.number);
    expect(items.every(({ reviewer, second: other }) => reviewer !== null && reviewer !== other)).toBe(true);
    for (const load of simulated.loads)
      expect(items.filter(({ reviewer }) => reviewer === load.person)).toHaveLength(load.first);
    const { payload } = db()
      .prepare<[], { payload: string }>(`SELECT payload FROM journal WHERE type = 'campaign-staged'`)
      .get() ?? { payload: '{}' };
    expect(JSON.parse(payload)).toMatchObject({
      root: campaign.root,
      id: campaign.id,
      assignment: assignmentDigest(items),
      plan: { name: 'Autumn' },
    });
    expect(checkJournal(db()).ok).toBe(true);
  });

  test('a frozen row cannot be rewritten or taken out, nor a version of the plan', async () => {
    await stage(planOf());
    for (const sql of [
      `UPDATE campaign_item SET facts = 'x'`,
      'UPDATE campaign_item SET tier = 0',
      'UPDATE campaign_item SET ordinal = ordinal + 1000',
      'DELETE FROM campaign_item',
    ])
      expect(() => db().exec(sql), sql).toThrow(/frozen population/);
    expect(() => db().exec(`UPDATE campaign_version SET plan = '{}'`)).toThrow(/kept/);
  });

  test('only what is in scope is frozen, and a second campaign waits for the end of the first', async () => {
    const all = await call()['campaign.draft']({}, {});
    const [connector] = db()
      .prepare<[], { key: string }>('SELECT key FROM connector WHERE items > 0 ORDER BY key')
      .all();
    const scope = {
      ...planOf().scope,
      platforms: ['google' as const, 'entra' as const],
      lowestTier: 3,
      rules: all.rules.slice(0, 3).map(({ rule }) => rule),
      excluded: [{ connectorId: connector?.key ?? '', reason: 'Reviewed elsewhere.' }],
    };
    const plan = planOf({ scope });
    const simulated = await call()['campaign.simulate']({ plan }, {});
    expect(simulated.inScope).toBeGreaterThan(0);
    expect(simulated.inScope).toBeLessThan(simulated.total);
    const campaign = await stage(plan);
    expect(campaign.items).toBe(simulated.inScope);
    const rows = db()
      .prepare<[], { platform: string; tier_rank: number; connector: string }>('SELECT * FROM campaign_item')
      .all();
    expect(rows.every((row) => row.tier_rank >= 3 && ['google', 'entra'].includes(row.platform))).toBe(true);
    expect(rows.map((row) => row.connector)).not.toContain(connector?.key);
    await expect(stage(plan)).rejects.toThrow(/“Autumn” is under way.*Nothing was changed/);
    await call()['campaign.close']({ reason: 'Planned wrongly.' }, {});
    expect((await stage(planOf({ name: 'Winter' }))).number).toBe(2);
  });

  test('the same files have one root, in whatever order they were imported', async () => {
    const files = [
      { path: 'people.csv', format: 'register.people' },
      { path: 'owners.csv', format: 'register.owners' },
      { path: 'google/gam-tokens.csv', format: 'google.gam.tokens' },
      { path: 'entra/service-principals.json', format: 'entra.sp.graph' },
      { path: 'entra/oauth2-permission-grants.json', format: 'entra.grants.graph' },
    ].map(({ path, format }) => ({ path: join(RESOURCES, 'sample', path), format }));
    const roots: string[] = [];
    for (const order of [files, files.toReversed()]) {
      const other = await newCase();
      try {
        for (const file of order) await importFiles(other, [file]);
        const { campaign } = await other.engine.handlers['campaign.stage']({ plan: planOf() }, {});
        roots.push(campaign?.root ?? '');
      } finally {
        await other.dispose();
      }
    }
    expect(roots[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(roots[1]).toBe(roots[0]);
  });
});
