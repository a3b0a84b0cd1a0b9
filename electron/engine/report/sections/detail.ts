import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { purposeOf } from '../../../../shared/domain/purpose.ts';
import { PROGRESS_LABELS } from '../../../../shared/domain/item-progress.ts';
import { DECISION_LABELS } from '../../../../shared/domain/vocabulary.ts';
import { recommend } from '../../review/recommend.ts';
import { column, facts, heading, subheading, table, text } from '../blocks.ts';
import { detailedItems, sampledItems } from '../figures.ts';
import type { ReportItem, ReportModel } from '../model.ts';
import { reviewsOf } from '../parts/reviews.ts';
import { schedule } from '../parts/schedule.ts';
import { defineSection } from '../section.ts';
import {
  counted,
  kindAndPlace,
  lastUseText,
  number,
  sinceText,
  suppressionText,
  tierText,
  timeText,
} from '../words.ts';

export default defineSection({
  id: 'detail',
  number: '8',
  order: 80,
  title: 'Items in detail',
  pageBreak: true,
  hasSignOff: true,
  build: (model) => {
    return [
      text(
        'Every item of tier 3 or 4, with an unrated scope, with a critical or high finding, and the items of an auditor’s sample; all others are in the schedule at the end. A finding about a connector as a whole is printed with each of its items and counted once in the results.',
      ),
      ...detailedItems(model).flatMap((item) => itemBlocks(item, model)),
      ...schedule(model),
    ];
  },
});

function itemBlocks(item: ReportItem, model: ReportModel): ReportBlock[] {
  return [
    heading(item.name),
    ...(item.nameWarning === null ? [] : [text(item.nameWarning, 'notice')]),
    facts([
      ['Grant', kindAndPlace(item)],
      ['Item, connector', `${item.itemId}, ${item.connectorId}`, 'mono'],
      ['Publisher', publisher(item)],
      ['Tier', `${tierText(item.tier)} (highest of ${counted(item.scopes.length, 'scope')})`],
      [
        'Grants, people',
        `${counted(item.grants, 'grant')}, ${counted(item.people, 'person', 'people')} with a grant of their own`,
      ],
      ['Last use of the connector', lastUseText(item)],
      ['Purpose', purpose(item)],
      ['Business owner', item.owners.length === 0 ? 'None recorded' : item.owners.join('; ')],
      ['Sample', sampledItems(model).has(item.itemId) ? 'Drawn for the auditor’s test, see the method' : null],
      ['Since the last review', item.since === null ? null : sinceText(item.since)],
    ]),
    scopes(item),
    ...(item.certificate.length === 0 ? [] : [certificate(item)]),
    findings(item),
    ...(item.suppressed.length === 0 ? [] : [suppressed(item)]),
    ...(item.undeterminable.length === 0 ? [] : [undeterminable(item)]),
    subheading('Decision'),
    decision(item, model),
    ...reviewsOf(item, model),
    ...proof(item, model),
  ];
}

function publisher(item: ReportItem): string {
  if (item.publisher === null) return 'Not stated by the exports';
  const verified =
    item.publisherVerified === null
      ? 'verification not stated'
      : item.publisherVerified
        ? 'verified by the platform'
        : 'not verified by the platform';
  return `${item.publisher} (${verified})`;
}

function scopes(item: ReportItem): ReportBlock {
  return table(
    'item-scopes',
    'Granted scopes and what the evidence shows',
    [
      column('Scope', 'mono', '48mm'),
      column('Tier', 'tier', '18mm'),
      column('Status', 'status', '38mm'),
      column('Evidence', 'text', '74mm'),
    ],
    item.scopes.map((scope) => [scope.scope, scope.tier, scope.status, evidence(scope)]),
    'The exports name no scope of this grant.',
  );
}

function certificate(item: ReportItem): ReportBlock {
  return table(
    'item-certificate',
    'What the evidence supports: keep, narrow, remove, or ask',
    [column('Scope', 'mono', '48mm'), column('Reason', 'text', '130mm')],
    item.certificate.map((line) => [line.scope, line.statement]),
    '',
  );
}

function evidence(scope: ReportItem['scopes'][number]): string {
  const label = scope.label === '' ? [] : [scope.label.replace(/\.?$/u, '.')];
  return [...label, scope.statement, ...(scope.need === 'needed' ? ['Needed for these calls.'] : [])].join(' ');
}

