import { attributionOf } from './crediting.ts';
import { judgeWindow } from './evidence-gaps.ts';
import { scopeFamily } from './narrower.ts';
import type { AssessmentInput, ObservedOperation, ScopeAssessment, ScopeFact } from './types.ts';

/** What keeps "no call needs more than was seen" from being proven for a scope. */
export interface Obstacles {
  readonly isProven: boolean;
  /** Sentences on the evidence that is missing, without a full stop. */
  readonly gaps: readonly string[];
  /** Keys of successful calls that this scope may have allowed, without the log or the grants showing it. */
  readonly unexplained: readonly string[];
}

export const UNOBSTRUCTED: Obstacles = { isProven: true, gaps: [], unexplained: [] };

/** Pure. Every call that succeeded without a known grant stands in the way of each scope that might have allowed it. */
export function obstaclesTo(scope: ScopeFact, input: AssessmentInput, assessment: ScopeAssessment): Obstacles {
  const gaps = evidenceGaps(scope, input);
  const unexplained = [
    ...assessment.unmatched.filter((operation) => mayAllow(scope, operation)),
    ...assessment.uncovered.filter((operation) => mayAllow(scope, operation) && isRelated(scope, operation, input)),
    ...assessment.unattributable.filter(
      (operation) =>
        mayAllow(scope, operation) &&
        (attributionOf(operation.key) === 'unattributable'
          ? !/\.Send(\.|$)/.test(scope.id)
          : input.catalog.coveringScopes(input.kind, operation.match).includes(scope.id)),
    ),
    ...input.operations.filter((operation) => mayAllow(scope, operation) && isConditional(scope, operation, input)),
  ];
  const keys = [...new Set(unexplained.map(({ key }) => key))].toSorted();
  return { isProven: gaps.length === 0 && keys.length === 0, gaps, unexplained: keys };
}

function evidenceGaps(scope: ScopeFact, input: AssessmentInput): readonly string[] {
  if (!input.attributable) return ['The log cannot tie its calls to this grant'];
  const observability = input.catalog.observableBy(input.kind, scope.id);
  if (observability.logs.length === 0)
    return [(observability.explanation ?? 'No log shows its use').replace(/\.$/, '')];
  const judged = judgeWindow(input.window, observability);
  if (judged !== null) return judged.gaps.map(({ text }) => text);
  const names = [...new Set(observability.logs.map((log) => log.name))].join(' or ');
  return [`No import of ${names} covers any day of the window`];
}

/** A call that only writes is not made with a scope that only reads. */
function mayAllow(scope: ScopeFact, operation: ObservedOperation): boolean {
  return operation.succeeded > 0 && !(scope.verb === 'read' && /^(PUT|PATCH|DELETE) /.test(operation.key));
}

/** Whether it was needed hangs on something that the log does not show, such as whether a repository is public. */
function isConditional(scope: ScopeFact, operation: ObservedOperation, input: AssessmentInput): boolean {
  const { sufficient, perhapsNeeded } = input.catalog.conditionalScopes(input.kind, operation.match);
  return sufficient.includes(scope.id) || perhapsNeeded.includes(scope.id);
}

/** The catalog knows which scopes allow the call and none is granted: only their relatives may be what the log shows. */
function isRelated(scope: ScopeFact, operation: ObservedOperation, input: AssessmentInput): boolean {
  const listed = input.catalog.coveringScopes(input.kind, operation.match);
  return listed.length === 0 || listed.some((id) => scopeFamily(id) === scopeFamily(scope.id));
}
