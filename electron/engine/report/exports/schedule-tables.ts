import { PROGRESS_LABELS } from '../../../../shared/domain/item-progress.ts';
import {
  DECISION_LABELS,
  GRANT_KIND_LABELS,
  PLATFORM_LABELS,
  type Tier,
  USAGE_STATUS_LABELS,
} from '../../../../shared/domain/vocabulary.ts';
import { allFindings, itemsInKeyOrder, scopesInOrder, suppressedFindings } from '../figures.ts';
import type { ReportItem, ReportModel } from '../model.ts';

export type Value = string | number | null;

export interface Column {
  readonly title: string;
  /** In characters. */
  readonly width: number;
  /** `time`: ISO 8601 UTC; `date`: a day. Default: what the value is. */
  readonly kind?: 'time' | 'date';
}

/** One sheet: a row has a value for each column. */
export interface Schedule {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
}

/** The schedules of a report. Rows stand in an order that follows from the facts alone, except for the files: as imported. */
export function schedules(model: ReportModel): Schedule[] {
  return [
    itemSchedule(model),
    scopeSchedule(model),
    decisionSchedule(model),
    findingSchedule(model),
    sourceSchedule(model),
    ledgerSchedule(model),
    remediationSchedule(model),
  ];
}

type Cells<Subject> = readonly (readonly [column: Column, value: (subject: Subject) => Value])[];

function schedule<Subject>(name: string, subjects: readonly Subject[], cells: Cells<Subject>): Schedule {
  return {
    name,
    columns: cells.map(([column]) => column),
    rows: subjects.map((subject) => cells.map(([, value]) => value(subject))),
  };
}

function text(title: string, width = 24): Column {
  return { title, width };
}

function figure(title: string): Column {
  return { title, width: 11 };
}

function time(title: string): Column {
  return { title, width: 20, kind: 'time' };
}

function date(title: string): Column {
  return { title, width: 12, kind: 'date' };
}

function tierText(tier: Tier): Value {
  return tier ?? 'Unrated';
}

function yesNo(value: boolean | null): Value {
  return value === null ? null : value ? 'Yes' : 'No';
}

const list = (values: readonly string[]): string => values.join('; ');

const ITEM_CELLS: Cells<ReportItem> = [
  [text('Item', 36), (item) => item.itemId],
  [text('App', 32), (item) => item.name],
  [text('Platform', 18), (item) => PLATFORM_LABELS[item.platform]],
  [text('Tenant'), (item) => item.tenant],
  [text('Kind of grant'), (item) => GRANT_KIND_LABELS[item.kind]],
];

function itemSchedule(model: ReportModel): Schedule {
  return schedule('Items', itemsInKeyOrder(model), [
    ...ITEM_CELLS,
    [text('Warning about the name'), (item) => item.nameWarning],
    [text('Publisher'), (item) => item.publisher],
    [text('Publisher verified', 12), (item) => yesNo(item.publisherVerified)],
    [figure('Tier'), (item) => tierText(item.tier)],
    [figure('Grants'), (item) => item.grants],
    [figure('People'), (item) => item.people],
    [time('Last use'), (item) => item.lastUse.at],
    [text('Grade of last use', 10), (item) => item.lastUse.grade],
    [text('Purpose code', 18), (item) => item.purposeCode],
    [text('Purpose', 36), (item) => item.purpose],
    [text('Owners', 36), (item) => list(item.owners)],
    [figure('Scopes'), (item) => item.scopes.length],
    [text('Rules with findings'), (item) => rulesOf(item.findings)],
    [text('Rules that lack evidence'), (item) => rulesOf(item.undeterminable)],
    [text('State', 22), (item) => PROGRESS_LABELS[item.progress]],
    [text('Decision', 18), (item) => (item.decision === null ? null : DECISION_LABELS[item.decision.decision])],
  ]);
}

function rulesOf(entries: readonly { readonly rule: string }[]): string {
  return list([...new Set(entries.map(({ rule }) => rule))].toSorted());
}

function scopeSchedule(model: ReportModel): Schedule {
  const granted = itemsInKeyOrder(model).flatMap((item) => scopesInOrder(item).map((scope) => ({ item, scope })));
  return schedule('Scopes', granted, [
    [text('Item', 36), ({ item }) => item.itemId],
    [text('App', 32), ({ item }) => item.name],
    [text('Resource'), ({ scope }) => scope.resource],
    [text('Scope', 36), ({ scope }) => scope.scope],
    [text('Meaning', 36), ({ scope }) => scope.label],
    [figure('Tier'), ({ scope }) => tierText(scope.tier)],
    [text('Evidence', 24), ({ scope }) => USAGE_STATUS_LABELS[scope.status]],
    [text('What the evidence says', 60), ({ scope }) => scope.statement],
    [text('Grade', 8), ({ scope }) => scope.grade],
    [time('First call'), ({ scope }) => scope.first],
    [time('Last call'), ({ scope }) => scope.last],
    [figure('Calls'), ({ scope }) => scope.count],
    [figure('Denied'), ({ scope }) => scope.denied],
    [figure('Attempted'), ({ scope }) => scope.attempted],
    [figure('People'), ({ scope }) => scope.people],
  ]);
}