function findings(item: ReportItem): ReportBlock {
  return table(
    'item-findings',
    'Findings',
    [
      column('Severity', 'severity', '20mm'),
      column('Rule', 'mono', '15mm'),
      column('Finding', 'text', '95mm'),
      column('Source', 'text', '48mm'),
    ],
    item.findings.map((finding) => [finding.severity, finding.rule, finding.sentence, sources(finding.evidence)]),
    'No rule found anything against this item.',
  );
}

function purpose({ purpose: stated, purposeCode: code }: ReportItem): string {
  const label = code === null ? null : (purposeOf(code)?.label ?? null);
  const coded = code === null ? [] : [label === null ? code : `${label} (${code})`];
  return [...coded, ...(stated === null ? [] : [stated])].join('; ') || 'Not recorded';
}

function suppressed(item: ReportItem): ReportBlock {
  return table(
    'item-suppressed',
    'Suppressed findings',
    [
      column('Severity', 'severity', '20mm'),
      column('Rule', 'mono', '15mm'),
      column('Finding', 'text', '81mm'),
      column('Suppression', 'text', '62mm'),
    ],
    item.suppressed.map(({ finding, suppression }) => [
      finding.severity,
      finding.rule,
      finding.sentence,
      suppressionText(suppression),
    ]),
    '',
  );
}

/** Enough lines to start from; all of them are in sources.json. */
const MOST_LINES = 3;

function sources(evidence: ReportItem['findings'][number]['evidence']): string {
  const first = evidence.slice(0, MOST_LINES);
  const shown = [...Map.groupBy(first, ({ file }) => file)].map(
    ([file, spots]) => `${file}, line${spots.length === 1 ? '' : 's'} ${spots.map(({ line }) => line).join(', ')}`,
  );
  const more = evidence.length - first.length;
  return [...shown, ...(more > 0 ? [`and ${number(more)} more`] : [])].join('; ') || 'No single line';
}

function undeterminable(item: ReportItem): ReportBlock {
  return table(
    'item-undeterminable',
    'Rules that could not decide, and what they lack',
    [column('Rule', 'mono', '15mm'), column('Missing evidence', 'text', '163mm')],
    item.undeterminable.map((entry) => [entry.rule, entry.missing]),
    '',
  );
}

function decision(item: ReportItem, model: ReportModel): ReportBlock {
  const record = item.decision;
  if (record === null)
    return text('Not decided. Silence approves nothing: the item stays open and qualifies the conclusion.', 'notice');
  const advice = recommend(item.findings, () => [], item.undeterminable.length, item.hasNarrower);
  return facts([
    ['Decision', DECISION_LABELS[record.decision]],
    ['State of the item', PROGRESS_LABELS[item.progress]],
    ['Rationale', record.reason],
    ['Scopes to remove', record.scopes.length === 0 ? null : record.scopes.join(', '), 'mono'],
    ['People treated differently', record.principals.length === 0 ? null : record.principals.join(', ')],
    ['Until', record.until],
    ['Owner named', record.owner],
    ['Reviewer, time', `${record.by}, ${timeText(record.at)}`],
    ['Journal entry', `${number(record.journalSeq)} of ${number(model.journal.count)}`],
    ['Recommendation of the rules', recommendation(advice)],
    ['Agreement', agreement(record.agreed, advice !== null)],
  ]);
}

function recommendation(advice: ReturnType<typeof recommend>): string {
  if (advice === null) return 'None: nothing was found, but rules lacked evidence';
  const rules = advice.rules.length === 0 ? 'no rule found anything and none lacked evidence' : advice.rules.join(', ');
  return `${DECISION_LABELS[advice.decision]} (${rules})`;
}

function agreement(agreed: boolean | null, wasAdvised: boolean): string {
  if (agreed === null) return wasAdvised ? 'Not recorded' : 'There was no recommendation to agree with';
  return agreed ? 'The reviewer agreed with the recommendation' : 'The reviewer decided otherwise than recommended';
}

/** What later exports show of a decision that asks for work: the end of a workpaper for one item. */
function proof(item: ReportItem, { remedies }: ReportModel): ReportBlock[] {
  const action = remedies.find((one) => one.itemId === item.itemId);
  if (action === undefined) return [];
  const overdue = action.isOverdue ? ', overdue' : '';
  return [
    facts([
      [
        'Carrying it out',
        `${action.stateLabel}. Due ${action.due}${overdue}. Carried out by ${action.owner ?? 'nobody yet'}.`,
      ],
      ['What later exports show', action.sentence],
    ]),
  ];
}
