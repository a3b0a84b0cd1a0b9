import type { batchContract } from '../../../shared/contract/batch.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { reviewProgress } from '../db/queries/progress.ts';
import { AppError } from '../lib/errors.ts';
import { checkBatch } from '../review/batch-check.ts';
import { batchOf, decideBatch } from '../review/batch.ts';
import { viewerOf } from '../review/viewer.ts';
import type { Acting, EngineContext } from './context.ts';
import { deriveAfterAct } from './derive-after.ts';

/** Deciding several items of low tier together. */
export function batchHandlers(context: EngineContext): Handlers<typeof batchContract, unknown> {
  return {
    'review.batchOf': ({ itemIds }) => batchOf(context.open().db, itemIds, viewerOf(context), whoActs(context)),
    'review.batchCheck': ({ itemIds }) => checkBatch(context.open().db, itemIds, viewerOf(context), whoActs(context)),
    'review.batch': (params) => {
      const { db } = context.open();
      const decided = decideBatch(db, params, context.acting(), viewerOf(context), context.now());
      deriveAfterAct(context);
      context.changed('workspace', 'review', 'inventory', 'journal', 'report');
      return { decided, progress: reviewProgress(db) };
    },
  };
}

/** Who acts, or why nobody does: to look on is allowed. */
function whoActs(context: EngineContext): Acting | string {
  try {
    return context.acting();
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
