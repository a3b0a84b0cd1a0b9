import { z } from 'zod';
import { grantKindSchema, platformSchema, tierSchema } from '../domain/vocabulary.ts';
import { campaignPlan, campaignStateSchema, personId } from './campaign-plan.ts';
import { person } from './people.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();
const isoDate = z.iso.date();
const reason = typedText.min(1).max(1000);

/** Why an item is not in the scope of a plan; the first that applies counts, in this order. */
export const OUT_REASONS = ['platform', 'tenant', 'kind', 'tier', 'finding', 'excluded'] as const;
export const outReasonSchema = z.enum(OUT_REASONS);
export type OutReason = z.output<typeof outReasonSchema>;

/** One person's part. */
export const simulatedLoad = z.object({
  /** null: the one reviewer of a case without people. */
  person: personId.nullable(),
  name: z.string(),
  first: z.int(),
  second: z.int(),
  /** Items of tier 3, 4 and unrated among both. */
  high: z.int(),
  minutes: z.int(),
  /** What must be done by each deadline: working days needed and those there are, Monday to Friday. */
  steps: z.array(z.object({ due: isoDate, needed: z.int(), available: z.int() })),
});
export type SimulatedLoad = z.output<typeof simulatedLoad>;

/** An app that is left out, by its name. */
const excludedApp = z.object({ connectorId: z.string(), name: z.string(), nameWarning: z.string().nullable() });

export const simulation = z.object({
  /** Review items of the case = in scope + all that are out. */
  total: z.int(),
  inScope: z.int(),
  out: z.array(z.object({ reason: outReasonSchema, items: z.int() })),
  tiers: z.array(
    z.object({
      tier: z.int(),
      items: z.int(),
      /** Of these, not in the catalog. */
      unrated: z.int(),
      /** Reviewed a second time: exact because of the tier, expected for the sample. */
      second: z.int(),
      /** Both reviews together. */
      minutes: z.int(),
      due: isoDate,
    }),
  ),
  second: z.object({ byTier: z.int(), bySample: z.int() }),
  canaries: z.int(),
  minutes: z.int(),
  loads: z.array(simulatedLoad),
  excluded: z.array(excludedApp),
  /** Sentences that say why the plan cannot be staged as it is. */
  problems: z.array(z.string()),
});
export type Simulation = z.output<typeof simulation>;

export const campaignVersion = z.object({
  version: z.int(),
  /** Journal entry. */
  seq: z.int(),
  state: campaignStateSchema,
  reason: z.string(),
  by: z.string(),
  at: isoTime,
  /** What differs from the version before. */
  changes: z.array(z.object({ what: z.string(), before: z.string(), after: z.string() })),
});
export type CampaignVersion = z.output<typeof campaignVersion>;

/** The newest campaign of the case. */
export const campaign = z.object({
  number: z.int(),
  /** The same in every copy of the case. */
  id: z.string(),
  version: z.int(),
  state: campaignStateSchema,
  plan: campaignPlan,
  /** Digest of the frozen population. */
  root: z.string(),
  frozenAt: isoTime,
  items: z.int(),
  decided: z.int(),
  /** Items that wait for a second review, or whose reviews differ. */
  waiting: z.int(),
  tiers: z.array(
    z.object({
      tier: z.int(),
      items: z.int(),
      unrated: z.int(),
      decided: z.int(),
      second: z.int(),
      due: isoDate,
    }),
  ),
  loads: z.array(
    z.object({
      person: personId.nullable(),
      name: z.string(),
      takesPart: z.boolean(),
      first: z.int(),
      firstOpen: z.int(),
      second: z.int(),
      secondOpen: z.int(),
    }),
  ),
  /** True until the word of the auditor is given: the sample is not drawn. */
  awaitsDraw: z.boolean(),
  excluded: z.array(excludedApp),
  history: z.array(campaignVersion),
});
export type Campaign = z.output<typeof campaign>;

