import { describe, expect, test } from 'vitest';
import type { CampaignPlan } from '../../../shared/contract/campaign-plan.ts';
import { assignedItems } from '../../../electron/engine/db/queries/campaign.ts';
import { drawSample, nonceDigest } from '../../../electron/engine/evidence/frozen-population.ts';
import { planOf } from './plans.ts';
import { among, OTHER, OUTSIDER, sampleCampaign, YAEL } from './sample-campaign.ts';

const { acceptAll, call, db, signIn, signOut, stage } = sampleCampaign();

describe('amendments', () => {
  test('change deadlines, people and rates with a reason, and never what was frozen', async () => {
    signIn(YAEL, OUTSIDER, OTHER);
    const people = [YAEL, OUTSIDER].map(({ id }) => id);
    const plan = planOf({
      reviewers: { people, share: 'even' },
      second: { people, fromTier: null, samplePercent: 10, nonce: 'thirty grey geese', nonceDigest: '' },
    });
    const before = await stage(plan);
    const amend = async (parts: Partial<CampaignPlan>) =>
      (await call()['campaign.amend']({ plan: { ...plan, ...parts }, reason: 'Agreed with the client.' }, {})).campaign;
    const refused: readonly [Partial<CampaignPlan>, RegExp][] = [
      [{}, /in force already/],
      [{ scope: { ...plan.scope, lowestTier: 2 } }, /population is frozen.*Close this campaign and plan a new one/],
      [{ second: { ...plan.second, nonce: 'another word' } }, /Word of the auditor cannot change/],
      [{ second: { ...plan.second, samplePercent: 5 } }, /may only rise/],
      [{ figuresPerReviewer: true }, /told that no figures/],
      [{ reviewers: { people: [], share: 'even' } }, /Nobody is named/],
    ];
    for (const [parts, sentence] of refused) await expect(amend(parts)).rejects.toThrow(sentence);
    const firstSample = assignedItems(db(), before.number).filter(({ because }) => because === 'sample');
    const after = await amend({
      tiers: plan.tiers.map((tier) => (tier.tier === 4 ? { ...tier, due: '2026-12-24' } : tier)),
      second: { ...plan.second, samplePercent: 30, fromTier: 4, people: [...people, OTHER.id] },
    });
    expect(after).toMatchObject({ version: 2, state: 'staged', root: before.root });
    expect(after?.history[0]?.changes).toEqual([
      { what: 'Deadline of tier 4', before: '2026-10-16', after: '2026-12-24' },
      {
        what: 'Second reviewers',
        before: 'Olga Outsider, Yael Umberfield',
        after: 'Olga Outsider, Otto Other, Yael Umberfield',
      },
      { what: 'Second review from tier', before: 'none', after: '4' },
      { what: 'Sample for the second review', before: '10 %', after: '30 %' },
    ]);
    const items = assignedItems(db(), before.number);
    for (const item of items)
      if (item.tier === 4) expect(item).toMatchObject({ due: '2026-12-24', second: expect.any(String) });
    const below = items.filter(({ tier }) => tier < 4).map(({ item }) => item);
    const drawn = new Set([
      ...drawSample('thirty grey geese', before.root, below, 30),
      ...firstSample.map(({ item }) => item),
    ]);
    expect(
      items
        .filter(({ because }) => because === 'sample')
        .map(({ item }) => item)
        .toSorted(),
    ).toEqual([...drawn].toSorted());
    expect(items.every(({ reviewer, second }) => reviewer !== second)).toBe(true);
  });

  test('the auditor’s word is given after the freeze, and only the one whose digest the plan holds', async () => {
    signIn(YAEL, OUTSIDER);
    const people = [YAEL, OUTSIDER].map(({ id }) => id);
    const second = {
      people,
      fromTier: null,
      samplePercent: 10,
      nonce: '',
      nonceDigest: nonceDigest('seven blue herons'),
    };
    const campaign = await stage(planOf({ reviewers: { people, share: 'even' }, second }));
    expect(campaign.awaitsDraw).toBe(true);
    await acceptAll();
    await expect(async () => call()['campaign.open']({ reason: 'Ready.' }, {})).rejects.toThrow(
      /the word of the auditor/,
    );
    await expect(async () => call()['campaign.draw']({ nonce: 'Seven blue herons' }, {})).rejects.toThrow(
      /not the word/,
    );
    const drawn = (await call()['campaign.draw']({ nonce: 'seven blue herons' }, {})).campaign;
    expect(drawn).toMatchObject({ awaitsDraw: false, version: 2 });
    const items = assignedItems(db(), campaign.number);
    expect(
      items
        .filter(({ because }) => because === 'sample')
        .map(({ item }) => item)
        .toSorted(),
    ).toEqual(
      drawSample(
        'seven blue herons',
        campaign.root,
        items.map(({ item }) => item),
        10,
      ).toSorted(),
    );
    await acceptAll();
    expect((await call()['campaign.open']({ reason: 'Ready.' }, {})).campaign?.state).toBe('open');
  });

  test('are not for those who only look on', async () => {
    signIn({ ...YAEL, roles: ['observer'] }, OUTSIDER);
    await expect(stage(planOf(among(OUTSIDER)))).rejects.toThrow(/it takes a preparer/);
    signOut();
    await expect(stage(planOf(among(OUTSIDER)))).rejects.toThrow(/nobody is signed in/);
    expect(db().prepare('SELECT count(*) FROM campaign_version').pluck().get()).toBe(0);
  });
});
