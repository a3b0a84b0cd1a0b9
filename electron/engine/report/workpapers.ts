/** Where the numbers of a table or figure come from. */
export interface Workpaper {
  /** File of the evidence bundle, and the place in it. */
  readonly from: string;
  readonly how: string;
  /** Tick marks, see `TICK_MARKS`. */
  readonly marks: string;
}

/** What was done with the numbers of a workpaper. */
export const TICK_MARKS = {
  B: 'Every number can be computed again from the named file of the bundle; a test of the program does so for the sample case.',
  F: 'Footed: the rows add up to the row "All", or a column states the sum.',
  S: 'Traced to lines of source files: sources.json names file, digest and line.',
  H: 'Stated by a person; the program records it and cannot check it.',
  X: 'Text without numbers of the case: the same in every report of this version.',
} as const;

/**
 * Every table and figure of a report by its name. A table cannot be built under another name, and a test computes the
 * numbers of each again from a bundle.
 */
export const WORKPAPERS = {
  'conclusion-reasons': {
    from: 'report.json: conclusion.reasons',
    how: 'One row for each reason, numbered.',
    marks: 'B',
  },
  'conclusion-classes': { from: 'None', how: 'Words of the program.', marks: 'X' },
  attestations: {
    from: 'quality.json: review.submissions',
    how: 'Decisions closed and items left open when each was signed.',
    marks: 'B H',
  },
  'earlier-reports': { from: 'journal.jsonl: report-signed', how: 'One row for each entry.', marks: 'B' },
  'source-files': { from: 'sources.json: files', how: 'One row for each file.', marks: 'B H' },
  'ledger-files': {
    from: 'sources.json: files[].counts',
    how: 'Read = accepted + rejected + duplicate + not relevant, for each file and all.',
    marks: 'B F S',
  },
  'ledger-reasons': { from: 'sources.json: files[].reasons', how: 'Records not accepted, by reason.', marks: 'B S' },
  'file-warnings': { from: 'sources.json: files[].warnings', how: 'One row for each warning.', marks: 'B' },
  'items-by-kind': {
    from: 'report.json: items[].platform, kind, grants',
    how: 'Items counted and grants summed.',
    marks: 'B F',
  },
  'population-flow': {
    from: 'sources.json: ledger',
    how: 'Accepted = grant records + event records + other; grants = excluded + reviewed.',
    marks: 'B S',
  },
  'population-excluded': { from: 'sources.json: ledger[].excluded, unattributed', how: 'By reason.', marks: 'B S' },
  'population-breaks': { from: 'sources.json: ledger[].breaks', how: 'One row for each sum.', marks: 'B' },
  'acting-without-grant': { from: 'report.json: actingWithoutGrant', how: 'One row for each connector.', marks: 'B' },
  'log-windows': { from: 'report.json: windows', how: 'Days with at least one record of all days.', marks: 'B S' },
  'log-gaps': { from: 'report.json: windows[].missingDays', how: 'Days put together as ranges.', marks: 'B S' },
  'log-calendar': { from: 'report.json: windows', how: 'One mark for each covered day, the newest 366.', marks: 'B S' },
  'scope-statuses': {
    from: 'report.json: items[].scopes[].status',
    how: 'Scopes counted once per item.',
    marks: 'B F',
  },
  'evidence-grades': { from: 'report.json: items[].lastUse.grade', how: 'Items counted.', marks: 'B F' },
  'check-outcomes': { from: 'sources.json: checks', how: 'Outcomes counted by check.', marks: 'B' },
  'check-findings': { from: 'sources.json: checks', how: 'Findings and undeterminable outcomes.', marks: 'B' },
  tiers: { from: 'report.json: items[].tier, scopes[].tier', how: 'Items and scopes counted.', marks: 'B' },
  'plan-tiers': { from: 'quality.json: review.plan.tiers', how: 'Items of the frozen population.', marks: 'B' },
  'plan-versions': { from: 'quality.json: review.plan.versions', how: 'One row for each version.', marks: 'B H' },
  'sample-strata': {
    from: 'report.json: items, sample',
    how: 'Drawn again with the seed, by tier and decision.',
    marks: 'B F',
  },
  'sample-items': { from: 'report.json: items, sample', how: 'Drawn again with the seed.', marks: 'B S' },
  participants: {
    from: 'journal.jsonl: decision, decision-merged, undo',
    how: 'Decisions not taken back, by person and review.',
    marks: 'B',
  },
  independence: { from: 'quality.json: review.ties', how: 'Items decided by a person, by tie.', marks: 'B' },
  'items-by-decision-chart': { from: 'report.json: items[].decision', how: 'Items counted.', marks: 'B' },
  'items-by-decision': { from: 'report.json: items[].decision', how: 'Items counted.', marks: 'B F' },
  'items-by-tier-chart': { from: 'report.json: items[].tier', how: 'Items counted.', marks: 'B' },
  'decisions-by-tier': { from: 'report.json: items[].tier, decision', how: 'Items counted.', marks: 'B F' },
  'decisions-by-platform': { from: 'report.json: items[].platform, decision', how: 'Items counted.', marks: 'B F' },
  'decisions-by-owner': {
    from: 'report.json: items[].owners, decision',
    how: 'Items counted for each owner.',
    marks: 'B',
  },
  'findings-by-severity-chart': { from: 'report.json: findings', how: 'Findings counted.', marks: 'B' },
  'findings-by-severity': {
    from: 'report.json: findings; findings.csv',
    how: 'Findings counted, and the connectors they are about.',
    marks: 'B F S',
  },
  'rule-outcomes': { from: 'report.json: rules', how: 'Subjects of each rule by outcome.', marks: 'B F' },
  'rule-missing': { from: 'report.json: rules[].missing', how: 'One row for each kind of evidence.', marks: 'B' },
  trend: { from: 'report.json: baseline.carried, items', how: 'Items by decision, then and now.', marks: 'B F' },
  'trend-items': { from: 'report.json: baseline.deltas', how: 'Items compared with what was certified.', marks: 'B F' },
  'item-scopes': { from: 'report.json: items[].scopes', how: 'One row for each granted scope.', marks: 'B S' },
  'item-certificate': { from: 'report.json: items[].certificate', how: 'One row for each line of proof.', marks: 'B' },
  'item-findings': {
    from: 'report.json: findings; sources.json: evidence',
    how: 'Findings about the item or its connector.',
    marks: 'B S',
  },
  'item-suppressed': { from: 'report.json: suppressed', how: 'Findings that were set aside.', marks: 'B H' },
  'item-undeterminable': { from: 'report.json: items[].undeterminable', how: 'One row for each rule.', marks: 'B' },
  'item-reviews': { from: 'journal.jsonl: decision', how: 'Every decision on the item.', marks: 'B H' },
  schedule: { from: 'items.csv', how: 'One row for each item that is not shown in full.', marks: 'B' },
  conditions: { from: 'decisions.csv', how: 'Items decided conditionally.', marks: 'B H' },
  'suppressed-findings': { from: 'report.json: suppressed', how: 'One row for each.', marks: 'B H' },
  'campaign-exceptions': {
    from: 'quality.json: review.exceptions',
    how: 'Put together by words and time.',
    marks: 'B H',
  },
  'remedy-states': { from: 'report.json: remedies', how: 'Actions counted by state.', marks: 'B F' },
  'remedy-evidence': { from: 'report.json: remedies', how: 'One row for each action.', marks: 'B S' },
  'to-escalate': { from: 'decisions.csv', how: 'Items decided so.', marks: 'B' },
  'to-revoke': { from: 'decisions.csv; report.json: items[].scopes', how: 'Items decided so.', marks: 'B' },
  'to-reduce': { from: 'decisions.csv; report.json: items[].scopes', how: 'Items decided so.', marks: 'B' },
  'owners-to-confirm': { from: 'decisions.csv', how: 'Items decided so.', marks: 'B' },
  'information-to-obtain': { from: 'decisions.csv', how: 'Items decided so.', marks: 'B' },
  recipes: { from: 'None', how: 'Words of the program for the platforms and decisions of this review.', marks: 'X' },
  'baseline-chain': { from: 'report.json: baseline', how: 'The baseline and those before it.', marks: 'B' },
  'carried-forward': { from: 'report.json: baseline.carried', how: 'Items by what becomes of them.', marks: 'B F' },
  'open-matters': { from: 'report.json: baseline.carried', how: 'What is open or absent.', marks: 'B' },
  'earlier-promises': {
    from: 'report.json: baseline.carried',
    how: 'Revokes, reductions and conditions of then.',
    marks: 'B',
  },
  'quality-reasons': { from: 'quality.json: whole.verdict', how: 'One row for each reason.', marks: 'B' },
  'quality-figures': {
    from: 'quality.json: whole; records',
    how: 'Figures, and the records they rest on.',
    marks: 'B',
  },
  'repeated-texts': {
    from: 'quality.json: whole.figures.repeatedTexts',
    how: 'Texts given more than once.',
    marks: 'B',
  },
  'quality-of-person': { from: 'quality.json: people', how: 'The same figures for one reviewer.', marks: 'B' },
  'quality-limits': { from: 'quality.json: limits', how: 'One row for each limit.', marks: 'X' },
  crosswalk: { from: 'report.json: rules[].controls', how: 'Outcomes summed over the rules of a control.', marks: 'B' },
  'assessable-risks': { from: 'report.json: rules[].controls', how: 'Rules by risk.', marks: 'B' },
  'uncovered-controls': { from: 'None', how: 'Words of the program.', marks: 'X' },
  limitations: { from: 'report.json', how: 'Limits, some with counts of the case.', marks: 'B' },
  'verify-commands': { from: 'None', how: 'The commands of VERIFY.txt.', marks: 'X' },
  glossary: { from: 'None', how: 'Words of the program.', marks: 'X' },
  'not-accepted': { from: 'sources.json: files[].counts', how: 'Records by outcome.', marks: 'B S' },
  'rule-texts': { from: 'None', how: 'The rules of this version.', marks: 'X' },
  'parameters-changed': { from: 'report.json: policy', how: 'Values that differ from the default.', marks: 'B H' },
  parameters: { from: 'report.json: policy', how: 'One row for each parameter.', marks: 'B H' },
  'journal-kinds': { from: 'journal.jsonl', how: 'Entries counted by kind.', marks: 'B F' },
  'journal-extract': { from: 'journal.jsonl', how: 'Entries that are no decisions.', marks: 'B' },
  'rejected-records': { from: 'sources.json: rejected', how: 'The first of each file.', marks: 'B S' },
  'tick-marks': { from: 'None', how: 'Words of the program.', marks: 'X' },
  'workpaper-index': { from: 'None', how: 'This list.', marks: 'X' },
} as const satisfies Readonly<Record<string, Workpaper>>;

export type WorkpaperId = keyof typeof WORKPAPERS;

export function isWorkpaperId(id: string): id is WorkpaperId {
  return Object.hasOwn(WORKPAPERS, id);
}
