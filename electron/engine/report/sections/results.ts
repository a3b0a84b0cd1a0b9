import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { DECISION_LABELS, DECISIONS, PLATFORM_LABELS, PLATFORMS } from '../../../../shared/domain/vocabulary.ts';
import { bars, column, heading, table, text } from '../blocks.ts';
import { findingsBySeverity, itemsByDecision, itemsByTier } from '../figures.ts';
import type { ReportModel } from '../model.ts';
import { ownersOfItem } from '../options.ts';
import { decisionTable } from '../parts/decision-table.ts';
import { defineSection } from '../section.ts';
import { counted, number, severityText, tierText } from '../words.ts';

export default defineSection({
  id: 'results',
  number: '7',
  order: 70,
  title: 'Results',
  hasSignOff: true,
  build: (model) => [
    ...decisions(model),
    ...tiers(model),
    ...platforms(model),
    ...owners(model),
    ...findings(model),
    ...rules(model),
    ...trend(model),
  ],
});

function decisions(model: ReportModel): ReportBlock[] {
  const rows = itemsByDecision(model);
  return [
    heading('Decisions'),
    bars({
      id: 'items-by-decision-chart',
      title: 'Review items by decision',
      unit: 'items',
      points: rows.map(({ decision, items }) => [decision === null ? 'No decision' : DECISION_LABELS[decision], items]),
    }),
    table(
      'items-by-decision',
      'Review items by decision in force',
      [column('Decision', 'decision'), column('Items', 'number')],
      [...rows.map(({ decision, items }) => [decision, items]), ['All', model.items.length]],
      '',
    ),
    text(decidedText(model)),
  ];
}

/** Decided, answered and not answered, in the words of the screens. */
function decidedText({ items, undecided, answered, review }: ReportModel): string {
  const all = items.length;
  return [
    `${number(all - undecided)} of ${counted(all, 'item')} are decided, ${number(answered)} answered and still open, ${number(undecided - answered)} not answered.`,
    ...(review.total === all
      ? []
      : [`Of the ${counted(review.total, 'item')} of the campaign ${number(review.decided)} are decided.`]),
    '"Need info", "Assign owner" and "Escalate" leave an item open, and so does a second review that is planned or in dispute. No item is approved by silence.',
  ].join(' ');
}

function tiers(model: ReportModel): ReportBlock[] {
  const rows = itemsByTier(model);
  return [
    heading('By tier'),
    bars({
      id: 'items-by-tier-chart',
      title: 'Review items by highest tier',
      unit: 'items',
      points: rows.map(({ tier, items }) => [tierText(tier), items]),
    }),
    decisionTable(
      'decisions-by-tier',
      'Review items by highest tier of their scopes, and what was decided',
      { title: 'Tier', style: 'tier' },
      [
        ...rows.map(({ tier }) => ({ label: tier, items: model.items.filter((item) => item.tier === tier) })),
        { label: 'All', items: model.items },
      ],
    ),
  ];
}

function platforms(model: ReportModel): ReportBlock[] {
  const names = PLATFORMS.filter((platform) => model.items.some((item) => item.platform === platform));
  return [
    heading('By platform'),
    decisionTable(
      'decisions-by-platform',
      'Review items by platform, and what was decided',
      { title: 'Platform', style: 'text' },
      [
        ...names.map((platform) => ({
          label: PLATFORM_LABELS[platform],
          items: model.items.filter((item) => item.platform === platform),
        })),
        { label: 'All', items: model.items },
      ],
    ),
  ];
}

/** Owners that are printed; items.csv names the owners of every item. */
const MOST_OWNERS = 60;

function owners(model: ReportModel): ReportBlock[] {
  const names = new Map<string, ReportModel['items'][number][]>();
  for (const item of model.items)
    for (const name of ownersOfItem(item)) names.set(name, [...(names.get(name) ?? []), item]);
  const rows = [...names].toSorted(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1));
  const without = model.items.filter((item) => item.owners.length === 0);
  return [
    heading('By business owner'),
    decisionTable(
      'decisions-by-owner',
      'Review items by business owner, those with most items first; an item with several owners counts for each, so the rows do not add up',
      { title: 'Business owner', style: 'text' },
      [
        ...rows.slice(0, MOST_OWNERS).map(([label, items]) => ({ label, items })),
        { label: 'No owner recorded', items: without },
      ],
    ),
    ...(rows.length > MOST_OWNERS
      ? [text(`And ${counted(rows.length - MOST_OWNERS, 'further owner')}, whom items.csv names.`)]
      : []),
  ];
}

