import { CONCLUSION_LABELS } from '../../../../shared/contract/report-document.ts';
import { column, facts, heading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { defineSection } from '../section.ts';
import { partialNotice } from '../templates.ts';
import { counted, dayText, timeText } from '../words.ts';

export default defineSection({
  id: 'conclusion',
  number: '1',
  order: 10,
  title: 'Conclusion and basis',
  hasSignOff: true,
  build: (model) => [...notices(model), ...conclusion(model), ...scope(model)],
});

function notices({ isSample, options }: ReportModel) {
  const partial = partialNotice(options);
  return [
    ...(isSample
      ? [
          text(
            'This is the sample case that comes with the program. Its tenants, people and connectors are invented.',
            'notice',
          ),
        ]
      : []),
    ...(partial === null ? [] : [text(partial, 'notice')]),
  ];
}

function conclusion({ conclusion: said }: ReportModel) {
  return [
    heading('Conclusion'),
    text(said.label, 'strong'),
    ...(said.lowered === null
      ? []
      : [
          facts([
            ['Computed from the evidence', CONCLUSION_LABELS[said.computed]],
            ['Stated by the signer', CONCLUSION_LABELS[said.class]],
            ['Why it was lowered', said.lowered],
          ]),
        ]),
    table(
      'conclusion-reasons',
      'Why the conclusion is what it is',
      [column('No.', 'number', '12mm'), column('Reason', 'text', '166mm')],
      said.reasons.map((reason, index) => [index + 1, reason]),
      'No reason is on record.',
    ),
    text(
      'The class is computed from the ledgers, the coverage of the logs, the rules that lacked evidence, the decisions and how they were taken. A signer can lower it with a reason, which is printed here, and cannot raise it.',
      'muted',
    ),
    table(
      'conclusion-classes',
      'What the four classes mean, the best first',
      [column('Class', 'text', '34mm'), column('Meaning', 'text', '144mm')],
      MEANINGS,
      '',
    ),
  ];
}

const MEANINGS: readonly (readonly [string, string])[] = [
  ['Unqualified', 'The ledgers close, the logs cover their windows, and every item was decided.'],
  ['Qualified', 'The population is whole, but some of it is undecided or could not be judged, for the reasons given.'],
  ['Scope limitation', 'It is not proven that the population, or the evidence on it, is complete.'],
  ['No conclusion', 'Nothing was reviewed, or nothing was decided.'],
];

function scope(model: ReportModel) {
  return [
    heading('Scope'),
    text(scopeText(model)),
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
  ];
}

function scopeText(model: ReportModel): string {
  const { totals } = model;
  const tenants = new Set(model.items.map((item) => `${item.platform}/${item.tenant}`)).size;
  const asOf = model.asOf === null ? 'no as-of time is known' : `the newest was taken at ${timeText(model.asOf)}`;
  return [
    `${partialNotice(model.options) === null || model.options.template === 'summary' ? 'The review covers' : 'This part of the review covers'} the OAuth grants that stand in ${counted(model.imports.length, 'imported file')} (${asOf}): `,
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
