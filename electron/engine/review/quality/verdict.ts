import type {
  Agreement,
  CanaryFigures,
  QualityFigures,
  QualityVerdict,
  Share,
} from '../../../../shared/contract/quality.ts';
import { counted } from '../../rules/wording.ts';

/** A share in % from which a figure is a doubt, and from which it is a sign that nobody reviewed. */
interface Bounds {
  readonly doubt: number;
  readonly sign: number;
}

/**
 * The thresholds of the verdict, all in one place. They are judgement, not a standard: where the figures of a careful
 * review end and those of a script begin lies far apart, and the bounds stand between. Printed with the verdict.
 */
export const THRESHOLDS = {
  /** Fewer decisions say nothing about how somebody reviews. */
  leastDecisions: 10,
  /** Share in % of decisions that must have left a trace. */
  leastTraced: 50,
  /** Share in % of decisions on tier 3, 4 and unrated items below the smallest active time. */
  hasty: { doubt: 20, sign: 50 },
  /** The same without a look at how the scopes were used. */
  usageClosed: { doubt: 30, sign: 80 },
  /** Share in % of texts that repeat another one. */
  repeatedTexts: { doubt: 30, sign: 60 },
  /** Share in % of decisions that leave the access as it is: many items may deserve it, so it only counts beside a sign of another kind. */
  approved: 90,
  /** Equal quick decisions in a row. */
  streak: { doubt: 10, sign: 25 },
  /** Share in % of choices changed once the recommendation was shown. */
  changedAfterReveal: { doubt: 50, sign: 101 },
  /** Share in % of days with more than the daily hint. */
  overloadedDays: { doubt: 50, sign: 101 },
  /** Share in % of answered canaries that were not recognized; of at least as many. */
  missedCanaries: { doubt: 1, sign: 50, least: 2 },
  /** Share in % of second reviews that came to another decision; of at least as many. */
  otherDecision: { doubt: 30, sign: 60, least: 10 },
  /** Kappa below this is a doubt: "fair" agreement at most on the scale of Landis and Koch (1977). */
  kappa: 0.4,
  /** Share in % of the decisions that people whose own review was not effective may have taken before the whole is not. */
  ofOthers: 20,
} as const;

/** What one figure says against the review. */
interface Mark {
  /** support: counts beside a sign only; sign: as a script would do it; proof: the review failed its own test. */
  readonly weight: 'support' | 'doubt' | 'sign' | 'proof';
  /** What it rests on: several figures of one kind count once, so that time alone never decides. */
  readonly kind: 'time' | 'panels' | 'texts' | 'decisions' | 'agreement' | 'canaries';
  readonly sentence: string;
}

/** Everything the verdict is drawn from. */
export interface VerdictInput {
  readonly figures: QualityFigures;
  readonly agreement: Agreement;
  /** null without canaries in the plan. */
  readonly canaries: CanaryFigures | null;
}

/**
 * What the figures say. Not effective: canaries went by unrecognized, or signs of two different kinds come together.
 * With reservations: any other sign or doubt. Not measurable: too few decisions, or too few left a trace. How long somebody
 * took is one kind of sign among others and never enough by itself.
 */
export function verdictOf({ figures, agreement, canaries }: VerdictInput): QualityVerdict {
  const marks = [...marksOf(figures), ...agreementMarks(agreement), ...canaryMarks(canaries)];
  const kindsOf = (...weights: readonly Mark['weight'][]): number =>
    new Set(marks.filter((mark) => weights.includes(mark.weight)).map((mark) => mark.kind)).size;
  const sentences = marks.map((mark) => mark.sentence);
  if (kindsOf('proof') > 0 || (kindsOf('sign') > 0 && kindsOf('sign', 'support') > 1))
    return { verdict: 'not-effective', reasons: sentences };
  const against = marks.filter((mark) => mark.weight !== 'support').map((mark) => mark.sentence);
  const missing = unmeasured(figures);
  if (missing.length > 0) return { verdict: 'not-measurable', reasons: [...missing, ...against] };
  if (against.length > 0) return { verdict: 'with-reservations', reasons: against };
  return { verdict: 'effective', reasons: ['None of the figures speaks against the review.'] };
}

function unmeasured({ untraced, decisions, batched }: QualityFigures): string[] {
  const single = decisions - batched;
  if (single < THRESHOLDS.leastDecisions)
    return [
      `${counted(single, 'decision', 'decisions')} outside of batches ${single === 1 ? 'is' : 'are'} too few to say anything: it takes ${THRESHOLDS.leastDecisions}.`,
    ];
  return percentOf(untraced) > 100 - THRESHOLDS.leastTraced
    ? [`${ofAll(untraced, 'decision')} left no trace of how they came about.`]
    : [];
}

