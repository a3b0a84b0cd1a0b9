import { coverOf, type Cover } from './crediting.ts';
import { limitedScope, narrowerScope } from './narrower.ts';
import { obstaclesTo, type Obstacles, UNOBSTRUCTED } from './obstacles.ts';
import { compareScopes, tierRank } from './tier.ts';
import type { AssessmentInput, ObservedOperation, ScopeAssessment, ScopeFact, ScopeUsage, Tier } from './types.ts';

/**
 * What to do with one granted scope. `remove` and `narrow` rest on evidence for the whole window or on the hierarchy;
 * `ask` is a question to the reviewer and never a recommendation; `keep-unjudged` is kept because evidence is missing;
 * `lifecycle` is judged by sign-in and token events.
 */
export type Advice = 'keep' | 'remove' | 'narrow' | 'ask' | 'keep-unjudged' | 'lifecycle';

export interface ScopeAdvice {
  readonly usage: ScopeUsage;
  readonly advice: Advice;
  /** With `narrow` the scope that suffices, with `ask` the one that may. */
  readonly replacedBy: ScopeFact | null;
  /** A narrower scope that would allow the calls seen but is not proposed, because `obstacles` stand in the way. */
  readonly withheld: ScopeFact | null;
  /** Kept: keys of successful calls it is kept for. Removed: keys of those that it allowed and another scope still allows. */
  readonly operations: readonly string[];
  /** Of `operations`, those that no other granted scope allows. */
  readonly sole: readonly string[];
  /** Removed although it allowed calls: the scopes left that allow them. */
  readonly coveredBy: readonly string[];
  /** One of the scopes left allows all this one does, so that nothing can change. */
  readonly isIncluded: boolean;
  /** What keeps a smaller answer from being proven. */
  readonly obstacles: Obstacles;
}

/** The minimal scope set of one review item, with what proves each line. */
export interface Reduction {
  /** One entry per granted scope, in the order of the assessment. */
  readonly scopes: readonly ScopeAdvice[];
  /** Sorted ids of what would be left. */
  readonly left: readonly string[];
  readonly before: TierSum;
  readonly after: TierSum;
  readonly method: 'exact' | 'bounded';
}

export interface TierSum {
  /** Highest rated tier; null when there is none. */
  readonly tier: Tier | null;
  /** Highest rank, in which an unrated scope counts as 3; 0 without scopes. */
  readonly rank: number;
  readonly scopes: number;
}

/**
 * Step 1: of the granted scopes, the smallest set that allows every successful call. Step 2: for each scope of it, the
 * narrowest one below it that allows the calls it is kept for. Pure and deterministic. A call that is not explained keeps
 * every scope that might explain it.
 */
