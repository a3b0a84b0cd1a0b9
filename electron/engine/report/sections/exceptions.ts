import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { column, heading, table, text } from '../blocks.ts';
import { suppressedFindings } from '../figures.ts';
import type { ReportModel } from '../model.ts';
import { conditionTable } from '../parts/action-lists.ts';
import { defineSection } from '../section.ts';
import { counted, suppressionText, timeText } from '../words.ts';

export default defineSection({
  id: 'exceptions',
  number: '9',
  order: 90,
  title: 'Exceptions and conditional approvals',
  hasSignOff: true,
  build: (model) => [...conditions(model), ...suppressed(model), ...accepted(model)],
});

function conditions(model: ReportModel): ReportBlock[] {
  return [
    heading('Conditional approvals'),
    text(
      'Access that stays until a date, under a condition. After the date it counts as expired; nothing here renews itself. Where the decision names no owner, the business owner of the connector is given.',
    ),
    conditionTable(model),
  ];
}

function suppressed(model: ReportModel): ReportBlock[] {
  return [
    heading('Suppressed findings'),
    table(
      'suppressed-findings',
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

const KINDS: Readonly<Record<string, string>> = {
  independence: 'Independence',
  'stale-export': 'Old export',
  'no-log': 'No log',
  evidence: 'Evidence',
};

/** Exceptions that say the same in the same words are one line. */
function accepted({ record }: ReportModel): ReportBlock[] {
  const groups = [
    ...Map.groupBy(record.exceptions, (one) =>
      JSON.stringify([one.kind, one.sentence, one.reason, one.by, one.at]),
    ).values(),
  ];
  return [
    heading('Exceptions accepted before the campaign opened'),
    table(
      'campaign-exceptions',
      `${counted(record.exceptions.length, 'exception')} from what the staging check asked for`,
      [
        column('Kind', 'text', '24mm'),
        column('What the check said', 'text', '66mm'),
        column('Why it was accepted', 'text', '42mm'),
        column('By, time', 'text', '32mm'),
        column('Items', 'number', '14mm'),
      ],
      groups.flatMap((group) => {
        const [one] = group;
        return one === undefined
          ? []
          : [[KINDS[one.kind] ?? one.kind, one.sentence, one.reason, `${one.by}, ${timeText(one.at)}`, group.length]];
      }),
      record.plan === null ? 'The review followed no campaign plan.' : 'None was recorded.',
    ),
  ];
}
