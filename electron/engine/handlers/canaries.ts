import type { baselineContract } from '../../../shared/contract/baseline.ts';
import type { reductionContract } from '../../../shared/contract/reduction.ts';
import type { remediationContract } from '../../../shared/contract/remediation.ts';
import type { QueueRow, reviewContract } from '../../../shared/contract/review.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { reviewProgress } from '../db/queries/progress.ts';
import { itemByKey, neighborsOf } from '../db/queries/review.ts';
import { AppError } from '../lib/errors.ts';
import { actingWith } from '../review/acting.ts';
import { answerCanary, type Canary, canaryAnswers, canaryByKey } from '../review/quality/canaries.ts';
import {
  canariesOnTheWay,
  groupsOfCanary,
  isOpen,
  matchingCanaries,
  nextOpen,
  placeOf,
  realBefore,
  visibleCanaries,
  withCanaryProgress,
} from '../review/quality/canary-places.ts';
import { canaryRecommendation, canaryRow, canaryScreen } from '../review/quality/canary-screen.ts';
import type { EngineContext } from './context.ts';

type Wrapped = typeof baselineContract & typeof remediationContract & typeof reviewContract & typeof reductionContract;

/**
 * Puts the made-up items of a campaign among the real ones, for the reviewer of the item each follows: in the queue with its
 * counts and groups, in how far the review is, on the screen of an item, and on the way from one to the next. Everything
 * else never meets them.
 */
export function withCanaries(context: EngineContext, inner: Handlers<Wrapped, unknown>): Handlers<Wrapped, unknown> {
  const of = (itemId: string): Canary | null => canaryByKey(context.open().db, itemId);
  return {
    ...inner,
    'items.reduction': (params, call) => inner['items.reduction']({ ...params, itemId: sourceOf(params.itemId) }, call),
    'items.impact': (params, call) => inner['items.impact']({ ...params, itemId: sourceOf(params.itemId) }, call),
    'review.recommendation': (params, call) => {
      const canary = of(params.itemId);
      return canary === null
        ? inner['review.recommendation'](params, call)
        : { recommendation: canaryRecommendation(canary) };
    },
    'review.holders': (params, call) => inner['review.holders']({ ...params, itemId: sourceOf(params.itemId) }, call),
    'review.delta': (params, call) => inner['review.delta']({ itemId: sourceOf(params.itemId) }, call),
    'remediation.preview': (params, call) =>
      inner['remediation.preview']({ ...params, itemId: sourceOf(params.itemId) }, call),
    // Nothing but its first answer counts, and it stays.
    'review.undo': (params, call) => {
      if (of(params.itemId) === null) return inner['review.undo'](params, call);
      throw new AppError('conflict', 'This decision cannot be taken back. Nothing was changed.');
    },
    'review.progress': async (params, call) =>
      withCanaryProgress(context, await inner['review.progress'](params, call)),
    'review.views': async (params, call) => {
      const views = await inner['review.views'](params, call);
      const planted = visibleCanaries(context);
      const open = planted.filter(isOpen).length;
      return {
        ...views,
        all: views.all + planted.length,
        campaign: views.campaign + planted.length,
        mine: views.mine + open,
      };
    },
    'review.queueGroups': async ({ by, filter }, call) => {
      const answer = await inner['review.queueGroups']({ by, filter }, call);
      const ofGroup = { vendor: 'vendor', owner: 'owner', platform: 'platforms' } as const;
      const planted = matchingCanaries(context, { ...filter, [ofGroup[by]]: undefined }).map((canary) => ({
        canary,
        keys: groupsOfCanary(context, by, canary),
      }));
      return {
        ...answer,
        groups: answer.groups.map((group) => {
          const here = planted.filter(({ keys }) => keys.includes(group.key));
          const open = here.filter(({ canary }) => isOpen(canary));
          return { ...group, items: group.items + here.length, open: group.open + open.length };
        }),
      };
    },
    'review.queue': async (params, call) => {
      const places = matchingCanaries(context, params.filter).map((canary, index) => ({
        canary,
        index: realBefore(context, params.filter, canary) + index,
      }));
      const end = params.offset + params.limit;
      const before = places.filter(({ index }) => index < params.offset).length;
      const here = places.filter(({ index }) => index >= params.offset && index < end);
      const real = await inner['review.queue'](
        { ...params, offset: params.offset - before, limit: Math.max(1, params.limit - here.length) },
        call,
      );
      const rows: QueueRow[] = real.rows.slice(0, params.limit - here.length);
      for (const { canary, index } of here)
        rows.splice(index - params.offset, 0, canaryRow(canary, await rowOf(canary.source, call), canary.answer));
      return { total: real.total + places.length, rows, progress: withCanaryProgress(context, real.progress) };
    },
    'review.item': async (params, call) => {
      const canary = of(params.itemId);
      const planted = canariesOnTheWay(context, canary?.after ?? params.itemId);
      const following = (key: string | null): string | null => planted.find(({ after }) => after === key)?.key ?? null;
      const before = (key: string): number => planted.filter(({ place }) => place < placeOf(context, key)).length;
      if (canary === null) {
        const item = await inner['review.item'](params, call);
        return {
          ...item,
          position: item.position + before(params.itemId),
          total: item.total + planted.length,
          previousItemId: following(item.previousItemId) ?? item.previousItemId,
          nextItemId: following(params.itemId) ?? item.nextItemId,
          nextUndecidedItemId: nextOpen(context, planted, params.itemId, item.nextUndecidedItemId, null),
        };
      }
      const [source, after] = [
        await inner['review.item']({ itemId: canary.source }, call),
        await inner['review.item']({ itemId: canary.after }, call),
      ];
      return {
        ...canaryScreen(canary, source, canaryAnswers(context.open().db).get(canary.key)),
        round: after.round === 'first' ? 'first' : null,
        roundClosed: after.round === 'first' ? null : after.roundClosed,
        position: after.position + before(canary.after) + 1,
        total: after.total + planted.length,
        previousItemId: canary.after,
        nextItemId: after.nextItemId,
        nextUndecidedItemId: nextOpen(context, planted, canary.after, after.nextUndecidedItemId, canary.key),
      };
    },
    'review.decide': async (params, call) => {
      const { db } = context.open();
      const canary = of(params.itemId);
      if (canary === null) {
        const answer = await inner['review.decide'](params, call);
        const planted = canariesOnTheWay(context, params.itemId);
        return {
          ...answer,
          progress: withCanaryProgress(context, answer.progress),
          nextUndecidedItemId: nextOpen(context, planted, params.itemId, answer.nextUndecidedItemId, null),
        };
      }
      const acting = actingWith(context, 'reviewer');
      answerCanary(db, canary, params, acting, context.now());
      context.changed('review', 'journal');
      const { nextUndecided } = neighborsOf(db, itemByKey(db, canary.after), acting.person);
      const planted = canariesOnTheWay(context, canary.after);
      return {
        item: canaryRow(canary, await rowOf(canary.source, call), canaryAnswers(db).get(canary.key)),
        progress: withCanaryProgress(context, reviewProgress(db)),
        nextUndecidedItemId: nextOpen(context, planted, canary.after, nextUndecided, canary.key),
      };
    },
  };

  async function rowOf(itemId: string, call: unknown): Promise<QueueRow> {
    return (await inner['review.item']({ itemId }, call)).item;
  }

  function sourceOf(itemId: string): string {
    return of(itemId)?.source ?? itemId;
  }
}
