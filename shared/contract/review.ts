import { z } from 'zod';
import {
  ageBandSchema,
  decisionSchema,
  grantKindSchema,
  platformSchema,
  severitySchema,
  tierSchema,
} from '../domain/vocabulary.ts';
import { connectorDetail, finding, lastUse, logWindow, operationUsage, reach, scopeUsage } from './inventory.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();

export const decisionRecord = z.object({
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

export const queueRow = z.object({
  itemId: z.string(),
  connectorId: z.string(),
  name: z.string(),
  nameWarning: z.string().nullable(),
  platform: platformSchema,
  tenant: z.string(),
  kind: grantKindSchema,
  highestTier: tierSchema,
  reach,
  lastUse,
  findings: z.array(z.object({ rule: z.string(), severity: severitySchema })),
  decision: decisionSchema.nullable(),
  decidedAt: isoTime.nullable(),
});
export type QueueRow = z.output<typeof queueRow>;

export const reviewProgress = z.object({
  total: z.int(),
  decided: z.int(),
  open: z.int(),
  highRiskOpen: z.int(),
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
  recommendation: recommendation.nullable(),
  /** Why `certify` is locked, or null. */
  certifyLocked: z.string().nullable(),
  decision: decisionRecord.nullable(),
  history: z.array(decisionRecord.extend({ undone: z.boolean() })),
  /** What would stop if everything here were revoked: observed operations, people, last call. */
  wouldBreak: z.object({ operations: z.int(), people: z.int(), last: isoTime.nullable(), calls: z.int() }),
});
export type ReviewItem = z.output<typeof reviewItem>;

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
});
export type DecideParams = z.output<typeof decideParams>;

export const journalEntry = z.object({
  seq: z.int(),
  at: isoTime,
  actor: z.string(),
  type: z.string(),
  summary: z.string(),
  payload: z.string(),
  prev: z.string(),
  hash: z.string(),
});

export const reviewContract = {
  'review.queue': {
    params: z.object({
      filter: z.object({
        text: z.string().max(200).optional(),
        state: z.enum(['open', 'decided', 'all']).default('all'),
        platforms: z.array(platformSchema).optional(),
        minTier: z.int().min(0).max(4).optional(),
        rule: z.string().optional(),
        /** Exactly these highest tiers; null stands for unrated. */
        tiers: z.array(tierSchema).optional(),
        decision: z.union([decisionSchema, z.literal('none')]).optional(),
        /** Days since the oldest dated grant. */
        grantAge: ageBandSchema.optional(),
        /** Days since the last use. */
        lastUse: ageBandSchema.optional(),
      }),
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
    result: z.object({ total: z.int(), rows: z.array(queueRow), progress: reviewProgress }),
  },
  'review.progress': { params: z.object({}), result: reviewProgress },
  'review.item': { params: z.object({ itemId: z.string() }), result: reviewItem },
  'review.decide': {
    params: decideParams,
    result: z.object({ item: queueRow, progress: reviewProgress, nextUndecidedItemId: z.string().nullable() }),
  },
  /** Takes the newest decision of an item back; refused after submission. The journal keeps both entries. */
  'review.undo': {
    params: z.object({ itemId: z.string() }),
    result: z.object({ item: queueRow, progress: reviewProgress }),
  },
  'journal.page': {
    params: z.object({ offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    result: z.object({
      total: z.int(),
      rows: z.array(journalEntry),
      chain: z.object({ ok: z.boolean(), message: z.string() }),
    }),
  },
} satisfies Contract;
