import type { findingsContract } from '../../../shared/contract/findings.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { judgementControls, judgementGroups, judgementPage, missingEvidence } from '../db/queries/judgements.ts';
import { viewerOf } from '../review/viewer.ts';
import type { EngineContext } from './context.ts';

/** What the rules say: findings by page and group, by control, and what could not be judged. */
export function findingsHandlers(context: EngineContext): Handlers<typeof findingsContract, unknown> {
  return {
    'findings.page': ({ filter, offset, limit }) =>
      judgementPage(context.open().db, filter, viewerOf(context), offset, limit),
    'findings.groups': ({ by, filter }) => judgementGroups(context.open().db, by, filter),
    'findings.controls': () => judgementControls(context.open().db),
    'findings.missing': ({ filter }) => missingEvidence(context.open().db, filter),
  };
}
