import { z } from 'zod';
import { grantKindSchema, platformSchema } from '../domain/vocabulary.ts';
import { typedText } from './text.ts';

const isoDate = z.iso.date();
const reason = typedText.min(1).max(1000);
/** Names a person on the list of the case. */
export const personId = z.string().min(1).max(200);
const people = z.array(personId).max(500);

/** Tiers of a plan, the highest first; an unrated item counts as tier 3. */
export const PLAN_TIERS = [4, 3, 2, 1, 0] as const;

/** How items are shared among the reviewers: in turn, or so that a platform or department stays with one person. */
export const SHARES = ['even', 'platform', 'department'] as const;
export const shareSchema = z.enum(SHARES);
export type Share = z.output<typeof shareSchema>;

/** What holds for the items of one tier. */
export const tierPlan = z.strictObject({
  tier: z.int().min(0).max(4),
  due: isoDate,
  /** Days after which the next review of such an item is due. */
  nextReviewDays: z.int().min(1).max(3650),
  /** Minutes that one item is expected to take. */
  minutes: z.int().min(1).max(1440),
});

export const campaignScope = z.strictObject({
  /** Empty: all. */
  platforms: z.array(platformSchema),
  /** Empty: all. */
  tenants: z.array(z.string().max(500)).max(500),
  /** Empty: all. */
  kinds: z.array(grantKindSchema),
  lowestTier: z.int().min(0).max(4),
  /** Only items with a finding of one of these rules; empty: with and without findings. */
  rules: z.array(z.string().max(20)).max(100),
  /** Connectors left out, each with a reason. */
  excluded: z.array(z.strictObject({ connectorId: z.string().max(1000), reason })).max(5000),
});

/** What a campaign is to do. Stored and digested as canonical JSON. */
export const campaignPlan = z.strictObject({
  name: typedText.min(1).max(120),
  purpose: typedText.max(4000),
  /** First day of the review. */
  starts: isoDate,
  scope: campaignScope,
  tiers: z.array(tierPlan).refine((tiers) => tiers.map(({ tier }) => tier).join() === PLAN_TIERS.join(), {
    error: 'Tiers 4, 3, 2, 1 and 0, in this order.',
  }),
  reviewers: z.strictObject({
    /** Empty in a case without people: its one reviewer reviews everything. */
    people,
    share: shareSchema,
  }),
  second: z.strictObject({
    people,
    /** Every item of this tier and above is reviewed a second time; null: none because of its tier. */
    fromTier: z.int().min(0).max(4).nullable(),
    /** Share in % of all other items that is drawn for a second review. */
    samplePercent: z.int().min(0).max(100),
    /** The auditor's word that the draw is made with; '' while only its digest is known. */
    nonce: typedText.max(200),
    /** SHA-256 (hex) of the word: whoever freezes the population cannot know the draw. '' where the word is given at once. */
    nonceDigest: z.union([z.literal(''), z.string().regex(/^[0-9a-f]{64}$/)]),
  }),
  /** Share in % of made-up items known to be bad that are mixed in; 0: none. Declared here, left out of every total. */
  canaryPercent: z.int().min(0).max(5),
  thresholds: z.strictObject({
    /** Items of tier 3 and 4 after which a day's work is enough. */
    dailyLoad: z.int().min(1).max(1000),
    /** Hours a reviewer has for this on a working day. */
    hoursPerDay: z.int().min(1).max(24),
    /** Active seconds below which a decision on tier 3 or 4 counts as hasty. */
    smallestActiveSeconds: z.int().min(0).max(3600),
  }),
  /** Whether items of tier 0 to 2 may be decided together. */
  batch: z.boolean(),
  /** Whether the report gives figures for each reviewer; otherwise only for the campaign as a whole. */
  figuresPerReviewer: z.boolean(),
});
export type CampaignPlan = z.output<typeof campaignPlan>;

export const CAMPAIGN_STATES = ['staged', 'open', 'closed'] as const;
export const campaignStateSchema = z.enum(CAMPAIGN_STATES);
