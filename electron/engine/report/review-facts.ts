import type { JsonValue } from '../evidence/canonical-json.ts';
import type { PlanRecord, ReviewRecord } from './review-record.ts';

/** Who reviewed, by which plan, what they signed for and what was accepted (`review` of quality.json). */
export function reviewFacts(record: ReviewRecord): JsonValue {
  return {
    people: record.people.map(({ name, fingerprint, roles }) => ({ name, fingerprint, roles })),
    plan: record.plan === null ? null : planFacts(record.plan),
    ties: record.ties.map(({ name, tie, items }) => ({ name, tie, items })),
    unknownPeople: record.unknownPeople,
    exceptions: record.exceptions.map((one) => ({ ...one })),
    submissions: record.submissions.map((one) => ({ ...one })),
  };
}

function planFacts({ version, state, plan, root, frozenAt, items, tiers, history }: PlanRecord): JsonValue {
  return {
    version,
    state,
    plan: { ...plan },
    root,
    frozenAt,
    items,
    tiers: tiers.map((tier) => ({ ...tier })),
    versions: history.map((one) => ({
      version: one.version,
      state: one.state,
      reason: one.reason,
      by: one.by,
      at: one.at,
    })),
  };
}
