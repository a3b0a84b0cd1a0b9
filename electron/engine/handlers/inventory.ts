import type { inventoryContract } from '../../../shared/contract/inventory.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { inventoryPage } from '../db/queries/inventory.ts';
import { viewerOf } from '../review/viewer.ts';
import type { EngineContext } from './context.ts';

/** The list of connectors. */
export function inventoryHandlers(context: EngineContext): Handlers<typeof inventoryContract, unknown> {
  return {
    'inventory.page': ({ filter, sort, offset, limit }) =>
      inventoryPage(context.open().db, filter, viewerOf(context), sort, offset, limit),
  };
}
