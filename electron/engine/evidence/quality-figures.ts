import type { ActiveTime, QualityFigures, Share } from '../../../shared/contract/quality.ts';
import { nearDuplicates, ownWords } from '../../../shared/domain/near-duplicate.ts';
import type { Decision } from '../../../shared/domain/vocabulary.ts';

/** What the screen recorded while a decision was taken. */
export interface ActTrace {
  readonly activeMs: number;
  readonly panels: readonly string[];
  readonly provisional: Decision | null;
}

/** What figures need to know of a decision. */
export interface MeasuredAct {
  /** Key of the review item. */
  readonly item: string;
  /** Tier 3, 4 or unrated; null for an item that is neither in the frozen population nor in the case any more. */
  readonly isHigh: boolean | null;
  /** Place in the queue; null as above. */
  readonly position: number | null;
  readonly round: 'first' | 'second' | 'adjudication';
  readonly decision: Decision;
  readonly reason: string;
  /** Fingerprint of the certificate; null in a case without people. */
  readonly person: string | null;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly isUndone: boolean;
  readonly isBatched: boolean;
  readonly isMerged: boolean;
  /** Whether it follows the recommendation; null when there was none. */
  readonly agreed: boolean | null;
  readonly trace: ActTrace | null;
}

/** Names under which the decision screen records its panels. */
export const PANELS = { usage: 'usage', change: 'change' } as const;

/** Active milliseconds below which a decision counts as quick in a row of equal ones. */
export const QUICK = 5000;

/** How many groups of repeated texts are named; the others are only counted. */
const NAMED_GROUPS = 10;

/** What the plan says that figures are measured against. */
export interface Measures {
  /** Active seconds below which a decision on tier 3 or 4 counts as hasty. */
  readonly smallestActiveSeconds: number;
  /** Decisions on tier 3 and 4 after which a day's work is enough. */
  readonly dailyLoad: number;
}

/** Decisions that leave the access as it is. */
const APPROVALS: readonly Decision[] = ['certify', 'conditional'];

type Traced = MeasuredAct & { readonly trace: ActTrace };

/** Figures over these acts, given in the order in which they were taken. Depends on nothing else. */
export function figuresOf(acts: readonly MeasuredAct[], measures: Measures): QualityFigures {
  const standing = acts.filter((act) => !act.isUndone);
  const single = standing.filter((act) => !act.isBatched);
  const traced = single.filter((act): act is Traced => act.trace !== null);
  const high = traced.filter((act) => act.isHigh === true);
  const blind = traced.filter((act) => act.trace.provisional !== null);
  const advised = standing.filter((act) => act.agreed !== null);
  // Who decides an item twice with the same words does not repeat a text on another item.
  const texts = [
    ...new Map(single.map((act) => [[act.person, act.item, act.reason].join('\u0000'), ownWords(act.reason)])).values(),
  ].filter((text) => text !== '');
  const groups = nearDuplicates(texts);
  const people = [...Map.groupBy(single, (act) => act.person).values()];
  const days = people.flatMap(highPerDay);
  return {
    decisions: standing.length,
    items: new Set(standing.map((act) => act.item)).size,
    undone: acts.length - standing.length,
    batched: standing.length - single.length,
    merged: standing.filter((act) => act.isMerged).length,
    untraced: { count: single.length - traced.length, of: single.length },
    time: { high: timesOf(high), low: timesOf(traced.filter((act) => act.isHigh === false)) },
    hasty: {
      ...shareOf(high, (act) => act.trace.activeMs < measures.smallestActiveSeconds * 1000),
      seconds: measures.smallestActiveSeconds,
    },
    usageOpened: shareOf(high, (act) => act.trace.panels.includes(PANELS.usage)),
    changeOpened: shareOf(high, (act) => act.trace.panels.includes(PANELS.change)),
    changedAfterReveal: shareOf(blind, (act) => act.trace.provisional !== act.decision),
    followed: shareOf(advised, (act) => act.agreed === true),
    repeatedTexts: {
      count: groups.reduce((sum, group) => sum + group.texts, 0),
      of: texts.length,
      identical: groups.reduce((sum, group) => sum + (group.identical > 1 ? group.identical : 0), 0),
      groups: groups.slice(0, NAMED_GROUPS),
    },
    approved: shareOf(single, (act) => APPROVALS.includes(act.decision)),
    longestStreak: people.reduce((longest, own) => Math.max(longest, longestStreak(own)), 0),
    inOrder: people.map(stepsInOrder).reduce(add, { count: 0, of: 0 }),
    overloadedDays: {
      ...shareOf(days, (day) => day > measures.dailyLoad),
      most: days.reduce((most, day) => Math.max(most, day), 0),
      hint: measures.dailyLoad,
    },
  };
}

function shareOf<One>(all: readonly One[], test: (one: One) => boolean): Share {
  return { count: all.filter(test).length, of: all.length };
}

function add(a: Share, b: Share): Share {
  return { count: a.count + b.count, of: a.of + b.of };
}

/** Median and tenth percentile by the nearest rank: each is a time that was measured. */
function timesOf(acts: readonly Traced[]): ActiveTime {
  const times = acts.map((act) => act.trace.activeMs).toSorted((a, b) => a - b);
  const rank = (percent: number): number | null => times[Math.ceil((times.length * percent) / 100) - 1] ?? null;
  return { traced: times.length, medianMs: rank(50), p10Ms: rank(10) };
}

/** Of one person: the most decisions in a row that are the same and quick. One without a trace ends the row. */
function longestStreak(acts: readonly MeasuredAct[]): number {
  let longest = 0;
  let length = 0;
  let last: MeasuredAct | null = null;
  for (const act of acts) {
    const isQuick = act.trace !== null && act.trace.activeMs < QUICK;
    length = !isQuick ? 0 : act.decision === last?.decision ? length + 1 : 1;
    longest = Math.max(longest, length);
    last = act;
  }
  return longest;
}

/** Of one person: steps between the items decided, each counted when first decided, that go to the next one of them in the queue. */
function stepsInOrder(acts: readonly MeasuredAct[]): Share {
  const positions = [
    ...new Set(acts.flatMap((act) => (act.position === null || act.round === 'adjudication' ? [] : [act.position]))),
  ];
  const rank = new Map(positions.toSorted((a, b) => a - b).map((position, index) => [position, index]));
  return shareOf(
    positions.slice(1).map((position, index) => [positions[index] ?? 0, position] as const),
    ([from, to]) => (rank.get(to) ?? 0) === (rank.get(from) ?? 0) + 1,
  );
}

/** Of one person: decisions on tier 3, 4 and unrated items per UTC day on which there were any. */
function highPerDay(acts: readonly MeasuredAct[]): number[] {
  const high = acts.filter((act) => act.isHigh === true);
  return [...Map.groupBy(high, (act) => act.at.slice(0, 10)).values()].map((day) => day.length);
}
