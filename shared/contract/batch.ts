import { z } from 'zod';
import { decideParams, decisionTrace, queueRow, reviewProgress } from './review.ts';
import type { Contract } from './rpc.ts';

/** Most items decided together. */
export const BATCH_MOST = 25;
/** So many of them, drawn at random, have to be looked at one by one first; all when there are fewer. */
export const BATCH_OPENED = 5;
/** Highest tier of items that may be decided together. */
export const BATCH_TIER = 2;

/** What a batch may decide: which scopes to remove is a question of each item. */
export const BATCH_DECISIONS = ['certify', 'conditional', 'revoke', 'assign-owner', 'need-info', 'escalate'] as const;
export const batchDecisionSchema = z.enum(BATCH_DECISIONS);
export type BatchDecision = z.output<typeof batchDecisionSchema>;

export const batchProblem = z.object({
  /** The item that breaks the condition; null: the batch as a whole does. */
  itemId: z.string().nullable(),
  sentence: z.string(),
});
export type BatchProblem = z.output<typeof batchProblem>;

export const batchView = z.object({
  rows: z.array(queueRow),
  /** What the items are, one value for each row; equal for all of them or not. */
  facts: z.array(z.object({ label: z.string(), values: z.array(z.string()), isSame: z.boolean() })),
  /** Why these items cannot be decided together; empty when they can. */
  problems: z.array(batchProblem),
  /** Why some of them cannot be certified. */
  certifyProblems: z.array(batchProblem),
  /** Items drawn to be looked at one by one, in the order of the rows. */
  drawn: z.array(z.string()),
});
export type BatchView = z.output<typeof batchView>;

/** A condition of deciding together, with what it finds in the items. */
export const batchCondition = z.object({ holds: z.boolean(), sentence: z.string() });
export type BatchCondition = z.output<typeof batchCondition>;

const itemIds = z.array(z.string().max(1000)).min(1).max(500);

export const batchContract = {
  /** Whether items may be decided together, in what they differ, and which of them have to be opened first. */
  'review.batchOf': { params: z.object({ itemIds }), result: batchView },
  /** The same in short while items are being selected: every condition, and the most of the items that meet all of them. */
  'review.batchCheck': {
    params: z.object({ itemIds }),
    result: z.object({ conditions: z.array(batchCondition), largestPart: z.array(z.string()) }),
  },
  /** Decides several items of low tier with one justification, all of them or none; each decision is recorded on its own. */
  'review.batch': {
    params: decideParams.pick({ reason: true, until: true, owner: true }).extend({
      itemIds,
      decision: batchDecisionSchema,
      /** Items whose evidence was opened. */
      opened: itemIds,
      /** How each decision came about; empty where nothing was seen of it. */
      traces: z
        .array(z.object({ itemId: z.string(), trace: decisionTrace }))
        .max(500)
        .default([]),
    }),
    result: z.object({ decided: z.int(), progress: reviewProgress }),
  },
} satisfies Contract;