export function reductionOf(input: AssessmentInput, assessment: ScopeAssessment): Reduction {
  const granted = new Map(input.granted.map((scope) => [scope.id, scope]));
  const passive = new Set(input.granted.filter((scope) => scope.identity || scope.persistence).map(({ id }) => id));
  const covers = coveredCalls(input, assessment, granted);
  const obstacles = new Map(
    [...granted.values()].map((scope) => [
      scope.id,
      passive.has(scope.id) ? UNOBSTRUCTED : obstaclesTo(scope, input, assessment),
    ]),
  );
  const isProven = (id: string): boolean => obstacles.get(id)?.isProven === true;
  let duties = assignDuties(input, granted, covers, new Set(assessment.smallestSet));
  // What suffices may be granted already: then that one is kept, and the broader one has no duty left.
  for (let swaps = 0; swaps < granted.size; swaps += 1) {
    const swap = [...duties].flatMap(([id, duty]) => {
      const lower = passive.has(id) || !isProven(id) ? undefined : narrowed(input, granted, id, duty);
      return lower !== undefined && granted.has(lower.id) ? [{ from: id, to: lower.id }] : [];
    })[0];
    if (swap === undefined) break;
    const kept = new Set([...duties.keys()].filter((id) => id !== swap.from));
    duties = assignDuties(input, granted, covers, kept.add(swap.to));
  }
  const targets = new Map(
    [...duties].flatMap(([id, duty]) => {
      const lower = passive.has(id) || !isProven(id) ? undefined : narrowed(input, granted, id, duty);
      return lower === undefined ? [] : [[id, lower] as const];
    }),
  );
  const staying = [...duties.keys()].map((id) => targets.get(id)?.id ?? id);
  const scopes = assessment.scopes.map((usage): ScopeAdvice => {
    const { id } = usage.scope;
    const base = {
      usage,
      replacedBy: null,
      withheld: null,
      coveredBy: [],
      isIncluded: false,
      obstacles: obstacles.get(id) ?? UNOBSTRUCTED,
    };
    const duty = duties.get(id);
    const kept = { operations: duty?.operations ?? [], sole: duty?.sole ?? [] };
    if (passive.has(id)) return { ...base, ...kept, advice: 'lifecycle' };
    if (usage.status === 'not-seen-full' && isProven(id)) {
      return { ...base, advice: 'remove', operations: [], sole: [] };
    }
    if (usage.status !== 'observed') return { ...base, advice: 'keep-unjudged', operations: [], sole: [] };
    if (duty !== undefined) {
      const target = targets.get(id);
      if (target !== undefined) return { ...base, ...kept, advice: 'narrow', replacedBy: target };
      if (!isProven(id)) {
        return { ...base, ...kept, advice: 'keep', withheld: narrowed(input, granted, id, duty) ?? null };
      }
      const asked =
        duty.companionFor.length === 0 ? limitedScope(input.catalog, input.kind, usage.scope, duty.calls) : undefined;
      if (asked !== undefined && !granted.has(asked.id)) {
        return { ...base, ...kept, advice: 'ask', replacedBy: asked };
      }
      return { ...base, ...kept, advice: 'keep' };
    }
    const own = covers.filter((cover) => cover.allowing.includes(id));
    const others = new Set(own.flatMap((cover) => server(input, granted, cover, duties) ?? []));
    const isIncluded = staying.some((other) => input.catalog.includes(other, id));
    return {
      ...base,
      advice: isIncluded || isProven(id) ? 'remove' : 'keep-unjudged',
      operations: own.map(({ operation }) => operation.key).toSorted(),
      sole: [],
      coveredBy: [...others].toSorted(),
      isIncluded,
    };
  });
  const left = scopes.flatMap(({ advice, replacedBy, usage }) =>
    advice === 'remove' ? [] : [advice === 'narrow' && replacedBy !== null ? replacedBy : usage.scope],
  );
  return {
    scopes,
    left: [...new Set(left.map(({ id }) => id))].toSorted(),
    before: tierSum(input.granted),
    after: tierSum([...new Map(left.map((scope) => [scope.id, scope])).values()]),
    method: assessment.method,
  };
}

/** On platforms without a catalog no call is tied to a scope: everything is kept and nothing is judged. */
export function withoutCatalogReduction({ scopes, method }: ScopeAssessment): Reduction {
  const granted = scopes.map(({ scope }) => scope);
  return {
    scopes: scopes.map((usage) => ({
      usage,
      advice: 'keep-unjudged',
      replacedBy: null,
      withheld: null,
      operations: [],
      sole: [],
      coveredBy: [],
      isIncluded: false,
      obstacles: UNOBSTRUCTED,
    })),
    left: granted.map(({ id }) => id).toSorted(),
    before: tierSum(granted),
    after: tierSum(granted),
    method,
  };
}

interface Duty {
  /** Successful calls that rest on the scope. */
  readonly calls: ObservedOperation[];
  readonly operations: string[];
  readonly sole: string[];
  /** For each call that needs it beside another scope: ids of which any one would do. */
  readonly companionFor: (readonly string[])[];
}

