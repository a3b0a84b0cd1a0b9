import { canonicalJson, type JsonValue } from '../evidence/canonical-json.ts';
import type { QualityAct } from '../review/quality/acts.ts';
import { measuredOn, QUALITY_LIMITS } from '../review/quality/limits.ts';
import type { ReviewQuality } from '../review/quality/statement.ts';
import { THRESHOLDS } from '../review/quality/verdict.ts';
import { reviewFacts } from './review-facts.ts';
import type { ReviewRecord } from './review-record.ts';

export const QUALITY_FORMAT = 'countersign-quality/1';

/**
 * The figures of the review with what they are computed from (quality.json). Where the plan does not say that figures of
 * each reviewer are given, the records name neither item nor person and stand in an order that tells neither; texts,
 * rounds and decisions are in the journal. Rows of quick decisions can then not be counted again.
 */
export function qualityFacts({ plan, whole, people, acts }: ReviewQuality, record: ReviewRecord): JsonValue {
  const records = acts.map((act) => (plan.figuresPerReviewer ? { ...recordOf(act), ...whoOf(act) } : recordOf(act)));
  return {
    format: QUALITY_FORMAT,
    campaign: plan.campaign === null ? null : { ...plan.campaign },
    measures: { smallestActiveSeconds: plan.smallestActiveSeconds, dailyLoad: plan.dailyLoad },
    thresholds: THRESHOLDS,
    measuredOn: measuredOn(plan, whole.figures),
    whole,
    people: plan.figuresPerReviewer ? people.map(({ name, statement }) => ({ name, ...statement })) : null,
    records: plan.figuresPerReviewer
      ? records
      : records
          .map((record) => ({ record, text: canonicalJson(record) }))
          .toSorted(byText)
          .map(({ record }) => record),
    limits: QUALITY_LIMITS,
    review: reviewFacts(record),
  };
}

function byText(a: { readonly text: string }, b: { readonly text: string }): number {
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}

function recordOf(act: QualityAct) {
  return {
    high: act.isHigh,
    decision: act.decision,
    agreed: act.agreed,
    batched: act.isBatched,
    merged: act.isMerged,
    undone: act.isUndone,
    activeMs: act.trace?.activeMs ?? null,
    panels: act.trace === null ? null : act.trace.panels.toSorted(),
    provisional: act.trace?.provisional ?? null,
  };
}

function whoOf(act: QualityAct) {
  return { uid: act.uid, item: act.item, position: act.position, round: act.round, person: act.person, at: act.at };
}
