import type { UsageStatus } from '../../../shared/domain/vocabulary.ts';
import { attributionOf, coverOf, isAmbiguous, isQuery } from './crediting.ts';
import type { Cover } from './crediting.ts';
import { judgeWindow } from './evidence-gaps.ts';
import { smallestSet } from './smallest-set.ts';
import type {
  AssessmentInput,
  MatchQuality,
  ObservedOperation,
  ScopeAssessment,
  ScopeFact,
  ScopeUsage,
} from './types.ts';

/**
 * What the observed calls of one connector say about each of its granted scopes. Pure. Every operation of the input
 * ends up in exactly one place: allowed by at least one scope, or one of the four lists beside the scopes.
 */
export function assessScopes(input: AssessmentInput): ScopeAssessment {
  const granted = new Map(input.granted.map((scope) => [scope.id, scope]));
  const sorted = sortOperations(input, granted);
  const needed = neededScopes(sorted.covers, granted);
  const unexplained = [...sorted.unmatched, ...sorted.uncovered].reduce((sum, { succeeded }) => sum + succeeded, 0);
  const usages = new Map(
    [...granted].map(([id, scope]) => [id, assessScope(input, scope, sorted, needed, unexplained)]),
  );
  return {
    scopes: input.granted.flatMap((scope) => usages.get(scope.id) ?? []),
    uncovered: sorted.uncovered,
    unmatched: sorted.unmatched,
    unattributable: sorted.unattributable,
    containers: sorted.containers,
    smallestSet: needed.ids,
    method: needed.method,
  };
}

interface SortedOperations {
  readonly covers: readonly Cover[];
  readonly uncovered: readonly ObservedOperation[];
  readonly unmatched: readonly ObservedOperation[];
  readonly unattributable: readonly ObservedOperation[];
  readonly containers: readonly ObservedOperation[];
  /** Scopes that a successful call of `unattributable` may have used, with the reason as a sentence. */
  readonly possible: ReadonlyMap<string, string>;
}

function sortOperations(input: AssessmentInput, granted: ReadonlyMap<string, ScopeFact>): SortedOperations {
  const covers: Cover[] = [];
  const uncovered: ObservedOperation[] = [];
  const unmatched: ObservedOperation[] = [];
  const unattributable: ObservedOperation[] = [];
  const containers: ObservedOperation[] = [];
  const possible = new Map<string, string>();
  for (const operation of input.operations) {
    const attribution = attributionOf(operation.key);
    const cover = attribution === 'calls' ? coverOf(input.catalog, input.kind, granted, operation) : null;
    const mark = (ids: readonly string[], why: string) => {
      if (operation.succeeded > 0) for (const id of ids) if (granted.has(id)) possible.set(id, why);
    };
    if (attribution === 'container') containers.push(operation);
    else if (attribution === 'unattributable') {
      unattributable.push(operation);
      if (isQuery(operation.key)) mark([...granted.keys()], QUERIED);
      else if (operation.succeeded > 0) markSubscribable(granted, possible);
    } else if (cover && isAmbiguous(cover, input.catalog)) {
      unattributable.push(operation);
      mark(cover.allowing, operation.match.isEvent ? SHOWN_BY_EVENT : SEARCHED);
    } else {
      const { sufficient, perhapsNeeded } = input.catalog.conditionalScopes(input.kind, operation.match);
      const needsNothingElse = input.catalog.coveringScopes(input.kind, operation.match).length === 0;
      if (cover) covers.push(cover);
      else if (needsNothingElse && perhapsNeeded.length > 0) unattributable.push(operation);
      else if (needsNothingElse) unmatched.push(operation);
      else uncovered.push(operation);
      const credited = new Set(cover?.allowing);
      mark(
        [...sufficient, ...perhapsNeeded].filter((id) => !credited.has(id)),
        VISIBILITY,
      );
    }
  }
  return { covers, uncovered, unmatched, unattributable, containers, possible };
}

const SEARCHED = 'Calls were made that several grants allow; the log does not show which of them was used.';
const SHOWN_BY_EVENT = 'Audit events show that one of several grants was used, not which of them.';
const QUERIED = 'GraphQL calls were made; the log does not show what they asked for.';
const VISIBILITY =
  'Calls were made whose need depends on whether the repository is public; the log does not show which it was.';
const SUBSCRIBED = 'The app subscribed to changes; the log does not show for which data.';

/** Families whose data a change subscription can deliver. */
const SUBSCRIBABLE =
  /^(Mail|Calendars|Contacts|User|Group|GroupMember|Directory|Files|Sites|Chat|ChatMessage|ChatMember|Channel|ChannelMessage|ChannelMember|ChannelSettings|Team|TeamMember|TeamSettings|Presence|OnlineMeeting\w*|CallRecords|CallEvents|Tasks|Printer|PrintJob|SecurityEvents|SecurityAlert|Place|VirtualEvent|Application|RoleManagement)\./;

function markSubscribable(granted: ReadonlyMap<string, ScopeFact>, possible: Map<string, string>): void {
  for (const id of granted.keys()) if (SUBSCRIBABLE.test(id) && !/\.Send(\.|$)/.test(id)) possible.set(id, SUBSCRIBED);
}

interface NeededScopes {
  readonly ids: readonly string[];
  readonly method: 'exact' | 'bounded';
  readonly sole: ReadonlySet<string>;
}

