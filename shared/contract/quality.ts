import { z } from 'zod';
import { tierSchema } from '../domain/vocabulary.ts';
import type { Contract } from './rpc.ts';

const count = z.int().min(0);

/** So many of so many; the first is never more than the second. */
const share = z.object({ count, of: count });
export type Share = z.output<typeof share>;

/** Active time of decisions that left a trace; null without any. */
const activeTime = z.object({ traced: count, medianMs: count.nullable(), p10Ms: count.nullable() });
export type ActiveTime = z.output<typeof activeTime>;

/** Texts that are the same or nearly so: how many decisions give them, and how many of these in the same words. */
const textGroup = z.object({ text: z.string(), texts: count, identical: count });

/**
 * How decisions came about. Counts decisions that were not taken back, replaced ones included. What was decided in a batch
 * has one look at many items, so it is left out of times, panels, texts, rows of equal decisions and order.
 */
export const qualityFigures = z.object({
  decisions: count,
  items: count,
  undone: count,
  /** Decided in a batch. */
  batched: count,
  /** Brought from another machine. */
  merged: count,
  /** Of those not in a batch: without any record of how they came about, for instance from the command line. */
  untraced: share,
  /** Tier 3, 4 and unrated; tier 0 to 2. */
  time: z.object({ high: activeTime, low: activeTime }),
  /** Decisions on tier 3, 4 and unrated items below the plan's smallest active time. */
  hasty: share.extend({ seconds: count }),
  /** Decisions on tier 3, 4 and unrated items before which the panels were opened. */
  usageOpened: share,
  changeOpened: share,
  /** Decisions first chosen without the recommendation, and chosen otherwise once it was shown. */
  changedAfterReveal: share,
  /** Decisions on items with a recommendation that follow it. */
  followed: share,
  /** Justifications in own words that another decision gives as well, or nearly so; sentences of reason codes are left out. */
  repeatedTexts: share.extend({ identical: count, groups: z.array(textGroup) }),
  /** Decisions that leave the access as it is: certify and conditional. */
  approved: share,
  /** The most decisions of one person in a row that were the same and took less than five active seconds each. */
  longestStreak: count,
  /** Steps from one item to the next decided one of the queue. */
  inOrder: share,
  /** Days of one person with decisions on tier 3, 4 and unrated items, and those with more of them than the plan's daily hint. */
  overloadedDays: share.extend({ most: count, hint: count }),
});
export type QualityFigures = z.output<typeof qualityFigures>;

/** First and second review of the same items by two people. */
export const agreement = z.object({
  /** Items that both decided for good. */
  pairs: count,
  /** Of these, with the same decision. */
  equal: count,
  /** Cohen's kappa over the decision, rounded to 3 digits; null where it is not defined, and why. */
  kappa: z.number().min(-1).max(1).nullable(),
  kappaMissing: z.string().nullable(),
});
export type Agreement = z.output<typeof agreement>;

/** Answers to items made up as known to be bad. */
export const canaryFigures = z.object({ planted: count, answered: count, detected: count });
export type CanaryFigures = z.output<typeof canaryFigures>;

export const VERDICTS = ['effective', 'with-reservations', 'not-effective', 'not-measurable'] as const;
export const verdictSchema = z.enum(VERDICTS);
export type Verdict = z.output<typeof verdictSchema>;
export const VERDICT_LABELS: Readonly<Record<Verdict, string>> = {
  effective: 'Effective',
  'with-reservations': 'With reservations',
  'not-effective': 'Not effective',
  'not-measurable': 'Not measurable',
};

/** What the figures say about the review, and by which of them. */
export const qualityVerdict = z.object({ verdict: verdictSchema, reasons: z.array(z.string()) });
export type QualityVerdict = z.output<typeof qualityVerdict>;

/** The figures of a person or of the whole review, with what they say. */
export const qualityStatement = z.object({
  figures: qualityFigures,
  agreement,
  /** The same over the items drawn at random for a second review. */
  sample: agreement,
  /** null where the plan has none, or where the answers are not to be told yet. */
  canaries: canaryFigures.nullable(),
  verdict: qualityVerdict,
});
export type QualityStatement = z.output<typeof qualityStatement>;

/** What is worth a second look while a decision is being written; a hint, never a lock. */
export const nudge = z.object({
  /** An earlier decision of the same person with nearly the same words about another item. */
  similar: z.object({ itemId: z.string(), name: z.string(), reason: z.string() }).nullable(),
  /** The person's newest decisions in a row that were the same and quick, and one of those items to look at again. */
  streak: z.object({ count: z.int(), reopenItemId: z.string(), name: z.string() }).nullable(),
});
export type Nudge = z.output<typeof nudge>;

/** Something the person signed in has still to decide. */
const openItem = z.object({
  itemId: z.string(),
  name: z.string(),
  highestTier: tierSchema,
  due: z.iso.date().nullable(),
});

/** A signed submission of one person. */
export const submission = z.object({
  at: z.iso.datetime(),
  /** Decisions that it closed. */
  decisions: count,
  /** Items of theirs that were not decided then. */
  undecided: count,
  journalSeq: z.int(),
});
export type Submission = z.output<typeof submission>;

/** A figure in words: what was measured, what came out, and on what it rests. */
export const figureRow = z.object({ label: z.string(), value: z.string(), basis: z.string() });
export type FigureRow = z.output<typeof figureRow>;

export const ownQuality = z.object({
  name: z.string(),
  /** False in a case with one reviewer: there the signature of the report covers the decisions. */
  hasPeople: z.boolean(),
  statement: qualityStatement,
  rows: z.array(figureRow),
  /** Which decisions the figures are measured on, in one sentence. */
  measuredOn: z.string(),
  limits: z.array(z.string()),
  /** Whether the report gives figures for each reviewer. */
  inReport: z.boolean(),
  open: z.object({
    first: count,
    /** Of these, items with an answer of theirs on record that leaves them open. */
    answered: count,
    second: count,
    /** The first of them in the order of the queue. */
    items: z.array(openItem),
  }),
  /** Of the items that are theirs to review first, how many are decided. */
  soFar: z.object({ decided: count, total: count }),
  /** Decided for good and not submitted yet. */
  toSubmit: count,
  submissions: z.array(submission),
  /** What the signature says. */
  attestation: z.string(),
});
export type OwnQuality = z.output<typeof ownQuality>;

export const wholeQuality = z.object({
  statement: qualityStatement,
  rows: z.array(figureRow),
  measuredOn: z.string(),
  limits: z.array(z.string()),
  /** Figures of each reviewer; null where the plan does not say that they are given. */
  people: z.array(z.object({ name: z.string(), statement: qualityStatement, rows: z.array(figureRow) })).nullable(),
});

export const qualityContract = {
  /** The figures of who is signed in, and what they have still to decide; null while nobody is. */
  'quality.own': { params: z.object({}), result: ownQuality.nullable() },
  /** The figures of the whole review, for preparers and approvers; null for everybody else and in a case with one reviewer. */
  'quality.whole': { params: z.object({}), result: wholeQuality.nullable() },
  /**
   * Signs what was decided by who is signed in, with their key: a signed checkpoint of the journal. Afterwards their
   * decisions cannot be taken back.
   */
  'review.submit': {
    params: z.object({ keyToken: z.string(), passphrase: z.string().max(1000) }),
    result: submission,
  },
  /** Looks back over the newest decisions of who is signed in; answers fast enough to be asked while typing. */
  'quality.nudge': { params: z.object({ itemId: z.string(), reason: z.string().max(4000) }), result: nudge },
} satisfies Contract;
