import { z } from 'zod';
import { PANELS } from '../domain/review-panels.ts';
import {
  ageBandSchema,
  decisionSchema,
  grantKindSchema,
  platformSchema,
  severitySchema,
  tierSchema,
} from '../domain/vocabulary.ts';
import { deltaKindSchema } from './baseline.ts';
import { connectorDetail, finding, logWindow, operationUsage, scopeUsage } from './connectors.ts';
import { lastUse, reach } from './reach.ts';
import { itemStatusSchema, roundSchema } from './item-states.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();
const panelSchema = z.enum(PANELS.map(({ id }) => id));

export const decisionRecord = z.object({
  /** Digest of the act, the same on every machine. */
  uid: z.string(),
  round: roundSchema,
  decision: decisionSchema,
  reason: z.string(),
  /** Scopes to remove for `reduce`. */
  scopes: z.array(z.string()),
  principals: z.array(z.string()),
  until: z.iso.date().nullable(),
  owner: z.string().nullable(),
  by: z.string(),
  at: isoTime,
  journalSeq: z.int(),
  /** Did the reviewer agree with the recommendation; null when there was none. */
  agreed: z.boolean().nullable(),
  submitted: z.boolean(),
});
export type DecisionRecord = z.output<typeof decisionRecord>;

export const recommendation = z.object({
  decision: decisionSchema,
  /** One sentence why, from the findings it rests on. */
  because: z.string(),
  rules: z.array(z.string()),
  /** For `reduce`: the scopes whose removal the evidence supports. */
  scopes: z.array(z.string()),
});
export type Recommendation = z.output<typeof recommendation>;

/** Scopes of an item by what can be said about their use. */
export const evidenceStrength = z.object({
  /** Used, or not seen although the logs cover the whole window. */
  judged: z.int(),
  /** Not seen in a window with gaps, or only refused. */
  partly: z.int(),
  /** No log supplied can show it. */
  blind: z.int(),
  /** Sign-in and persistence: told by other events, and left out of the share. */
  passive: z.int(),
});

export const queueRow = z.object({
  itemId: z.string(),
  connectorId: z.string(),
  name: z.string(),
  nameWarning: z.string().nullable(),
  /** Id of the app where another app of its platform has the same name; else null. */
  sharedId: z.string().nullable(),
  platform: platformSchema,
  tenant: z.string(),
  kind: grantKindSchema,
  highestTier: tierSchema,
  reach,
  lastUse,
  findings: z.array(z.object({ rule: z.string(), severity: severitySchema })),
  decision: decisionSchema.nullable(),
  decidedAt: isoTime.nullable(),
  status: itemStatusSchema,
  evidence: evidenceStrength,
  /** Against the last signed review, and how many changes; null without a baseline. */
  change: z.object({ kind: deltaKindSchema, changes: z.int() }).nullable(),
  /** Is it part of the frozen population of the campaign. */
  inCampaign: z.boolean(),
  /** Name of whoever reviews it; null when nobody in particular does. */
  reviewer: z.string().nullable(),
  due: z.iso.date().nullable(),
});
export type QueueRow = z.output<typeof queueRow>;

export const reviewProgress = z.object({
  total: z.int(),
  decided: z.int(),
  open: z.int(),
  /** Of the open ones, those with an answer on record; nobody looked at the others. */
  answered: z.int(),
  highRiskOpen: z.int(),
  /** Decided once, waiting for the second review. */
  secondOpen: z.int(),
  /** Decided differently by two people, and not settled yet. */
  disputed: z.int(),
  submitted: z.int(),
});
export type ReviewProgress = z.output<typeof reviewProgress>;

export const reviewItem = z.object({
  item: queueRow,
  position: z.int(),
  total: z.int(),
  previousItemId: z.string().nullable(),
  nextItemId: z.string().nullable(),
  nextUndecidedItemId: z.string().nullable(),
  connector: connectorDetail,
  scopes: z.array(scopeUsage),
  operations: z.array(operationUsage),
  windows: z.array(logWindow),
  findings: z.array(finding),
  /** Null where there is none, and while it is covered. */
  recommendation: recommendation.nullable(),
  /** Kept back until the reviewer has chosen or asks for it with `review.recommendation`: tier 3, 4 and unrated. */
  isCovered: z.boolean(),
  /** Panels that must have been looked at before a decision with a trace. */
  mustLook: z.array(panelSchema),
  /** Has it findings of High or Critical that are not suppressed. */
  hasGraveFindings: z.boolean(),
  /** Why `certify` is locked, or null. */
  certifyLocked: z.string().nullable(),
  /** Date proposed for a condition: the next review of its tier, within 90 days, and within 30 where nobody answers for it. */
  proposedUntil: z.iso.date(),
  decision: decisionRecord.nullable(),
  history: z.array(decisionRecord.extend({ undone: z.boolean() })),
  /** What the person signed in decides here; null when nothing, and why. */
  round: roundSchema.nullable(),
  roundClosed: z.string().nullable(),
  /** The decisions that disagree, for whoever settles them; empty otherwise. */
  disputed: z.array(decisionRecord),
  /** What would stop if everything here were revoked: observed operations, people, last call. */
  wouldBreak: z.object({ operations: z.int(), people: z.int(), last: isoTime.nullable(), calls: z.int() }),
});
export type ReviewItem = z.output<typeof reviewItem>;