function marksOf(figures: QualityFigures): Mark[] {
  const { hasty, usageOpened, repeatedTexts, approved, longestStreak, changedAfterReveal, overloadedDays } = figures;
  const usageClosed = { count: usageOpened.of - usageOpened.count, of: usageOpened.of };
  return [
    ...mark(
      'time',
      hasty,
      THRESHOLDS.hasty,
      `${ofAll(hasty, 'decision')} on tier 3, 4 and unrated items took less than ${hasty.seconds} active seconds.`,
    ),
    ...(longestStreak < THRESHOLDS.streak.doubt
      ? []
      : [
          {
            weight: longestStreak < THRESHOLDS.streak.sign ? ('doubt' as const) : ('sign' as const),
            kind: 'time' as const,
            sentence: `${longestStreak} decisions in a row were the same and took less than five active seconds each.`,
          },
        ]),
    ...mark(
      'panels',
      usageClosed,
      THRESHOLDS.usageClosed,
      `${ofAll(usageClosed, 'decision')} on tier 3, 4 and unrated items were taken without a look at how the scopes were used.`,
    ),
    ...mark(
      'texts',
      repeatedTexts,
      THRESHOLDS.repeatedTexts,
      `${ofAll(repeatedTexts, 'justification')} repeat another one in the same or nearly the same words.`,
    ),
    ...(approved.of < THRESHOLDS.leastDecisions || percentOf(approved) < THRESHOLDS.approved
      ? []
      : [
          {
            weight: 'support' as const,
            kind: 'decisions' as const,
            sentence: `${ofAll(approved, 'decision')} left the access as it is.`,
          },
        ]),
    ...mark(
      'decisions',
      changedAfterReveal,
      THRESHOLDS.changedAfterReveal,
      `${ofAll(changedAfterReveal, 'choice')} made without the recommendation were changed once it was shown.`,
    ),
    ...mark(
      'decisions',
      overloadedDays,
      THRESHOLDS.overloadedDays,
      `On ${ofAll(overloadedDays, 'day')} of work more than ${overloadedDays.hint} items of tier 3, 4 or unrated were decided.`,
      1,
    ),
  ];
}

function agreementMarks({ pairs, equal, kappa }: Agreement): Mark[] {
  const { least } = THRESHOLDS.otherDecision;
  const other = { count: pairs - equal, of: pairs };
  const marks = mark(
    'agreement',
    other,
    THRESHOLDS.otherDecision,
    `${ofAll(other, 'second review')} came to another decision.`,
    least,
  );
  if (marks.length > 0 || kappa === null || pairs < least || kappa >= THRESHOLDS.kappa) return marks;
  return [
    {
      weight: 'doubt',
      kind: 'agreement',
      sentence: `First and second review agree little beyond chance: kappa ${kappa} over ${counted(pairs, 'item', 'items')}.`,
    },
  ];
}

function canaryMarks(canaries: CanaryFigures | null): Mark[] {
  if (canaries === null) return [];
  const missed = { count: canaries.answered - canaries.detected, of: canaries.answered };
  const { least } = THRESHOLDS.missedCanaries;
  return mark(
    'canaries',
    missed,
    THRESHOLDS.missedCanaries,
    `${ofAll(missed, 'answered canary', 'answered canaries')} went by unrecognized.`,
    1,
  ).map((one) => ({ ...one, weight: one.weight === 'sign' ? (missed.of >= least ? 'proof' : 'doubt') : one.weight }));
}

/** At most one mark for a share; none where it was measured on fewer than `least`. */
function mark(
  kind: Mark['kind'],
  share: Share,
  bounds: Bounds,
  sentence: string,
  least: number = THRESHOLDS.leastDecisions,
): Mark[] {
  if (share.of < least || share.count === 0) return [];
  const percent = percentOf(share);
  if (percent >= bounds.sign) return [{ weight: 'sign', kind, sentence }];
  return percent >= bounds.doubt ? [{ weight: 'doubt', kind, sentence }] : [];
}

function percentOf({ count, of }: Share): number {
  return of === 0 ? 0 : (count / of) * 100;
}

function ofAll({ count, of }: Share, one: string, many = `${one}s`): string {
  return `${count} of ${counted(of, one, many)}`;
}
