import { type CampaignPlan, campaignPlan, PLAN_TIERS } from '../../../shared/contract/campaign-plan.ts';

/** Parts of a plan that a test is about; the rest is plain. */
export function planOf(parts: Partial<CampaignPlan> = {}): CampaignPlan {
  return campaignPlan.parse({
    name: 'Autumn',
    purpose: '',
    starts: '2026-10-05',
    scope: { platforms: [], tenants: [], kinds: [], lowestTier: 0, rules: [], excluded: [] },
    tiers: PLAN_TIERS.map((tier) => ({
      tier,
      due: tier > 2 ? '2026-10-16' : '2026-10-30',
      nextReviewDays: 90,
      minutes: tier * 5 + 1,
    })),
    reviewers: { people: [], share: 'even' },
    second: { people: [], fromTier: null, samplePercent: 0, nonce: '', nonceDigest: '' },
    canaryPercent: 0,
    thresholds: { dailyLoad: 60, hoursPerDay: 6, smallestActiveSeconds: 20 },
    batch: true,
    figuresPerReviewer: false,
    ...parts,
  });
}