function findings(model: ReportModel): ReportBlock[] {
  const rows = findingsBySeverity(model);
  return [
    heading('Findings by severity'),
    bars({
      id: 'findings-by-severity-chart',
      title: 'Findings by severity',
      unit: 'findings',
      tone: 'danger',
      points: rows.map(({ severity, findings: count }) => [severityText(severity), count]),
    }),
    table(
      'findings-by-severity',
      'Findings by severity; a connector may have several',
      [column('Severity', 'severity'), column('Findings', 'number'), column('Connectors with at least one', 'number')],
      [
        ...rows.map((row) => [row.severity, row.findings, row.connectors]),
        ['all', model.findings.length, new Set(model.findings.map((finding) => finding.connectorId)).size],
      ],
      '',
    ),
    ...(model.suppressed.length === 0
      ? []
      : [
          text(
            `${counted(model.suppressed.length, 'suppressed finding')} not counted here: they stand with the exceptions. The outcomes per rule count them as findings.`,
          ),
        ]),
  ];
}

function rules(model: ReportModel): ReportBlock[] {
  return [
    heading('Findings per rule'),
    table(
      'rule-outcomes',
      'Subjects of each rule by outcome; the four outcomes add up to all subjects of the rule',
      [
        column('Rule', 'mono', '16mm'),
        column('Title', 'text', '62mm'),
        column('Finding', 'number', '18mm'),
        column('Clear', 'number', '16mm'),
        column('Undeterminable', 'number', '28mm'),
        column('Not applicable', 'number', '22mm'),
        column('All', 'number', '16mm'),
      ],
      model.rules.map((rule) => [
        rule.rule,
        rule.title,
        rule.findings,
        rule.clear,
        rule.undeterminable,
        rule.notApplicable,
        rule.findings + rule.clear + rule.undeterminable + rule.notApplicable,
      ]),
      'No rule was run.',
    ),
    table(
      'rule-missing',
      `What was missing where a rule could not decide, of each rule the first ${MOST_MISSING} sentences`,
      [column('Rule', 'mono', '16mm'), column('Missing evidence', 'text', '162mm')],
      model.rules.flatMap((rule) => missingOf(rule.missing).map((missing) => [rule.rule, missing])),
      'No rule lacked evidence.',
    ),
    text('What a rule lacked for a single item stands with the item.', 'muted'),
  ];
}

/** Sentences that are printed of one rule: many differ only in the connector. */
const MOST_MISSING = 3;

function missingOf(missing: readonly string[]): string[] {
  const more = missing.length - MOST_MISSING;
  return [...missing.slice(0, MOST_MISSING), ...(more > 0 ? [`And ${counted(more, 'further sentence')}.`] : [])];
}

/** This review beside the last signed one, item by item decision in force. */
function trend({ baseline, items }: ReportModel): ReportBlock[] {
  if (baseline === null)
    return [
      heading('Trend'),
      text('No signed report of an earlier review was given, so there is no trend. Nothing follows from that.'),
    ];
  const before = (decision: string | null): number =>
    baseline.carried.filter((row) => row.decision === decision).length;
  const now = (decision: string | null): number =>
    items.filter((item) => (item.decision?.decision ?? null) === decision).length;
  const row = (label: string | null, decision: string | null): (string | number | null)[] => [
    label,
    before(decision),
    now(decision),
    now(decision) - before(decision),
  ];
  return [
    heading('Trend against the last signed review'),
    table(
      'trend',
      'Review items by decision, then and now; items came and went, so a difference is not a change of single items',
      [
        column('Decision', 'decision'),
        column('Last review', 'number'),
        column('This review', 'number'),
        column('Difference', 'number'),
      ],
      [
        ...DECISIONS.map((decision) => row(decision, decision)),
        row(null, null),
        ['All', baseline.carried.length, items.length, items.length - baseline.carried.length],
      ],
      '',
    ),
    table(
      'trend-items',
      'Items of this review compared with what was certified',
      [column('Compared'), column('Items', 'number')],
      [
        ['New', baseline.state.deltas.new],
        ['Changed', baseline.state.deltas.changed],
        ['No change found', baseline.state.deltas.same],
        ['All', items.length],
      ],
      '',
    ),
  ];
}