export const holder = z.object({
  key: z.string(),
  name: z.string(),
  /** Address of the account; null where no source gives one. */
  email: z.string().nullable(),
  /** As the newest source words it; null where none does. */
  status: z.string().nullable(),
  isGone: z.boolean(),
  /** Last successful call that names the person. */
  lastUse: isoTime.nullable(),
});
export type Holder = z.output<typeof holder>;

/** How a decision came about, as the screen saw it. Kept in the case; only its digest goes into the journal. */
export const decisionTrace = z.object({
  shownAt: isoTime,
  /** Milliseconds in which the person did something; pauses do not count. */
  activeMs: z.int().min(0),
  /** Panels in the order in which they were first opened. */
  panels: z.array(z.string().max(40)).max(40),
  /** What was chosen before the recommendation was shown. */
  provisional: decisionSchema.nullable(),
  /** Was the recommendation seen before the decision. */
  revealed: z.boolean(),
});
export type DecisionTrace = z.output<typeof decisionTrace>;

export const decideParams = z.object({
  itemId: z.string(),
  decision: decisionSchema,
  reason: typedText.min(1).max(4000),
  scopes: z.array(z.string()).max(10_000).default([]),
  /** Keys of holders this decision is about; all of them when empty. */
  principals: z.array(z.string()).max(10_000).default([]),
  until: z.iso.date().nullable().default(null),
  owner: typedText.min(1).max(200).nullable().default(null),
  agreed: z.boolean().nullable().default(null),
  round: roundSchema.default('first'),
  trace: decisionTrace.nullable().default(null),
});
export type DecideParams = z.output<typeof decideParams>;

/**
 * Parts of the queue. mine: given to whoever looks and open; campaign: all of the frozen population; second: to review a
 * second time; disputed: to settle; outside: what the campaign leaves out.
 */
export const QUEUE_VIEWS = ['mine', 'campaign', 'second', 'disputed', 'outside'] as const;
export const queueViewSchema = z.enum(QUEUE_VIEWS);
export type QueueView = z.output<typeof queueViewSchema>;

export const QUEUE_GROUPS = ['vendor', 'owner', 'platform'] as const;
export const queueGroupBySchema = z.enum(QUEUE_GROUPS);
export type QueueGroupBy = z.output<typeof queueGroupBySchema>;
/** Key of the items that are in no group. */
export const NO_GROUP = '-';

export const queueFilter = z.object({
  text: z.string().max(200).optional(),
  view: queueViewSchema.optional(),
  state: z.enum(['open', 'decided', 'all']).default('all'),
  platforms: z.array(platformSchema).optional(),
  /** A vendor by name; NO_GROUP for none. */
  vendor: z.string().max(1000).optional(),
  /** A business owner by key; NO_GROUP for none. */
  owner: z.string().max(1000).optional(),
  minTier: z.int().min(0).max(4).optional(),
  rule: z.string().optional(),
  statuses: z.array(itemStatusSchema).optional(),
  /** Exactly these highest tiers; null stands for unrated. */
  tiers: z.array(tierSchema).optional(),
  decision: z.union([decisionSchema, z.literal('none')]).optional(),
  /** Days since the oldest dated grant. */
  grantAge: ageBandSchema.optional(),
  /** Days since the last use. */
  lastUse: ageBandSchema.optional(),
});
export type QueueFilter = z.output<typeof queueFilter>;

export const queueGroup = z.object({ key: z.string(), label: z.string(), items: z.int(), open: z.int() });
export type QueueGroup = z.output<typeof queueGroup>;

export const queueViews = z.object({
  all: z.int(),
  mine: z.int(),
  /** 0 without a campaign. */
  campaign: z.int(),
  second: z.int(),
  disputed: z.int(),
  outside: z.int(),
  isOfPeople: z.boolean(),
  isSignedIn: z.boolean(),
});
export type QueueViews = z.output<typeof queueViews>;

export const reviewContract = {
  'review.queue': {
    params: z.object({
      filter: queueFilter,
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
    result: z.object({ total: z.int(), rows: z.array(queueRow), progress: reviewProgress }),
  },
  /** The largest groups of the items that match, and how many groups there are; the filter by the same group is left aside. */
  'review.queueGroups': {
    params: z.object({ by: queueGroupBySchema, filter: queueFilter }),
    result: z.object({ groups: z.array(queueGroup), total: z.int() }),
  },
  /** How many items each view of the queue shows. */
  'review.views': { params: z.object({}), result: queueViews },
  'review.progress': { params: z.object({}), result: reviewProgress },
  'review.item': { params: z.object({ itemId: z.string() }), result: reviewItem },
  /** What the rules recommend, also where the item keeps it covered. */
  'review.recommendation': {
    params: z.object({ itemId: z.string() }),
    result: z.object({ recommendation: recommendation.nullable() }),
  },
  /** Who holds a grant of the item, those who no longer work first. */
  'review.holders': {
    params: z.object({ itemId: z.string(), text: z.string().max(200), limit: z.int().min(1).max(500) }),
    result: z.object({
      /** All holders, whatever the text. */
      total: z.int(),
      /** Holders that match the text. */
      matching: z.int(),
      /** Keys of all holders who no longer work, at most 10,000. */
      gone: z.array(z.string()),
      rows: z.array(holder),
    }),
  },
  'review.decide': {
    params: decideParams,
    result: z.object({ item: queueRow, progress: reviewProgress, nextUndecidedItemId: z.string().nullable() }),
  },
  /** Takes the newest decision of an item back; refused after submission. The journal keeps both entries. */
  'review.undo': {
    params: z.object({ itemId: z.string() }),
    result: z.object({ item: queueRow, progress: reviewProgress }),
  },
} satisfies Contract;