/** Successful calls that a granted scope allows, in the order of their keys. */
function coveredCalls(
  input: AssessmentInput,
  assessment: ScopeAssessment,
  granted: ReadonlyMap<string, ScopeFact>,
): Cover[] {
  const elsewhere = new Set([
    ...assessment.uncovered,
    ...assessment.unmatched,
    ...assessment.unattributable,
    ...assessment.containers,
  ]);
  return input.operations
    .filter((operation) => operation.succeeded > 0 && !elsewhere.has(operation))
    .flatMap((operation) => coverOf(input.catalog, input.kind, granted, operation) ?? [])
    .toSorted((a, b) => (a.operation.key < b.operation.key ? -1 : 1));
}

/** Lets each call rest on the smallest kept scope that allows it, and on a scope it needs beside that one. */
function assignDuties(
  input: AssessmentInput,
  granted: ReadonlyMap<string, ScopeFact>,
  covers: readonly Cover[],
  kept: ReadonlySet<string>,
): Map<string, Duty> {
  const duties = new Map<string, Duty>();
  const dutyOf = (id: string): Duty => {
    const duty = duties.get(id) ?? { calls: [], operations: [], sole: [], companionFor: [] };
    duties.set(id, duty);
    return duty;
  };
  for (const cover of covers) {
    const id = server(input, granted, cover, kept) ?? cover.credited;
    const duty = dutyOf(id);
    duty.calls.push(cover.operation);
    duty.operations.push(cover.operation.key);
    if (cover.creditable.length === 1) duty.sole.push(cover.operation.key);
  }
  for (const cover of covers) {
    const id = server(input, granted, cover, duties) ?? cover.credited;
    const needed = input.catalog.companionScopes(input.kind, cover.operation.match, id);
    if (needed.length === 0 || needed.some((lower) => input.catalog.includes(id, lower))) continue;
    const fits = (scope: ScopeFact): boolean => needed.some((lower) => input.catalog.includes(scope.id, lower));
    const all = [...granted.values()].filter(fits).toSorted(compareScopes);
    const companion = all.find((scope) => duties.has(scope.id)) ?? all[0];
    if (companion === undefined) continue;
    const duty = dutyOf(companion.id);
    duty.companionFor.push(needed);
    if (!duty.operations.includes(cover.operation.key)) duty.operations.push(cover.operation.key);
  }
  return duties;
}

/** The smallest of the kept scopes that the call can be credited to. */
function server(
  input: AssessmentInput,
  granted: ReadonlyMap<string, ScopeFact>,
  cover: Cover,
  kept: { has: (id: string) => boolean },
): string | undefined {
  const able = cover.creditable.filter((id) => kept.has(id)).flatMap((id) => granted.get(id) ?? []);
  return able
    .filter((scope) => !able.some((other) => other.id !== scope.id && input.catalog.includes(scope.id, other.id)))
    .toSorted(compareScopes)[0]?.id;
}

/** The narrowest scope below that does all of the duty. */
function narrowed(
  input: AssessmentInput,
  granted: ReadonlyMap<string, ScopeFact>,
  id: string,
  duty: Duty,
): ScopeFact | undefined {
  const scope = granted.get(id);
  if (scope === undefined || duty.calls.length === 0) return undefined;
  const lower = narrowerScope(input.catalog, input.kind, scope, duty.calls);
  if (lower === undefined) return undefined;
  const staysCompanion = duty.companionFor.every((needed) =>
    needed.some((option) => input.catalog.includes(lower.id, option)),
  );
  // A narrower scope may need another one beside it that the broader one did without.
  const needsNone = duty.calls.every(({ match }) => {
    const needed = input.catalog.companionScopes(input.kind, match, lower.id);
    return needed.length === 0 || needed.some((option) => input.catalog.includes(lower.id, option));
  });
  return staysCompanion && needsNone ? lower : undefined;
}

function tierSum(scopes: readonly ScopeFact[]): TierSum {
  const rated = scopes.flatMap(({ tier }) => tier ?? []);
  return {
    tier: rated.reduce<Tier | null>((highest, tier) => (highest === null || tier > highest ? tier : highest), null),
    rank: Math.max(0, ...scopes.map(({ tier }) => tierRank(tier))),
    scopes: scopes.length,
  };
}
