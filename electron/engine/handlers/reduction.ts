import type { reductionContract } from '../../../shared/contract/reduction.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { itemImpact, itemReduction } from '../db/queries/reduction.ts';
import type { EngineContext } from './context.ts';

/** What the evidence supports for an item, and what would break without some of its scopes. */
export function reductionHandlers(context: EngineContext): Handlers<typeof reductionContract, unknown> {
  return {
    'items.reduction': ({ itemId }) => itemReduction(context.open().db, itemId),
    'items.impact': ({ itemId, scopes }) => itemImpact(context.open().db, itemId, scopes),
  };
}
