import type { QueueFilter, QueueGroupBy, ReviewProgress } from '../../../../shared/contract/review.ts';
import { groupKeysAt, isFoundAs, matchesAt, matchingPlaces } from '../../db/queries/queue-filter.ts';
import { queueIndex } from '../../db/queries/queue-index.ts';
import { isUntouched, itemByKey, lowerBound } from '../../db/queries/review.ts';
import type { EngineContext } from '../../handlers/context.ts';
import { viewerOf } from '../viewer.ts';
import { type Canary, canariesInQueue, type CanaryAnswer, canaryAnswers } from './canaries.ts';
import { canaryStatus, faultRule, shownName } from './canary-screen.ts';

/** A made-up item with the place in the queue of the item that it follows. */
export interface Placed extends Canary {
  readonly place: number;
  readonly reviewer: string | null;
  /** What was answered first; undefined while nothing was. */
  readonly answer: CanaryAnswer | undefined;
}

/** The made-up items that who is signed in meets, in the order of the queue. */
export function visibleCanaries(context: EngineContext): Placed[] {
  const { db } = context.open();
  const { person } = context.session;
  const planted = canariesInQueue(db).filter((one) => one.reviewer === null || one.reviewer === person);
  if (planted.length === 0) return [];
  const index = queueIndex(db);
  const answers = canaryAnswers(db);
  return planted.flatMap(({ item, ...canary }) => {
    const place = index.placeOf(item);
    return place === undefined ? [] : [{ ...canary, place, answer: answers.get(canary.key) }];
  });
}

/**
 * Those that a filter of the queue shows: by their own name, tier, finding and answer, and by the platform, vendor, owner,
 * dates and ids of the item they copy.
 */
export function matchingCanaries(context: EngineContext, filter: QueueFilter): Placed[] {
  const planted = visibleCanaries(context);
  if (planted.length === 0) return [];
  const { db } = context.open();
  const { text = '', platforms, vendor, owner, grantAge, lastUse } = filter;
  const [index, viewer] = [queueIndex(db), viewerOf(context)];
  const copied = { state: 'all' as const, platforms, vendor, owner, grantAge, lastUse };
  return planted.filter((canary) => {
    const source = placeOf(context, canary.source);
    const { rule } = filter;
    return (
      isShown(canary, filter) &&
      isFoundAs(index, source, shownName(canary), text) &&
      (rule === undefined ||
        rule === faultRule(canary) ||
        matchesAt(db, index, { state: 'all', rule }, viewer, source)) &&
      matchesAt(db, index, copied, viewer, source)
    );
  });
}

/** Of what is its own: a made-up item is of tier 4, in the campaign, and open until it is decided. */
function isShown(
  canary: Placed,
  { view = 'campaign', state, statuses = [], tiers = [], decision }: QueueFilter,
): boolean {
  const { answer } = canary;
  return (
    (view === 'campaign' || (view === 'mine' && isOpen(canary))) &&
    (state === 'all' || (state === 'open') === isOpen(canary)) &&
    (statuses.length === 0 || statuses.includes(canaryStatus(answer))) &&
    (tiers.length === 0 || tiers.includes(4)) &&
    (decision === undefined || decision === (answer?.decision ?? 'none'))
  );
}

/** Whether nothing final was decided yet, as for a real item. */
export function isOpen({ answer }: Placed): boolean {
  return canaryStatus(answer) !== 'decided';
}

/** How many real items that a filter shows stand before a made-up one. */
export function realBefore(context: EngineContext, filter: QueueFilter, { place }: Placed): number {
  const { db } = context.open();
  return lowerBound(matchingPlaces(db, queueIndex(db), filter, viewerOf(context)), place + 1);
}

/** Keys of the groups that a made-up item counts in: those of the item it copies. */
export function groupsOfCanary(context: EngineContext, by: QueueGroupBy, { source }: Placed): string[] {
  return groupKeysAt(queueIndex(context.open().db), by, placeOf(context, source));
}

/** How far the review is for who is signed in: a made-up item counts as any other of high risk, or it would give itself away. */
export function withCanaryProgress(context: EngineContext, progress: ReviewProgress): ReviewProgress {
  const planted = visibleCanaries(context);
  const open = planted.filter(isOpen);
  const answered = open.filter(({ answer }) => answer !== undefined).length;
  return {
    ...progress,
    total: progress.total + planted.length,
    decided: progress.decided + planted.length - open.length,
    open: progress.open + open.length,
    answered: progress.answered + answered,
    highRiskOpen: progress.highRiskOpen + open.length,
  };
}

/**
 * The made-up items on the way from a real item to the next: those among a person's own first reviews where it is one of
 * them, none among second reviews, all that are seen in the population.
 */
export function canariesOnTheWay(context: EngineContext, itemKey: string): Placed[] {
  const { person } = context.session;
  const index = queueIndex(context.open().db);
  const place = placeOf(context, itemKey);
  const mine = person === null ? -1 : index.person(person);
  if (index.reviewer[place] === mine) return visibleCanaries(context).filter(({ reviewer }) => reviewer === person);
  return index.second[place] === mine ? [] : visibleCanaries(context);
}

/**
 * The next item that nobody decided yet, real or made up: after this place first, then from the top. `real`: the next real
 * one as it is without made-up items; `self`: key of the made-up item on screen, which follows the item of that place.
 */
export function nextOpen(
  context: EngineContext,
  planted: readonly Placed[],
  after: string,
  real: string | null,
  self: string | null,
): string | null {
  const from = placeOf(context, after);
  const index = queueIndex(context.open().db);
  // Seen from a made-up item, the one it follows is an earlier one.
  const nextReal = real ?? (self !== null && isUntouched(index, from) ? after : null);
  const open = planted.filter(({ key, answer }) => answer === undefined && key !== self);
  const ahead = open.find(({ place }) => place > from || (place === from && self === null));
  const realPlace = nextReal === null ? Infinity : placeOf(context, nextReal);
  if (realPlace > from && realPlace !== Infinity)
    return ahead !== undefined && ahead.place < realPlace ? ahead.key : nextReal;
  if (ahead !== undefined) return ahead.key;
  const [first] = open;
  return first !== undefined && first.place < realPlace ? first.key : nextReal;
}

/** The place of a real item in the queue. */
export function placeOf(context: EngineContext, itemKey: string): number {
  const { db } = context.open();
  return queueIndex(db).placeOf(itemByKey(db, itemKey).id) ?? 0;
}
