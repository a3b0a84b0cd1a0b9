import { column, facts, heading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { defineSection } from '../section.ts';
import { counted, dayText, timeText } from '../words.ts';

export default defineSection({
  id: 'conclusion',
  order: 10,
  title: 'Conclusion and basis',
  include: () => true,
  build: (model) => [
    ...(model.isSample
      ? [
          text(
            'This is the sample case that comes with the program. Its tenants, people and connectors are invented.',
            'notice',
          ),
        ]
      : []),
    heading('A1', 'Conclusion'),
    text(model.conclusion.label, 'strong'),
    table(
      'Why the conclusion is what it is',
      [column('No.', 'number', '12mm'), column('Reason', 'text', '166mm')],
      model.conclusion.reasons.map((reason, index) => [index + 1, reason]),
      'No reason is on record.',
    ),
    text(
      'The class is computed from the ledgers, the coverage of the logs, the rules that lacked evidence and the decisions. Nobody types it, and nobody can raise it.',
      'muted',
    ),
    heading('A2', 'Scope'),
    text(scope(model)),
    facts([
      ['Case', model.details.name],
      ['Client', model.details.client || null],
      ['Engagement', model.details.engagement || null],
      ['Period', period(model)],
      ['Reviewer named in the case', model.details.reviewer || null],
      ['Evidence as of', timeText(model.asOf)],
      ['Report made', timeText(model.createdAt)],
      ['Report id', model.reportId, 'mono'],
      [
        'Journal at this state',
        `${counted(model.journal.count, 'entry', 'entries')}, head ${model.journal.head}`,
        'mono',
      ],
    ]),
  ],
});

function scope(model: ReportModel): string {
  const { totals } = model;
  const tenants = new Set(model.items.map((item) => `${item.platform}/${item.tenant}`)).size;
  const asOf = model.asOf === null ? 'no as-of time is known' : `the newest was taken at ${timeText(model.asOf)}`;
  return [
    `The review covers the OAuth grants that stand in ${counted(model.imports.length, 'imported file')} (${asOf}): `,
    `${counted(totals.grants, 'grant')} of ${counted(totals.connectors, 'connector')} in ${counted(tenants, 'tenant')}, `,
    `grouped into ${counted(totals.items, 'review item')}. `,
    'A grant is one row of consent: connector, person or whole tenant, resource, scopes. ',
    'A review item is one connector in one tenant with one kind of grant; decisions are taken on items. ',
    'Grants and items are counted separately throughout. ',
    'What the files do not hold was not reviewed: other tenants, other platforms, and grants made or removed after the as-of time of their file.',
  ].join('');
}

function period(model: ReportModel): string | null {
  const { periodFrom, periodTo } = model.details;
  return periodFrom === null && periodTo === null ? null : `${dayText(periodFrom)} to ${dayText(periodTo)}`;
}