export const STAGING_KINDS = ['unassigned', 'independence', 'stale-export', 'no-log', 'evidence'] as const;
export const stagingKindSchema = z.enum(STAGING_KINDS);
export type StagingKind = z.output<typeof stagingKindSchema>;
export const plannedRoundSchema = z.enum(['first', 'second']);
export type PlannedRound = z.output<typeof plannedRoundSchema>;

/** What is to be settled before a campaign opens, put together by kind, round and person. */
export const stagingGroup = z.object({
  group: z.string(),
  kind: stagingKindSchema,
  round: plannedRoundSchema.nullable(),
  person: z.object({ id: personId, name: z.string() }).nullable(),
  open: z.int(),
  /** With a recorded exception. */
  settled: z.int(),
});
export type StagingGroup = z.output<typeof stagingGroup>;

export const stagingState = z.object({
  groups: z.array(stagingGroup),
  /** Why the campaign cannot be opened; null when it can. */
  blocked: z.string().nullable(),
  /** What could not be checked, and what would help. */
  notes: z.array(z.string()),
});
export type StagingState = z.output<typeof stagingState>;

export const stagingRow = z.object({
  /** What an exception is about: it lasts while this stays the same. */
  key: z.string(),
  sentence: z.string(),
  item: z
    .object({
      itemId: z.string(),
      name: z.string(),
      platform: platformSchema,
      tenant: z.string(),
      kind: grantKindSchema,
      tier: tierSchema,
    })
    .nullable(),
  exception: z.object({ reason: z.string(), by: z.string(), at: isoTime }).nullable(),
});
export type StagingRow = z.output<typeof stagingRow>;

/** Rows of a group; null: all of it that is open. */
const choice = { group: z.string().max(300), keys: z.array(z.string().max(4000)).min(1).max(100_000).nullable() };

const current = z.object({
  campaign: campaign.nullable(),
  /** Everybody who takes part; empty in a case without people. */
  people: z.array(person),
  /** Today by the clock of this computer. */
  today: isoDate,
});

export const campaignContract = {
  'campaign.current': { params: z.object({}), result: current },
  /** A plan to start from, and what can be chosen. */
  'campaign.draft': {
    params: z.object({}),
    result: z.object({
      plan: campaignPlan,
      platforms: z.array(z.object({ platform: platformSchema, items: z.int() })),
      tenants: z.array(z.object({ tenant: z.string(), items: z.int() })),
      rules: z.array(z.object({ rule: z.string(), title: z.string(), findings: z.int() })),
    }),
  },
  /** What a plan would mean for the population as it is now; nothing is changed. */
  'campaign.simulate': { params: z.object({ plan: campaignPlan }), result: simulation },
  /** Freezes the population of a plan. */
  'campaign.stage': { params: z.object({ plan: campaignPlan }), result: current },
  'campaign.staging': { params: z.object({}), result: stagingState },
  'campaign.stagingRows': {
    params: z.object({
      group: z.string().max(300),
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
    result: z.object({ total: z.int(), rows: z.array(stagingRow) }),
  },
  /** Gives open items to another person; items that were decided stay as they are. */
  'campaign.reassign': {
    params: z.object({ ...choice, to: personId, reason }),
    result: z.object({ changed: z.int() }),
  },
  /** Lets items of one person go to another without a finding that asks for it. */
  'campaign.handOver': {
    params: z.object({ from: personId, round: plannedRoundSchema, to: personId, reason }),
    result: z.object({ changed: z.int() }),
  },
  /** Records why something of the staging check is accepted. */
  'campaign.except': {
    params: z.object({ ...choice, reason }),
    result: z.object({ recorded: z.int() }),
  },
  /** Gives the auditor's word to a plan that had only its digest, and draws the sample. */
  'campaign.draw': { params: z.object({ nonce: typedText.min(8).max(200) }), result: current },
  'campaign.open': { params: z.object({ reason }), result: current },
  'campaign.amend': { params: z.object({ plan: campaignPlan, reason }), result: current },
  'campaign.close': { params: z.object({ reason }), result: current },
} satisfies Contract;
