import type { ChainEntry } from '../../../shared/contract/baseline.ts';
import type { Finding } from '../../../shared/contract/connectors.ts';
import type { RemedyAction } from '../../../shared/contract/remediation.ts';
import { isAboutOne } from '../../../shared/contract/report.ts';
import { canonicalJson, type JsonValue } from '../evidence/canonical-json.ts';
import { allFindings, itemsInKeyOrder, scopesInOrder, suppressedFindings } from './figures.ts';
import type { ReportItem, ReportModel, SuppressedFinding } from './model.ts';

export const REPORT_FORMAT = 'countersign-report/1';
/** A report for one owner or on one vendor: no baseline for a later review, which is why it has a name of its own. */
export const PART_FORMAT = 'countersign-report-part/1';

/**
 * The canonical facts of the report (report.json). Nothing in it depends on the order or time of imports: no import
 * ids, no times of import, no journal numbers, no source lines (those are in sources.json). Times are ISO 8601 UTC.
 */
export function reportFacts(model: ReportModel): JsonValue {
  const { template, about } = model.options;
  if (isAboutOne(model.options)) return partFacts(model);
  return {
    format: REPORT_FORMAT,
    template,
    about,
    case: { ...model.details },
    isSample: model.isSample,
    asOf: model.asOf,
    digests: { ...model.digests },
    policy: { ...model.policy },
    conclusion: conclusionFacts(model),
    sample: model.sample === null ? null : { ...model.sample, strata: model.sample.strata.map((one) => ({ ...one })) },
    totals: { ...model.totals, undecided: model.undecided, answered: model.answered },
    windows: model.windows.map((window) => ({ ...window })),
    rules: model.rules.map((rule) => ({ ...rule, controls: { ...rule.controls } })),
    items: itemsInKeyOrder(model).map(itemFacts),
    findings: allFindings(model).map(findingFacts),
    suppressed: suppressedFindings(model).map(suppressedFacts),
    remedies: model.remedies.map(remedyFacts),
    baseline: baselineFacts(model),
    actingWithoutGrant: model.ghosts.map((ghost) => ({ ...ghost })),
  };
}

/** What a report for one owner or on one vendor may say: nothing of anybody else's connectors. */
function partFacts(model: ReportModel): JsonValue {
  const { connectors, items, grants } = model.totals;
  return {
    format: PART_FORMAT,
    template: model.options.template,
    about: model.options.about,
    case: { ...model.details },
    isSample: model.isSample,
    asOf: model.asOf,
    digests: { ...model.digests },
    conclusion: conclusionFacts(model),
    totals: { connectors, items, grants, undecided: model.undecided },
    items: itemsInKeyOrder(model).map(itemFacts),
    findings: allFindings(model).map(findingFacts),
    suppressed: suppressedFindings(model).map(suppressedFacts),
  };
}

/** `computed` is what the evidence gave; `lowered` says why the signer states less. */
function conclusionFacts({ conclusion }: ReportModel): JsonValue {
  const { class: stated, label, reasons, computed, lowered } = conclusion;
  return { class: stated, label, reasons: [...reasons], computed, lowered };
}

/**
 * The report this one is compared with, by its digests and signers, and those before it as far as they are known, so that
 * a link that is missing shows; then what becomes of its items. Null: nothing is compared.
 */
function baselineFacts({ baseline }: ReportModel): JsonValue {
  if (baseline === null) return null;
  const { chain, ends, deltas, current } = baseline.state;
  const link = ({ bundleSha256, contentDigest, signedAt, signers }: ChainEntry) => ({
    bundleSha256,
    contentDigest,
    signedAt,
    signers: signers.map(({ name, fingerprint }) => ({ name, fingerprint })),
  });
  const [first, ...predecessors] = chain;
  return {
    ...(first === undefined ? {} : link(first)),
    predecessors: predecessors.map((entry) => ({ ...link(entry), isVerified: entry.standing === 'verified' })),
    ends,
    items: current.items,
    matched: current.matched,
    deltas: { ...deltas },
    carried: baseline.carried.map(({ key, kind, decision, due, isPast, sentence }) => ({
      key,
      kind,
      decision,
      due,
      isPast,
      sentence,
    })),
  };
}

function itemFacts(item: ReportItem): JsonValue {
  const { findings, suppressed, decision, ...facts } = item;
  return {
    ...facts,
    lastUse: { ...item.lastUse },
    undeterminable: item.undeterminable.map((entry) => ({ ...entry })),
    scopes: scopesInOrder(item),
    findings: [...new Set(findings.map((finding) => finding.rule))].toSorted(),
    suppressed: [...new Set(suppressed.map(({ finding }) => finding.rule))].toSorted(),
    decision:
      decision === null
        ? null
        : {
            decision: decision.decision,
            reason: decision.reason,
            scopes: decision.scopes,
            principals: decision.principals,
            until: decision.until,
            owner: decision.owner,
            by: decision.by,
            at: decision.at,
            agreed: decision.agreed,
          },
  };
}

/** Where carrying out a decision stands, with the files that show it; by which file, not by the number of its import. */
function remedyFacts(action: RemedyAction): JsonValue {
  const { itemId, connectorId, name, decision, by, at, what, state, sentence, caution, missing } = action;
  const { evidenceAsOf, owner, due, isOverdue, claim } = action;
  return {
    itemId,
    connectorId,
    name,
    decision,
    by,
    at,
    what,
    state,
    sentence,
    caution,
    missing,
    evidenceAsOf,
    evidence: action.evidence
      .map(({ file, line, note, asOf }) => ({ file, line, note, asOf }))
      .toSorted((a, b) => compare(canonicalJson(a), canonicalJson(b))),
    owner,
    due,
    isOverdue,
    claim,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function findingFacts(finding: Finding): JsonValue {
  const { rule, title, severity, sentence, connectorId, itemId, recommendation, recommendedAction, controls } = finding;
  return { rule, title, severity, sentence, connectorId, itemId, recommendation, recommendedAction, controls };
}

function suppressedFacts({ finding, suppression }: SuppressedFinding): JsonValue {
  const { name, until, by, at, reason } = suppression;
  return { finding: findingFacts(finding), suppression: { name, until, by, at, reason } };
}
