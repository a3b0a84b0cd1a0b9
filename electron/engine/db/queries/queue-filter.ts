import type Database from 'better-sqlite3';
import {
  NO_GROUP,
  type QueueFilter,
  type QueueGroup,
  type QueueGroupBy,
  type QueueView,
  type QueueViews,
} from '../../../../shared/contract/review.ts';
import { ITEM_STATUSES, type ItemStatus } from '../../../../shared/contract/item-states.ts';
import { AGE_BANDS, DECISIONS, PLATFORM_LABELS, PLATFORMS } from '../../../../shared/domain/vocabulary.ts';
import type { Viewer } from '../../review/viewer.ts';
import { hasPeople } from './people.ts';
import { BETWEEN, queueIndex, statusNumber, type Grouping, type QueueIndex } from './queue-index.ts';

/** What an item shows of itself to whoever must not see its first review: that it waits for them, or that both differ. */
export function blindStatus(status: ItemStatus, secondWaits: boolean): ItemStatus {
  if (secondWaits) return 'second-open';
  return status === 'disagreement' || status === 'conflict' ? status : 'undecided';
}

const DECIDED = statusNumber('decided');
const NONE = new Int32Array(0);

type Test = (place: number) => boolean;

/** What the viewer may know of where items stand: filters must tell no more than the rows. */
function seenBy(
  db: Database.Database,
  index: QueueIndex,
  viewer: Viewer,
): { readonly isBlind: Test; readonly status: (place: number) => number } {
  const person = viewer.person === null ? 0 : index.person(viewer.person);
  const hides = viewer.isOfPeople && hasPeople(db);
  const isBlind: Test = (place) =>
    hides &&
    index.second[place] !== 0 &&
    index.status[place] !== DECIDED &&
    (viewer.person === null || index.second[place] === person);
  return {
    isBlind,
    status: (place) => {
      const status = index.status[place] ?? 0;
      if (!isBlind(place)) return status;
      return statusNumber(blindStatus(ITEM_STATUSES[status] ?? 'undecided', index.secondWaits[place] === 1));
    },
  };
}

/** Which items a view of the queue shows. */
function viewTest(index: QueueIndex, view: QueueView, viewer: Viewer, status: (place: number) => number): Test {
  const person = viewer.person === null ? -1 : index.person(viewer.person);
  const hasCampaign = index.inCampaign[0] === 1;
  switch (view) {
    // What is given to nobody in particular is for every reviewer; without people the one reviewer reviews everything.
    case 'mine':
      return (place) =>
        index.isOpen[place] === 1 &&
        (!hasCampaign || index.inCampaign[place] === 1) &&
        (!viewer.isOfPeople || index.reviewer[place] === 0 || index.reviewer[place] === person);
    case 'campaign':
      return (place) => index.inCampaign[place] === 1;
    case 'second':
      return (place) => index.second[place] === person && index.secondWaits[place] === 1;
    case 'disputed': {
      const disputed = [statusNumber('disagreement'), statusNumber('conflict')];
      return (place) => disputed.includes(status(place));
    }
    case 'outside':
      return (place) => hasCampaign && index.inCampaign[place] === 0;
  }
}

function tests(db: Database.Database, index: QueueIndex, filter: QueueFilter, viewer: Viewer): Test[] {
  const list: Test[] = [];
  const seen = seenBy(db, index, viewer);
  if (filter.view !== undefined) list.push(viewTest(index, filter.view, viewer, seen.status));
  if (filter.state === 'open') list.push((place) => seen.status(place) !== DECIDED);
  if (filter.state === 'decided') list.push((place) => seen.status(place) === DECIDED);
  if (filter.statuses !== undefined && filter.statuses.length > 0) {
    const wanted = filter.statuses.map(statusNumber);
    list.push((place) => wanted.includes(seen.status(place)));
  }
  if (filter.platforms !== undefined && filter.platforms.length > 0) {
    const wanted = filter.platforms.map((platform) => PLATFORMS.indexOf(platform));
    list.push((place) => wanted.includes(index.platform[place] ?? -1));
  }
  const { minTier } = filter;
  if (minTier !== undefined) list.push((place) => (index.tierRank[place] ?? 0) >= minTier);
  if (filter.tiers !== undefined && filter.tiers.length > 0) {
    const wanted: readonly number[] = filter.tiers.map((tier) => tier ?? -1);
    list.push((place) => wanted.includes(index.tier[place] ?? -1));
  }
  if (filter.decision !== undefined) {
    const wanted = filter.decision === 'none' ? 0 : 1 + DECISIONS.indexOf(filter.decision);
    list.push((place) => (seen.isBlind(place) ? 0 : index.decision[place]) === wanted);
  }
  if (filter.rule !== undefined) list.push(isOne(index.found(filter.rule)));
  for (const [band, column] of [
    [filter.grantAge, 'item.first_granted'],
    [filter.lastUse, 'item.last_use'],
  ] as const) {
    if (band === undefined) continue;
    const bands = index.bands(column);
    const wanted = AGE_BANDS.indexOf(band);
    list.push((place) => bands[place] === wanted);
  }
  if (filter.vendor !== undefined) list.push(inGroup(index.groups('vendor'), filter.vendor));
  if (filter.owner !== undefined) list.push(inGroup(index.groups('owner'), filter.owner));
  const text = filter.text?.trim().toLowerCase() ?? '';
  if (text !== '') {
    const texts = index.texts();
    list.push((place) => texts[place]?.includes(text) === true);
  }
  return list;
}

