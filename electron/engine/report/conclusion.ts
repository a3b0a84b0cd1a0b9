import type { EvidenceCheck } from '../../../shared/contract/evidence.ts';
import type { ConclusionClass } from '../../../shared/contract/report-document.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import type { RuleTotals } from '../db/queries/findings.ts';
import type { QualityVerdict } from '../../../shared/contract/quality.ts';
import type { StandingFacts } from '../review/quality/standing-facts.ts';
import { counted, number } from './words.ts';

export interface Conclusion {
  readonly class: ConclusionClass;
  readonly label: string;
  readonly reasons: readonly string[];
  /** What the evidence gave; above `class` when the signer lowered it. */
  readonly computed: ConclusionClass;
  /** Why the signer lowered it; null: it stands as computed. */
  readonly lowered: string | null;
}

export interface ConclusionInput {
  readonly imports: readonly Pick<ImportSummary, 'file' | 'closes' | 'rejected' | 'truncation'>[];
  readonly items: number;
  readonly undecided: number;
  /** Of the undecided ones, those with an answer on record. */
  readonly answered: number;
  readonly ghosts: number;
  readonly windows: readonly {
    readonly label: string;
    readonly tenant: string;
    readonly coveredDays: number;
    readonly totalDays: number;
  }[];
  /** Names of the platforms that have review items but no log. */
  readonly withoutLog: readonly string[];
  readonly rules: readonly Pick<RuleTotals, 'rule' | 'undeterminable'>[];
  /** What the evidence checks say. */
  readonly checks: readonly Pick<EvidenceCheck, 'check' | 'outcome' | 'sentence'>[];
  /** What is wrong with the times in the journal. */
  readonly clock?: readonly string[];
  /** How and by whom it was decided. */
  readonly review?: StandingFacts & { readonly quality: QualityVerdict };
}

const LABELS: Readonly<Record<Conclusion['class'], string>> = {
  unqualified: 'Unqualified: every item was decided on complete evidence',
  qualified: 'Qualified: see the reasons',
  'scope-limitation': 'Scope limitation: the population or its evidence is not proven complete',
  none: 'No conclusion',
};

/**
 * The conclusion follows from the evidence; nobody types it. Its reasons are printed with it, in an order that does not
 * depend on the order of imports.
 */
export function conclude(input: ConclusionInput): Conclusion {
  const { items, undecided } = input;
  if (items === 0) {
    return result('none', [
      'The case holds no grants: nothing was reviewed. That is not the same as "no grants exist".',
    ]);
  }
  if (undecided === items) return result('none', [`None of ${counted(items, 'review item')} has been decided.`]);
  const limits = limitations(input);
  const qualified = qualifications(input);
  if (limits.length > 0) return result('scope-limitation', [...limits, ...qualified]);
  if (qualified.length > 0) return result('qualified', qualified);
  return result('unqualified', ['The ledgers close, the logs cover their windows, and every item was decided.']);
}

/** What puts the population itself in doubt. */
function limitations({ imports, checks }: ConclusionInput): string[] {
  return [
    ...imports.flatMap((file) => [
      ...(file.closes ? [] : [`The ledger of ${file.file} does not close.`]),
      ...(file.truncation.length > 0 ? [`${file.file} is not a complete export.`] : []),
    ]),
    ...sentencesOf(checks, ['EV-1']),
  ].toSorted();
}

/** What checks found, each sentence once: a long list is no help in a conclusion. */
function sentencesOf(checks: ConclusionInput['checks'], ids: readonly string[]): string[] {
  const found = [
    ...new Set(checks.filter((one) => one.outcome === 'finding' && ids.includes(one.check)).map((one) => one.sentence)),
  ].toSorted();
  return found.length <= MOST_SENTENCES
    ? found
    : [
        ...found.slice(0, MOST_SENTENCES),
        `And ${counted(found.length - MOST_SENTENCES, 'further finding')} of ${ids.join(', ')}.`,
      ];
}

const MOST_SENTENCES = 10;

/** What leaves the population whole but some of it unjudged. */
function qualifications(input: ConclusionInput): string[] {
  const { imports, items, undecided, answered, ghosts, windows, withoutLog, rules, checks, clock = [] } = input;
  const reasons = imports
    .filter((file) => file.rejected > 0)
    .map((file) => `${counted(file.rejected, 'record')} of ${file.file} could not be read.`)
    .toSorted();
  if (undecided > 0)
    reasons.push(
      `${number(undecided)} of ${counted(items, 'review item')} not decided: ${number(answered)} answered and still open, ${number(undecided - answered)} not answered.`,
    );
  reasons.push(...reviewReasons(input.review));
  if (ghosts > 0) reasons.push(`${counted(ghosts, 'connector')} seen in the logs without a grant in the exports.`);
  // What a cut-off file means is said above; here what only its numbers suggest, and what sources contradict.
  const cut = new Set(imports.filter((file) => file.truncation.length > 0).map((file) => file.file));
  reasons.push(
    ...sentencesOf(
      checks.filter((one) => one.check !== 'EV-2' || ![...cut].some((file) => one.sentence.startsWith(`${file}:`))),
      ['EV-2', 'EV-5', 'EV-6'],
    ),
  );
  const severalTenants = new Set(windows.map((window) => window.tenant)).size > 1;
  for (const window of windows) {
    const missing = window.totalDays - window.coveredDays;
    const label = severalTenants ? `${window.label} of ${window.tenant}` : window.label;
    if (missing > 0) reasons.push(`${label}: no record on ${number(missing)} of ${counted(window.totalDays, 'day')}.`);
  }
  if (windows.length === 0) reasons.push('No log was supplied: nothing can be said about use.');
  else
    reasons.push(...withoutLog.map((name) => `No log of ${name} was supplied: nothing can be said about use there.`));
  const open = rules.filter((rule) => rule.undeterminable > 0);
  if (open.length > 0) {
    const list = open.map((rule) => `${rule.rule} (${number(rule.undeterminable)})`).join(', ');
    reasons.push(`Rules that lacked evidence for at least one item: ${list}.`);
  }
  reasons.push(...clock);
  return reasons;
}

/** What is open about who decided and how. */
function reviewReasons(review: ConclusionInput['review']): string[] {
  if (review === undefined) return [];
  const { secondOpen, disputed, uncovered, exceptions, quality } = review;
  return [
    ...(secondOpen === 0 ? [] : [`${counted(secondOpen, 'review item')} not yet reviewed a second time as planned.`]),
    ...(disputed === 0
      ? []
      : [`${counted(disputed, 'review item')} decided differently by two people and not settled.`]),
    ...uncovered.map(({ name, decisions, of }) =>
      decisions === of
        ? `${name} signed for none of ${counted(of, 'decision')}: no checkpoint of theirs covers any.`
        : `${number(decisions)} of ${counted(of, 'decision')} of ${name} are not covered by a checkpoint that they signed.`,
    ),
    ...(exceptions === 0
      ? []
      : [`${counted(exceptions, 'exception')} from the independence of reviewers recorded for the campaign.`]),
    ...(quality.verdict === 'not-effective'
      ? [`The review was not effective by its own figures. ${quality.reasons.join(' ')}`]
      : []),
  ];
}

function result(kind: Conclusion['class'], reasons: readonly string[]): Conclusion {
  return { class: kind, label: LABELS[kind], reasons, computed: kind, lowered: null };
}