function decisionSchedule(model: ReportModel): Schedule {
  return schedule('Decisions', itemsInKeyOrder(model), [
    ...ITEM_CELLS,
    [text('Decision', 18), ({ decision }) => (decision === null ? 'Not decided' : DECISION_LABELS[decision.decision])],
    [text('Justification', 60), ({ decision }) => decision?.reason ?? null],
    [text('Scopes named'), ({ decision }) => list(decision?.scopes ?? [])],
    [text('People named'), ({ decision }) => list(decision?.principals ?? [])],
    [date('Until'), ({ decision }) => decision?.until ?? null],
    [text('Owner'), ({ decision }) => decision?.owner ?? null],
    [text('Decided by'), ({ decision }) => decision?.by ?? null],
    [time('Decided at'), ({ decision }) => decision?.at ?? null],
    [text('Follows the recommendation', 14), ({ decision }) => yesNo(decision?.agreed ?? null)],
  ]);
}

function findingSchedule(model: ReportModel): Schedule {
  const findings = [
    ...allFindings(model).map((finding) => ({ finding, suppression: null })),
    ...suppressedFindings(model),
  ];
  return schedule('Findings', findings, [
    [text('Rule', 9), ({ finding }) => finding.rule],
    [text('Title', 36), ({ finding }) => finding.title],
    [text('Severity', 10), ({ finding }) => finding.severity],
    [text('App', 32), ({ finding }) => finding.connectorName],
    [text('Connector', 36), ({ finding }) => finding.connectorId],
    [text('Item', 36), ({ finding }) => finding.itemId],
    [text('Finding', 60), ({ finding }) => finding.sentence],
    [
      text('Recommendation', 18),
      ({ finding }) => (finding.recommendation === null ? null : DECISION_LABELS[finding.recommendation]),
    ],
    [text('Recommended action', 48), ({ finding }) => finding.recommendedAction],
    [text('Controls'), ({ finding }) => list(finding.controls)],
    [figure('Lines of evidence'), ({ finding }) => finding.evidence.length],
    [text('Set aside as'), ({ suppression }) => suppression?.name ?? null],
    [date('Set aside until'), ({ suppression }) => suppression?.until ?? null],
    [text('Set aside by'), ({ suppression }) => suppression?.by ?? null],
    [text('Why it is set aside', 48), ({ suppression }) => suppression?.reason ?? null],
  ]);
}

function sourceSchedule({ imports }: ReportModel): Schedule {
  return schedule('Sources', imports, [
    [text('File', 36), (source) => source.file],
    [text('SHA-256', 66), (source) => source.sha256],
    [figure('Bytes'), (source) => source.bytes],
    [text('What it is', 32), (source) => source.formatLabel],
    [text('Platform', 18), (source) => PLATFORM_LABELS[source.platform]],
    [text('System'), (source) => source.system],
    [text('Tenant'), (source) => source.tenant],
    [time('As of'), (source) => source.asOf],
    [text('Extracted by'), (source) => source.extractedBy],
    [text('Method', 36), (source) => source.method],
    [time('Imported at'), (source) => source.importedAt],
    [time('First event'), (source) => source.firstEvent],
    [time('Last event'), (source) => source.lastEvent],
    [figure('Stated total'), (source) => source.statedTotal],
    [figure('Read'), (source) => source.read],
    [figure('Accepted'), (source) => source.accepted],
    [figure('Rejected'), (source) => source.rejected],
    [figure('Duplicate'), (source) => source.duplicate],
    [figure('Not relevant'), (source) => source.notRelevant],
    [text('Adds up', 9), (source) => yesNo(source.closes)],
    [text('Warnings', 60), (source) => list([...source.truncation, ...source.warnings])],
  ]);
}

function ledgerSchedule({ ledger }: ReportModel): Schedule {
  return schedule('Ledger', ledger, [
    [text('Platform', 18), (group) => PLATFORM_LABELS[group.platform]],
    [text('Tenant'), (group) => group.tenant],
    [figure('Read'), (group) => group.read],
    [figure('Accepted'), (group) => group.accepted],
    [figure('Rejected'), (group) => group.rejected],
    [figure('Duplicate'), (group) => group.duplicate],
    [figure('Not relevant'), (group) => group.notRelevant],
    [figure('Grant records'), (group) => group.grantRecords],
    [figure('Event records'), (group) => group.eventRecords],
    [figure('Other records'), (group) => group.otherRecords],
    [figure('Logical grants'), (group) => group.logicalGrants],
    [figure('In the population'), (group) => group.inPopulation],
    [text('Left out', 48), (group) => list(group.excluded.map(({ reason, count }) => `${count}: ${reason}`))],
    [text('Where it does not add up', 48), (group) => list(group.breaks)],
  ]);
}

function remediationSchedule({ remedies }: ReportModel): Schedule {
  const inOrder = remedies.toSorted((a, b) => (a.actionId < b.actionId ? -1 : a.actionId > b.actionId ? 1 : 0));
  return schedule('Remediation', inOrder, [
    [text('Item', 36), (action) => action.itemId],
    [text('App', 32), (action) => action.name],
    [text('Platform', 18), (action) => PLATFORM_LABELS[action.platform]],
    [text('Tenant'), (action) => action.tenant],
    [text('Decision', 18), (action) => DECISION_LABELS[action.decision]],
    [text('What is to be done', 48), (action) => action.what],
    [text('State', 18), (action) => action.stateLabel],
    [text('What the evidence says', 60), (action) => action.sentence],
    [text('Caution', 48), (action) => action.caution],
    [text('Missing evidence', 48), (action) => action.missing],
    [time('Evidence as of'), (action) => action.evidenceAsOf],
    [text('Carried out by'), (action) => action.owner],
    [date('Due'), (action) => action.due],
    [text('Overdue', 9), (action) => yesNo(action.isOverdue)],
    [text('Said to be done by'), (action) => action.claim?.by ?? null],
    [time('Said to be done at'), (action) => action.claim?.at ?? null],
    [text('Reference'), (action) => action.claim?.reference ?? null],
  ]);
}
