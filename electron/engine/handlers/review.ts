import type { Finding } from '../../../shared/contract/connectors.ts';
import type { reviewContract, ReviewItem } from '../../../shared/contract/review.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { connectorDetail } from '../db/queries/connector.ts';
import { findingsOf } from '../db/queries/findings.ts';
import { itemHolders } from '../db/queries/holders.ts';
import { logWindows } from '../db/queries/overview.ts';
import { reviewProgress } from '../db/queries/progress.ts';
import {
  decisionHistory,
  decisionInForce,
  itemByKey,
  neighborsOf,
  queuePage,
  toQueueRow,
} from '../db/queries/review.ts';
import { queueGroups, queueViews } from '../db/queries/queue-filter.ts';
import { itemOperations, itemScopes } from '../db/queries/usage.ts';
import { certifyLock, decide, proposedUntil, undoDecision } from '../review/decide.ts';
import { hasGraveFindings, isCovered, mustLook, recommendationFor } from '../review/guards.ts';
import { disputedDecisions } from '../review/disputed.ts';
import { noteShown } from '../review/shown.ts';
import { roundFor } from '../review/turn.ts';
import { hiddenRounds, viewerOf } from '../review/viewer.ts';
import { AppError } from '../lib/errors.ts';
import type { EngineContext } from './context.ts';
import { deriveAfterAct } from './derive-after.ts';

/** Deciding: the queue, one item, decisions. */
export function reviewHandlers(context: EngineContext): Handlers<typeof reviewContract, unknown> {
  return {
    'review.queue': ({ filter, offset, limit }) => {
      const { db } = context.open();
      return { ...queuePage(db, filter, viewerOf(context), offset, limit), progress: reviewProgress(db) };
    },
    'review.queueGroups': ({ by, filter }) => queueGroups(context.open().db, by, filter, viewerOf(context)),
    'review.views': () => queueViews(context.open().db, viewerOf(context)),
    'review.progress': () => reviewProgress(context.open().db),
    'review.item': ({ itemId }) => reviewItem(context, itemId),
    'review.recommendation': ({ itemId }) => {
      const { db } = context.open();
      return { recommendation: recommendationFor(db, itemByKey(db, itemId)) };
    },
    'review.holders': ({ itemId, text, limit }) => {
      const { db } = context.open();
      return itemHolders(db, itemByKey(db, itemId), text, limit);
    },
    'review.decide': (params) => {
      const { db } = context.open();
      const acting = context.acting();
      decide(db, params, acting, context.now());
      deriveAfterAct(context);
      context.changed('workspace', 'review', 'inventory', 'journal', 'report');
      const item = itemByKey(db, params.itemId);
      return {
        item: toQueueRow(db, item, viewerOf(context)),
        progress: reviewProgress(db),
        nextUndecidedItemId: neighborsOf(db, item, acting.person).nextUndecided,
      };
    },
    'review.undo': ({ itemId }) => {
      const { db } = context.open();
      undoDecision(db, itemId, context.acting(), context.now());
      deriveAfterAct(context);
      context.changed('workspace', 'review', 'inventory', 'journal', 'report');
      return { item: toQueueRow(db, itemByKey(db, itemId), viewerOf(context)), progress: reviewProgress(db) };
    },
  };
}

/** Everything one review screen shows; a second reviewer sees nothing of the first decision. Throws `not-found`. */
export function reviewItem(context: EngineContext, itemId: string): ReviewItem {
  const { db } = context.open();
  const item = itemByKey(db, itemId);
  noteShown(db, item.key);
  const neighbors = neighborsOf(db, item, context.session.person);
  const mine = roundOf(context, item.id);
  const viewer = viewerOf(context);
  const hidden = hiddenRounds(db, viewer, item.id);
  const connector = connectorDetail(db, item.connector_key, viewer);
  const findings = findingsOf(db, item.connector, item.id);
  const tokens = item.platform !== 'entra' ? 'any' : item.kind === 'application' ? 'application' : 'delegated';
  const operations = itemOperations(db, item.id);
  const covered = isCovered(db, item, context.session.person);
  const seen = (finding: Finding): Finding =>
    covered ? { ...finding, recommendation: null, recommendedAction: '' } : finding;
  const breaking = operations.filter((operation) => operation.success > 0);
  return {
    item: toQueueRow(db, item, viewer),
    position: neighbors.position,
    total: neighbors.total,
    previousItemId: neighbors.previous,
    nextItemId: neighbors.next,
    nextUndecidedItemId: neighbors.nextUndecided,
    connector: { ...connector, findings: connector.findings.map(seen) },
    scopes: itemScopes(db, item.id),
    operations,
    windows: logWindows(db, item.platform, [item.tenant]),
    findings: findings.map(seen),
    recommendation: covered ? null : recommendationFor(db, item),
    isCovered: covered,
    mustLook: mustLook(db, item),
    hasGraveFindings: hasGraveFindings(db, item),
    certifyLocked: certifyLock(db, item.connector),
    proposedUntil: proposedUntil(db, item, context.now()),
    decision: hidden.includes('first') ? null : decisionInForce(db, item.id),
    history: decisionHistory(db, item.id).filter((record) => !hidden.includes(record.round)),
    ...mine,
    disputed: mine.round === 'adjudication' ? disputedDecisions(db, item.id) : [],
    wouldBreak: {
      operations: breaking.length,
      people: peopleOf(db, item.connector, item.tenant, tokens),
      last:
        breaking
          .map((operation) => operation.last)
          .toSorted()
          .at(-1) ?? null,
      calls: breaking.reduce((sum, operation) => sum + operation.success, 0),
    },
  };
}

function roundOf(context: EngineContext, item: number): Pick<ReviewItem, 'round' | 'roundClosed'> {
  try {
    const mine = roundFor(context.open().db, item, context.acting());
    return 'round' in mine ? { round: mine.round, roundClosed: null } : { round: null, roundClosed: mine.closed };
  } catch (error) {
    // Nobody is signed in, or no longer takes part: to look on is allowed, and the sentence says why nothing more.
    if (error instanceof AppError) return { round: null, roundClosed: error.message };
    throw error;
  }
}

function peopleOf(
  db: ReturnType<EngineContext['open']>['db'],
  connector: number,
  tenant: string,
  tokens: string,
): number {
  if (tokens === 'application') return 0;
  return (
    db
      .prepare<[number, string], { n: number }>(
        'SELECT count(DISTINCT principal) AS n FROM usage_pair WHERE connector = ? AND tenant = ? AND class = 0 AND principal <> 0',
      )
      .get(connector, tenant)?.n ?? 0
  );
}
