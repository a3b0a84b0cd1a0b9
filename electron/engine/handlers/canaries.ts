import type { baselineContract } from '../../../shared/contract/baseline.ts';
import type { reductionContract } from '../../../shared/contract/reduction.ts';
import type { remediationContract } from '../../../shared/contract/remediation.ts';
import type { QueueRow, reviewContract } from '../../../shared/contract/review.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { itemByKey, neighborsOf, reviewProgress } from '../db/queries/review.ts';
import { AppError } from '../lib/errors.ts';
import { actingWith } from '../review/acting.ts';
import { answerCanary, canariesInQueue, type Canary, canaryAnswers, canaryByKey } from '../review/quality/canaries.ts';
import { canaryRecommendation, canaryRow, canaryScreen } from '../review/quality/canary-screen.ts';
import type { EngineContext } from './context.ts';

type Wrapped = typeof baselineContract & typeof remediationContract & typeof reviewContract & typeof reductionContract;

/**
 * Puts the made-up items of a campaign among the real ones, for the reviewer of the item each follows: in the queue where
 * nothing but what is open or decided is asked for, on the screen of an item, and on the way from one to the next.
 * Everything else never meets them.
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
    'review.queue': async (params, call) => {
      const { state, view = 'campaign', ...filters } = params.filter;
      const planted = visible(context);
      if (
        planted.length === 0 ||
        view !== 'campaign' ||
        Object.values(filters).some((value) => value !== undefined && value !== '')
      )
        return inner['review.queue'](params, call);
      const { db } = context.open();
      const answers = canaryAnswers(db);
      const places = planted
        .filter(({ key }) => state === 'all' || (state === 'decided') === answers.has(key))
        .map((canary, index) => ({ canary, index: rankOf(context, canary.position, state) + index }));
      const end = params.offset + params.limit;
      const before = places.filter(({ index }) => index < params.offset).length;
      const here = places.filter(({ index }) => index >= params.offset && index < end);
      const real = await inner['review.queue'](
        { ...params, offset: params.offset - before, limit: Math.max(1, params.limit - here.length) },
        call,
      );
      const rows: QueueRow[] = real.rows.slice(0, params.limit - here.length);
      for (const { canary, index } of here)
        rows.splice(
          index - params.offset,
          0,
          canaryRow(canary, await rowOf(canary.source, call), answers.get(canary.key)),
        );
      return { ...real, total: real.total + places.length, rows };
    },
    'review.item': async (params, call) => {
      const { db } = context.open();
      const planted = visible(context);
      const canary = of(params.itemId);
      const answers = canaryAnswers(db);
      const open = (key: string): boolean => planted.some((one) => one.after === key && !answers.has(one.key));
      const following = (key: string | null): string | null => planted.find((one) => one.after === key)?.key ?? null;
      if (canary === null) {
        const item = await inner['review.item'](params, call);
        if (planted.length === 0) return item;
        const before = planted.filter((one) => one.position < positionOf(context, params.itemId)).length;
        return {
          ...item,
          position: item.position + before,
          total: item.total + planted.length,
          previousItemId: following(item.previousItemId) ?? item.previousItemId,
          nextItemId: following(params.itemId) ?? item.nextItemId,
          nextUndecidedItemId: open(params.itemId) ? following(params.itemId) : item.nextUndecidedItemId,
        };
      }
      const [source, after] = [
        await inner['review.item']({ itemId: canary.source }, call),
        await inner['review.item']({ itemId: canary.after }, call),
      ];
      const before = planted.filter((one) => one.position <= positionOf(context, canary.after)).length;
      return {
        ...canaryScreen(canary, source, answers.get(canary.key)),
        round: after.round === 'first' ? 'first' : null,
        roundClosed: after.round === 'first' ? null : after.roundClosed,
        position: after.position + before,
        total: after.total + planted.length,
        previousItemId: canary.after,
        nextItemId: after.nextItemId,
        nextUndecidedItemId: after.nextUndecidedItemId,
      };
    },
    'review.decide': async (params, call) => {
      const { db } = context.open();
      const canary = of(params.itemId);
      if (canary === null) {
        const answer = await inner['review.decide'](params, call);
        const [next] = visible(context).filter((one) => one.after === params.itemId);
        return next === undefined || canaryAnswers(db).has(next.key)
          ? answer
          : { ...answer, nextUndecidedItemId: next.key };
      }
      const acting = actingWith(context, 'reviewer');
      answerCanary(db, canary, params, acting, context.now());
      context.changed('review', 'journal');
      return {
        item: canaryRow(canary, await rowOf(canary.source, call), canaryAnswers(db).get(canary.key)),
        progress: reviewProgress(db),
        nextUndecidedItemId: neighborsOf(db, itemByKey(db, canary.after), acting.person).nextUndecided,
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

type Placed = ReturnType<typeof canariesInQueue>[number];

/** The made-up items that who is signed in meets. */
function visible(context: EngineContext): Placed[] {
  const { person } = context.session;
  return canariesInQueue(context.open().db).filter((one) => one.reviewer === null || one.reviewer === person);
}

function positionOf(context: EngineContext, itemId: string): number {
  const { db } = context.open();
  return (
    db
      .prepare<[number], { position: number }>('SELECT position FROM review_state WHERE item = ?')
      .get(itemByKey(db, itemId).id)?.position ?? 0
  );
}

/** How many real items the queue holds up to a place. */
function rankOf(context: EngineContext, position: number, state: 'all' | 'open' | 'decided'): number {
  const among = { all: '1', open: `status <> 'decided'`, decided: `status = 'decided'` }[state];
  return (
    context
      .open()
      .db.prepare<[number], { n: number }>(`SELECT count(*) AS n FROM review_state WHERE position <= ? AND ${among}`)
      .get(position)?.n ?? 0
  );
}
