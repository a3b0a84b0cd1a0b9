import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { ROLE_LABELS } from '../../../../shared/contract/people.ts';
import { column, heading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { defineSection } from '../section.ts';
import { counted } from '../words.ts';

export default defineSection({
  id: 'roles',
  number: '6',
  order: 60,
  title: 'Roles and independence',
  hasSignOff: true,
  build: (model) => [...roles(model), ...independence(model), ...remediators(model)],
});

function roles(model: ReportModel): ReportBlock[] {
  const acts = model.quality.acts.filter((act) => !act.isUndone);
  const names = [...new Set([...model.record.people.map(({ name }) => name), ...acts.map(({ by }) => by)])].toSorted();
  return [
    heading('Who took part'),
    ...(model.record.people.length === 0
      ? [
          text(
            'The case knows nobody by their key: names of reviewers were typed in, and what everybody may do was not separated. The signature of this report is what binds the decisions to a person.',
            'notice',
          ),
        ]
      : []),
    table(
      'participants',
      'Roles, and decisions that were not taken back, by review',
      [
        column('Name', 'text', '40mm'),
        column('Roles', 'text', '44mm'),
        column('Certificate, begin', 'mono', '34mm'),
        column('First', 'number', '18mm'),
        column('Second', 'number', '18mm'),
        column('Settled', 'number', '24mm'),
      ],
      names.map((name) => {
        const person = model.record.people.find((one) => one.name === name);
        const own = acts.filter((act) => act.by === name);
        const of = (round: string): number => own.filter((act) => act.round === round).length;
        return [
          name,
          person === undefined
            ? 'Not known by a key'
            : person.roles.map((role) => ROLE_LABELS[role]).join(', ') || 'Takes part no more',
          person === undefined ? null : person.fingerprint.slice(0, 17),
          of('first'),
          of('second'),
          of('adjudication'),
        ];
      }),
      'Nobody is registered, and nobody decided anything.',
    ),
  ];
}

function independence({ record, quality }: ReportModel): ReportBlock[] {
  const isShared = record.people.length > 0;
  return [
    heading('Independence matrix'),
    text(
      'For each person, the items they decided by what the imported files show between them and the connector: owner, approver, consent or grant of their own, having added the app or taken access away, and the same of their manager or of people they manage. An item counts under each tie.',
    ),
    table(
      'independence',
      'Items decided by a person, by the tie the evidence shows',
      [
        column('Reviewer', 'text', '40mm'),
        column('Tie to the connector', 'text', '112mm'),
        column('Items decided', 'number', '26mm'),
      ],
      record.ties.map(({ name, tie, items }) => [name, tie ?? 'None found', items.length]),
      isShared && quality.acts.length > 0
        ? 'Nobody who is known by a key decided anything.'
        : 'Not determined: people are compared with the evidence only where the case knows them by their keys.',
    ),
    ...(record.unknownPeople.length === 0
      ? []
      : [
          text(
            `No imported file names ${record.unknownPeople.join(', ')}: about them the evidence says nothing, which does not show independence.`,
            'notice',
          ),
        ]),
    ...(isShared && !record.knowsManagers
      ? [text('No file tells who manages whom: ties through managers were not looked for.', 'muted')]
      : []),
    text('Exceptions that were accepted are listed with the exceptions.', 'muted'),
  ];
}

/** Whoever decided should not be the one who says that it is done. */
function remediators({ remedies }: ReportModel): ReportBlock[] {
  const claimed = remedies.filter((action) => action.claim !== null);
  const own = claimed.filter((action) => action.claim?.by === action.by);
  return [
    heading('Deciding and carrying out'),
    text(
      claimed.length === 0
        ? 'Nobody claimed to have carried anything out.'
        : `${counted(claimed.length, 'action')} claimed as done, ${counted(own.length, 'of them', 'of them')} by whoever decided it. A claim proves nothing; see the remediation.`,
    ),
  ];
}
