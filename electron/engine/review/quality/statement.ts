import type Database from 'better-sqlite3';
import type { CanaryFigures, QualityStatement, QualityVerdict } from '../../../../shared/contract/quality.ts';
import { counted } from '../../rules/wording.ts';
import { personById } from '../../db/queries/people.ts';
import { type QualityAct, qualityActs } from './acts.ts';
import { canaryFigures } from './canaries.ts';
import { agreementOf } from './agreement.ts';
import { figuresOf } from '../../evidence/quality-figures.ts';
import { type QualityPlan, qualityPlan } from './plan.ts';
import { THRESHOLDS, verdictOf } from './verdict.ts';

/** The figures of the whole review, and of each person in it; who may see which is for the caller to say. */
export interface ReviewQuality {
  readonly plan: QualityPlan;
  readonly acts: readonly QualityAct[];
  readonly whole: QualityStatement;
  /** By name; one without a key in a case without people. */
  readonly people: readonly {
    readonly person: string | null;
    readonly name: string;
    readonly statement: QualityStatement;
  }[];
}

type Canaries = ReadonlyMap<string | null, CanaryFigures> | null;

/** How the review was done, from what is stored of each decision. `isTold`: whether the answers to made-up items count yet. */
export function reviewQuality(db: Database.Database, isTold = true): ReviewQuality {
  return qualityOf(
    qualityPlan(db),
    qualityActs(db),
    (person) => personById(db, person)?.name ?? null,
    isTold ? canaryFigures(db) : null,
  );
}

/** The same from the decisions, given in the order in which they were taken. `canaries`: answers by person, null without any. */
export function qualityOf(
  plan: QualityPlan,
  acts: readonly QualityAct[],
  nameOf: (person: string) => string | null,
  canaries: Canaries,
): ReviewQuality {
  const people = [...Map.groupBy(acts, (act) => act.person)]
    .map(([person, own]) => ({
      person,
      name: (person === null ? null : nameOf(person)) ?? own.at(-1)?.by ?? '',
      statement: statementOf(own, acts, plan, canaries === null ? null : (canaries.get(person) ?? NO_ANSWER)),
    }))
    .toSorted((a, b) => compare(a.name, b.name) || compare(a.person ?? '', b.person ?? ''));
  const answers = canaries === null ? null : [...canaries.values()].reduce(addCanaries, NO_ANSWER);
  const whole = statementOf(acts, acts, plan, answers);
  return { plan, acts, whole: { ...whole, verdict: withPeople(whole.verdict, people) }, people };
}

/** The part of one person; of somebody who decided nothing, figures of nothing. */
export function ownStatement({ people, plan }: ReviewQuality, person: string | null): QualityStatement {
  return people.find((one) => one.person === person)?.statement ?? statementOf([], [], plan, null);
}

const NO_ANSWER: CanaryFigures = { planted: 0, answered: 0, detected: 0 };

function addCanaries(a: CanaryFigures, b: CanaryFigures): CanaryFigures {
  return {
    planted: a.planted + b.planted,
    answered: a.answered + b.answered,
    detected: a.detected + b.detected,
  };
}

/** Figures of some of the acts; the agreement is that of the items they are about, so it needs the acts of others as well. */
function statementOf(
  own: readonly QualityAct[],
  all: readonly QualityAct[],
  plan: QualityPlan,
  canaries: CanaryFigures | null,
): QualityStatement {
  const figures = figuresOf(own, plan);
  const items = own === all ? null : new Set(own.filter((act) => !act.isUndone).map((act) => act.item));
  const shared = items === null ? all : all.filter((act) => items.has(act.item));
  const agreement = agreementOf(shared);
  const sample = agreementOf(shared.filter((act) => act.isSample));
  return { figures, agreement, sample, canaries, verdict: verdictOf({ figures, agreement, canaries }) };
}

/** One person who reviewed nothing is not made good by others who did: says so without a name. */
function withPeople(
  whole: QualityVerdict,
  people: readonly { readonly statement: QualityStatement }[],
): QualityVerdict {
  const failed = people.filter(({ statement }) => statement.verdict.verdict === 'not-effective');
  if (failed.length === 0 || people.length === 1 || whole.verdict === 'not-effective') return whole;
  const sum = (some: typeof people): number =>
    some.reduce((total, { statement }) => total + statement.figures.decisions, 0);
  const share = { count: sum(failed), of: sum(people) };
  const reason = `The review of ${failed.length} of ${counted(people.length, 'person', 'people')}, who took ${share.count} of ${counted(share.of, 'decision', 'decisions')}, was not effective by itself.`;
  const reasons = whole.verdict === 'effective' ? [reason] : [...whole.reasons, reason];
  if ((share.count / share.of) * 100 >= THRESHOLDS.ofOthers) return { verdict: 'not-effective', reasons };
  return { verdict: whole.verdict === 'effective' ? 'with-reservations' : whole.verdict, reasons };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