function neededScopes(covers: readonly Cover[], granted: ReadonlyMap<string, ScopeFact>): NeededScopes {
  const successful = covers.filter(({ operation }) => operation.succeeded > 0);
  const chosen = smallestSet(
    successful.map((cover) => cover.creditable),
    granted,
  );
  const companions = successful.flatMap(({ credited, companion }) =>
    companion !== undefined && chosen.ids.includes(credited) ? [companion] : [],
  );
  return {
    ids: [...new Set([...chosen.ids, ...companions])].toSorted(),
    method: chosen.method,
    sole: new Set(successful.flatMap(({ creditable }) => (creditable.length === 1 ? creditable : []))),
  };
}

function assessScope(
  input: AssessmentInput,
  scope: ScopeFact,
  sorted: SortedOperations,
  needed: NeededScopes,
  unexplained: number,
): ScopeUsage {
  const allowed = sorted.covers.filter((cover) => cover.allowing.includes(scope.id) || cover.companion === scope.id);
  const successful = allowed.filter(({ operation }) => operation.succeeded > 0);
  const verdict = verdictOf(input, scope, sorted, allowed, successful);
  const counted = successful.length > 0 ? successful : verdict.status === 'denied-only' ? allowed : [];
  const isCredited = (cover: Cover) => cover.credited === scope.id || cover.companion === scope.id;
  const isNotSeen = verdict.status === 'not-seen-full' || verdict.status === 'not-seen-partial';
  const quality = bestQuality(counted);
  const isByEvents = counted.length > 0 && counted.every(({ operation }) => operation.match.isEvent);
  const isDerived =
    counted.length > 0 && counted.every(({ operation }) => input.catalog.isDerived(input.kind, operation.match));
  return {
    scope,
    gaps: [],
    ...verdict,
    ...(verdict.status === 'observed' ? needOf(scope, successful, needed) : { coveredBy: [] }),
    ...(quality && { matchQuality: quality }),
    ...(isByEvents && { isByEvents }),
    ...(isDerived && { isDerived }),
    credited: successful
      .filter(isCredited)
      .map(({ operation }) => operation.key)
      .toSorted(),
    alsoAllowed: successful
      .filter((cover) => !isCredited(cover))
      .map(({ operation }) => operation.key)
      .toSorted(),
    succeeded: sum(allowed, 'succeeded'),
    denied: sum(allowed, 'denied'),
    attempted: sum(allowed, 'attempted'),
    first: counted.length > 0 ? Math.min(...counted.map(({ operation }) => operation.first)) : null,
    last: counted.length > 0 ? Math.max(...counted.map(({ operation }) => operation.last)) : null,
    people: [...new Set(counted.flatMap(({ operation }) => operation.people))].toSorted((a, b) => (a < b ? -1 : 1)),
    unexplainedCalls: isNotSeen ? unexplained : 0,
  };
}

type Verdict = Pick<ScopeUsage, 'status'> & Partial<Pick<ScopeUsage, 'gaps' | 'reason' | 'explanation' | 'judgedBy'>>;

function verdictOf(
  input: AssessmentInput,
  scope: ScopeFact,
  sorted: SortedOperations,
  allowed: readonly Cover[],
  successful: readonly Cover[],
): Verdict {
  const observability = input.catalog.observableBy(input.kind, scope.id);
  if (scope.persistence || scope.identity) {
    return { status: 'persistence', reason: 'persistence', explanation: observability.explanation ?? '' };
  }
  if (successful.length > 0) return { status: 'observed' };
  const possible = sorted.possible.get(scope.id);
  if (possible !== undefined) return hidden('not-attributable', possible);
  if (sum(allowed, 'denied') + sum(allowed, 'attempted') > 0) return { status: 'denied-only' };
  if (!input.attributable) {
    return hidden('not-attributable', 'The log cannot tie its calls to this grant.');
  }
  if (observability.logs.length === 0) {
    return hidden(observability.reason ?? 'no-such-log', observability.explanation ?? '');
  }
  const judged = judgeWindow(input.window, observability);
  if (!judged) {
    const names = [...new Set(observability.logs.map((log) => log.name))].join(' or ');
    return hidden('log-not-supplied', `No import of ${names} covers any day of the window.`);
  }
  const { log, gaps } = judged;
  return { status: gaps.length > 0 ? 'not-seen-partial' : 'not-seen-full', gaps, judgedBy: log };
}

function hidden(reason: NonNullable<ScopeUsage['reason']>, explanation: string): Verdict {
  return { status: 'not-observable' satisfies UsageStatus, reason, explanation };
}

function needOf(
  scope: ScopeFact,
  successful: readonly Cover[],
  needed: NeededScopes,
): Pick<ScopeUsage, 'coveredBy' | 'need'> {
  if (needed.sole.has(scope.id)) return { need: 'sole', coveredBy: [] };
  if (needed.ids.includes(scope.id)) return { need: 'chosen', coveredBy: [] };
  const others = new Set(successful.flatMap((cover) => cover.creditable.filter((id) => needed.ids.includes(id))));
  return { need: 'redundant', coveredBy: [...others].toSorted() };
}

const QUALITIES: readonly MatchQuality[] = ['exact', 'folded', 'parent', 'none'];

function bestQuality(covers: readonly Cover[]): MatchQuality | undefined {
  return QUALITIES.find((quality) => covers.some(({ operation }) => operation.match.quality === quality));
}

function sum(covers: readonly Cover[], field: 'succeeded' | 'denied' | 'attempted'): number {
  return covers.reduce((total, { operation }) => total + operation[field], 0);
}