/** Whether one item of the queue matches; for what is made up after an item and is to be found where that is. */
export function matchesAt(
  db: Database.Database,
  index: QueueIndex,
  filter: QueueFilter,
  viewer: Viewer,
  place: number,
): boolean {
  return tests(db, index, filter, viewer).every((test) => test(place));
}

/** Whether an item would be found by a text if it had another name. */
export function isFoundAs(index: QueueIndex, place: number, name: string, text: string): boolean {
  const [, ...others] = index.texts()[place]?.split(BETWEEN) ?? [];
  return [name.toLowerCase(), ...others].some((one) => one.includes(text.trim().toLowerCase()));
}

/** Keys of the groups that an item of the queue is in. */
export function groupKeysAt(index: QueueIndex, by: QueueGroupBy, place: number): string[] {
  if (by === 'platform') return PLATFORMS.filter((_platform, number) => number === index.platform[place]);
  const grouping = index.groups(by);
  return grouping.of[place]?.map((group) => grouping.keys[group] ?? NO_GROUP) ?? [NO_GROUP];
}

function isOne(values: Uint8Array): Test {
  return (place) => values[place] === 1;
}

function inGroup(grouping: Grouping, key: string): Test {
  if (key === NO_GROUP) return (place) => grouping.of[place] === undefined;
  const wanted = grouping.keys.indexOf(key);
  return (place) => grouping.of[place]?.includes(wanted) === true;
}

/** The answer to the question asked last: scrolling asks it again for other rows. */
const lastAnswers = new WeakMap<QueueIndex, { readonly key: string; readonly places: Int32Array }>();

/** Places of the items that match, in the order of the queue. */
export function matchingPlaces(
  db: Database.Database,
  index: QueueIndex,
  filter: QueueFilter,
  viewer: Viewer,
): Int32Array {
  const key = JSON.stringify([index.version, filter, viewer]);
  const last = lastAnswers.get(index);
  if (last?.key === key) return last.places;
  const list = tests(db, index, filter, viewer);
  const found = index.size === 0 ? NONE : new Int32Array(index.size);
  let count = 0;
  for (let place = 0; place < index.size; place += 1) {
    if (!list.every((test) => test(place))) continue;
    found[count] = place;
    count += 1;
  }
  const places = found.slice(0, count);
  lastAnswers.set(index, { key, places });
  return places;
}

const PART_OF_GROUP = { vendor: 'vendor', owner: 'owner', platform: 'platforms' } as const;
/** More groups than anybody reads; the largest are shown. */
const MOST_GROUPS = 300;

/** Groups of the items that match all but the filter by group, most items first. */
export function queueGroups(
  db: Database.Database,
  by: QueueGroupBy,
  filter: QueueFilter,
  viewer: Viewer,
): { groups: QueueGroup[]; total: number } {
  const index = queueIndex(db);
  const places = matchingPlaces(db, index, { ...filter, [PART_OF_GROUP[by]]: undefined }, viewer);
  const { status } = seenBy(db, index, viewer);
  const items = new Map<number, number>();
  const open = new Map<number, number>();
  const add = (counts: Map<number, number>, group: number): void =>
    void counts.set(group, (counts.get(group) ?? 0) + 1);
  const grouping = by === 'platform' ? null : index.groups(by);
  const nowhere = [-1];
  const only = [0];
  for (const place of places) {
    only[0] = index.platform[place] ?? -1;
    for (const group of grouping === null ? only : (grouping.of[place] ?? nowhere)) {
      add(items, group);
      if (status(place) !== DECIDED) add(open, group);
    }
  }
  const named = (group: number): Pick<QueueGroup, 'key' | 'label'> => {
    const platform = PLATFORMS[group];
    if (grouping === null && platform !== undefined) return { key: platform, label: PLATFORM_LABELS[platform] };
    return { key: grouping?.keys[group] ?? NO_GROUP, label: grouping?.labels[group] ?? NO_GROUP_LABELS[by] };
  };
  const largest = [...items]
    .toSorted(([a, many], [b, more]) => more - many || compare(named(a).key, named(b).key))
    .slice(0, MOST_GROUPS);
  return {
    groups: largest.map(([group, count]) => ({ ...named(group), items: count, open: open.get(group) ?? 0 })),
    total: items.size,
  };
}

const NO_GROUP_LABELS: Readonly<Record<QueueGroupBy, string>> = {
  vendor: 'No vendor on record',
  owner: 'No business owner on record',
  platform: 'Other',
};

/** How many items each view shows this viewer. */
export function queueViews(db: Database.Database, viewer: Viewer): QueueViews {
  const index = queueIndex(db);
  const { status } = seenBy(db, index, viewer);
  const count = (view: QueueView): number => {
    const test = viewTest(index, view, viewer, status);
    let found = 0;
    for (let place = 0; place < index.size; place += 1) if (test(place)) found += 1;
    return found;
  };
  return {
    all: index.size,
    mine: count('mine'),
    campaign: count('campaign'),
    second: count('second'),
    disputed: count('disputed'),
    outside: count('outside'),
    isOfPeople: viewer.isOfPeople,
    isSignedIn: viewer.person !== null,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
