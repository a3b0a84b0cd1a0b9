import type { ReportBlock } from '../../../../shared/contract/report.ts';
import { DECISION_LABELS, PLATFORM_LABELS } from '../../../../shared/domain/vocabulary.ts';
import { bars, column, heading, table, text } from '../blocks.ts';
import { findingsBySeverity, isDecided, itemsByDecision, itemsByTier, suppressedFindings } from '../figures.ts';
import type { ReportModel } from '../model.ts';
import { defineSection } from '../section.ts';
import { counted, number, severityText, suppressionText, tierText } from '../words.ts';

export default defineSection({
  id: 'results',
  order: 50,
  title: 'Results',
  include: (model) => model.items.length > 0,
  build: (model) => [
    ...decisions(model),
    ...findings(model),
    ...tiers(model),
    ...platforms(model),
    ...rules(model),
    ...suppressed(model),
  ],
});

function decisions(model: ReportModel): ReportBlock[] {
  const rows = itemsByDecision(model);
  return [
    heading('E1', 'Decisions'),
    bars({
      title: 'Review items by decision',
      unit: 'items',
      points: rows.map(({ decision, items }) => [decision === null ? 'No decision' : DECISION_LABELS[decision], items]),
    }),
    table(
      'Review items by decision in force',
      [column('Decision', 'decision'), column('Items', 'number')],
      [...rows.map(({ decision, items }) => [decision, items]), ['All', model.items.length]],
      '',
    ),
    text(decidedText(model)),
  ];
}

/** Decided, answered and not looked at, in the words of the screens. */
function decidedText({ items, undecided, answered, review }: ReportModel): string {
  const all = items.length;
  return [
    `${number(all - undecided)} of ${counted(all, 'item')} are decided, ${number(answered)} answered and still open, ${number(undecided - answered)} not looked at.`,
    ...(review.total === all
      ? []
      : [`Of the ${counted(review.total, 'item')} of the campaign ${number(review.decided)} are decided.`]),
    '"Need info", "Assign owner" and "Escalate" leave an item open, and so does a second review that is planned or in dispute. No item is approved by silence.',
  ].join(' ');
}

function findings(model: ReportModel): ReportBlock[] {
  const rows = findingsBySeverity(model);
  return [
    heading('E2', 'Findings by severity'),
    bars({
      title: 'Findings by severity',
      unit: 'findings',
      tone: 'danger',
      points: rows.map(({ severity, findings: count }) => [severityText(severity), count]),
    }),
    table(
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
            `${counted(model.suppressed.length, 'suppressed finding')} not counted here: see WP-E6. The outcomes per rule in WP-E5 count them as findings.`,
          ),
        ]),
  ];
}

function tiers(model: ReportModel): ReportBlock[] {
  const rows = itemsByTier(model);
  return [
    heading('E3', 'Items by tier'),
    bars({
      title: 'Review items by highest tier',
      unit: 'items',
      points: rows.map(({ tier, items }) => [tierText(tier), items]),
    }),
    table(
      'Review items by highest tier of their scopes',
      [column('Tier', 'tier'), column('Items', 'number'), column('Of these decided', 'number')],
      [
        ...rows.map(({ tier, items, decided }) => [tier, items, decided]),
        ['All', model.items.length, model.items.length - model.undecided],
      ],
      '',
    ),
  ];
}

function platforms(model: ReportModel): ReportBlock[] {
  const names = [...new Set(model.items.map((item) => item.platform))];
  const row = (label: string, items: ReportModel['items']): (string | number)[] => [
    label,
    items.length,
    items.reduce((total, item) => total + item.grants, 0),
    items.filter(isDecided).length,
  ];
  return [
    heading('E4', 'Items by platform'),
    table(
      'Review items and grants by platform',
      [
        column('Platform'),
        column('Items', 'number'),
        column('Grants in them', 'number'),
        column('Items decided', 'number'),
      ],
      [
        ...names.map((platform) =>
          row(
            PLATFORM_LABELS[platform],
            model.items.filter((item) => item.platform === platform),
          ),
        ),
        row('All', model.items),
      ],
      '',
    ),
  ];
}

function rules(model: ReportModel): ReportBlock[] {
  return [
    heading('E5', 'Findings per rule'),
    table(
      'Subjects of each rule by outcome; the four outcomes add up to all subjects of the rule',
      [
        column('Rule', 'mono', '16mm'),
        column('Title', 'text', '62mm'),
        column('Finding', 'number', '20mm'),
        column('Clear', 'number', '20mm'),
        column('Undeterminable', 'number', '26mm'),
        column('Not applicable', 'number', '18mm'),
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
      'What was missing where a rule could not decide',
      [column('Rule', 'mono', '16mm'), column('Missing evidence', 'text', '162mm')],
      model.rules.flatMap((rule) => rule.missing.map((missing) => [rule.rule, missing])),
      'No rule lacked evidence.',
    ),
  ];
}

function suppressed(model: ReportModel): ReportBlock[] {
  return [
    heading('E6', 'Suppressed findings'),
    table(
      'Findings that a named person set aside until a date; they stay findings and are left out of the sums by severity',
      [
        column('Severity', 'severity', '20mm'),
        column('Rule', 'mono', '16mm'),
        column('Connector', 'text', '34mm'),
        column('Finding', 'text', '56mm'),
        column('Suppression', 'text', '52mm'),
      ],
      suppressedFindings(model).map(({ finding, suppression }) => [
        finding.severity,
        finding.rule,
        finding.connectorName,
        finding.sentence,
        suppressionText(suppression),
      ]),
      'No finding is suppressed.',
    ),
  ];
}
