import type { overviewContract } from '../../../shared/contract/overview.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { overview } from '../db/queries/overview.ts';
import { snapshotTrends } from '../db/queries/trends.ts';
import { viewerOf } from '../review/viewer.ts';
import type { EngineContext } from './context.ts';

/** The figures of the whole case, and how they went from export to export. */
export function overviewHandlers(context: EngineContext): Handlers<typeof overviewContract, unknown> {
  return {
    'overview.get': () => overview(context.open().db, viewerOf(context)),
    'overview.trends': () => snapshotTrends(context.open().db),
  };
}
