import { GRANT_KIND_LABELS, GRANT_KINDS, PLATFORM_LABELS } from '../../../../shared/domain/vocabulary.ts';
import { column, facts, heading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { defineSection } from '../section.ts';
import { counted, number, timeText } from '../words.ts';

export default defineSection({
  id: 'population',
  number: '3',
  order: 30,
  title: 'Population ledger',
  hasSignOff: true,
  build: (model) => [
    ...sources(model),
    ...ledger(model),
    ...flow(model),
    ...population(model),
    ...ghosts(model),
    ...frozen(model),
  ],
});

function sources({ imports }: ReportModel) {
  return [
    heading('Source files'),
    table(
      'source-files',
      'Every file the case was built from, with who took it, when and how',
      [
        column('File', 'text', '36mm'),
        column('Format', 'text', '34mm'),
        column('Tenant', 'text', '32mm'),
        column('As of', 'text', '20mm'),
        column('Extracted by, method', 'text', '56mm'),
      ],
      imports.map((source) => [
        source.file,
        source.formatLabel,
        source.tenant,
        timeText(source.asOf),
        `${source.extractedBy}: ${source.method}`,
      ]),
      'No file was imported.',
    ),
    text(
      'Digests and sizes are in annex A and in sources.json of the evidence bundle. Who extracted a file and how is stated by the person who imported it.',
      'muted',
    ),
  ];
}

function ledger({ imports }: ReportModel) {
  const sum = (pick: (source: ReportModel['imports'][number]) => number): number =>
    imports.reduce((total, source) => total + pick(source), 0);
  const open = imports.filter((source) => !source.closes).length;
  return [
    heading('Ledger per file'),
    text('Every record read is accounted for once: read = accepted + rejected + duplicate + not relevant.'),
    table(
      'ledger-files',
      'Records per file',
      [
        column('File', 'text', '58mm'),
        column('Read', 'number', '20mm'),
        column('Accepted', 'number', '22mm'),
        column('Rejected', 'number', '20mm'),
        column('Duplicate', 'number', '20mm'),
        column('Not relevant', 'number', '22mm'),
        column('Closes', 'text', '16mm'),
      ],
      [
        ...imports.map((source) => [
          source.file,
          source.read,
          source.accepted,
          source.rejected,
          source.duplicate,
          source.notRelevant,
          source.closes ? 'Yes' : 'No',
        ]),
        [
          'All files',
          sum((source) => source.read),
          sum((source) => source.accepted),
          sum((source) => source.rejected),
          sum((source) => source.duplicate),
          sum((source) => source.notRelevant),
          open === 0 ? 'Yes' : `${number(open)} not`,
        ],
      ],
      'No file was imported.',
    ),
    table(
      'ledger-reasons',
      'Why records were not accepted',
      [
        column('File', 'text', '50mm'),
        column('Outcome', 'text', '24mm'),
        column('Reason', 'text', '84mm'),
        column('Records', 'number', '20mm'),
      ],
      imports.flatMap((source) =>
        source.reasons.map((reason) => [source.file, OUTCOMES[reason.outcome], reason.reason, reason.count]),
      ),
      'Every record read was accepted.',
    ),
    table(
      'file-warnings',
      'What the files themselves warn of',
      [column('File', 'text', '50mm'), column('Warning', 'text', '128mm')],
      imports.flatMap((source) => source.warnings.map((warning) => [source.file, warning])),
      'No file shows signs of being cut, damaged or incomplete.',
    ),
  ];
}

const OUTCOMES = { rejected: 'Rejected', duplicate: 'Duplicate', 'not-relevant': 'Not relevant' } as const;

function flow(model: ReportModel) {
  const { imports, totals, items } = model;
  const sum = (pick: (source: ReportModel['imports'][number]) => number): string =>
    number(imports.reduce((total, source) => total + pick(source), 0));
  const grantsOfItems = items.reduce((total, item) => total + item.grants, 0);
  const platforms = [...new Set(items.map((item) => item.platform))];
  return [
    heading('From records to review items'),
    facts([
      ['Records read', sum((source) => source.read)],
      ['Records accepted', sum((source) => source.accepted)],
      ['Statements of a grant in them', sum((source) => source.grants)],
      ['Statements of an event in them', sum((source) => source.events)],
      ['Grants after merging repeated statements', number(totals.grants)],
      ['Review items', number(totals.items)],
      ['Connectors with a grant', number(totals.connectors)],
      ['People with a grant of their own', number(totals.people)],
      [
        'Do the items account for every grant?',
        grantsOfItems === totals.grants
          ? `Yes: the items hold ${number(grantsOfItems)} grants.`
          : `No: the items hold ${number(grantsOfItems)} grants, the case ${number(totals.grants)}.`,
      ],
    ]),
    text(
      'One record may state several grants, and several files may state the same grant; a grant is kept once, with the scopes of the newest file. So these figures do not add up to each other, except the last.',
      'muted',
    ),
    table(
      'items-by-kind',
      'Items and grants by platform and kind of grant',
      [column('Platform'), column('Kind of grant'), column('Items', 'number'), column('Grants', 'number')],
      [
        ...platforms.flatMap((platform) =>
          GRANT_KINDS.flatMap((kind) => {
            const some = items.filter((item) => item.platform === platform && item.kind === kind);
            const grants = some.reduce((total, item) => total + item.grants, 0);
            return some.length === 0 ? [] : [[PLATFORM_LABELS[platform], GRANT_KIND_LABELS[kind], some.length, grants]];
          }),
        ),
        ['All', '', items.length, grantsOfItems],
      ],
      'The case holds no grants.',
    ),
  ];
}

function population({ ledger: groups }: ReportModel) {
  return [
    heading('From grant records to the population'),
    text(
      'Per platform and tenant. Records of one grant count once; a grant that a newer whole list lacks is excluded as disappeared between the two lists, which does not say that it was revoked.',
    ),
    table(
      'population-flow',
      'Accepted records, grants and population',
      [
        column('Platform, tenant', 'text', '40mm'),
        column('Accepted', 'number', '20mm'),
        column('Grant records', 'number', '24mm'),
        column('Event records', 'number', '24mm'),
        column('Other', 'number', '16mm'),
        column('Grants', 'number', '18mm'),
        column('Excluded', 'number', '18mm'),
        column('Reviewed', 'number', '18mm'),
      ],
      groups.map((group) => [
        `${PLATFORM_LABELS[group.platform]}, ${group.tenant}`,
        group.accepted,
        group.grantRecords,
        group.eventRecords,
        group.otherRecords,
        group.logicalGrants,
        group.logicalGrants - group.inPopulation,
        group.inPopulation,
      ]),
      'No file was imported.',
    ),
    table(
      'population-excluded',
      'What is not reviewed, and records that name no app',
      [
        column('Platform, tenant', 'text', '48mm'),
        column('Number', 'number', '20mm'),
        column('Reason', 'text', '110mm'),
      ],
      groups.flatMap((group) => [
        ...group.excluded.map((one) => [`${PLATFORM_LABELS[group.platform]}, ${group.tenant}`, one.count, one.reason]),
        ...group.unattributed.map((one) => [
          `${PLATFORM_LABELS[group.platform]}, ${group.tenant}`,
          one.count,
          `no app named: ${one.reason}`,
        ]),
      ]),
      'Every grant is in the population, and every record names its app.',
    ),
    ...(groups.every((group) => group.breaks.length === 0)
      ? []
      : [
          table(
            'population-breaks',
            'Sums that do not close',
            [column('Where', 'text', '178mm')],
            groups.flatMap((group) => group.breaks.map((sentence) => [sentence])),
            '',
          ),
        ]),
  ];
}

function ghosts({ ghosts: rows }: ReportModel) {
  return [
    heading('Connectors that act without a grant on file'),
    text(
      rows.length === 0
        ? 'Every connector seen in the logs has a grant in the exports.'
        : `${counted(rows.length, 'connector')} appear in the logs, but no export holds a grant of theirs. The grant may have been removed before the export, belong to a kind of consent that no file covers, or be missing from an export. They are not review items.`,
    ),
    ...(rows.length === 0
      ? []
      : [
          table(
            'acting-without-grant',
            'Connectors in the logs without a grant in the exports',
            [
              column('Connector', 'text', '66mm'),
              column('Id', 'mono', '52mm'),
              column('Platform', 'text', '30mm'),
              column('Last use seen', 'text', '30mm'),
            ],
            rows.map((ghost) => [ghost.name, ghost.nativeId, PLATFORM_LABELS[ghost.platform], timeText(ghost.lastUse)]),
            '',
          ),
        ]),
  ];
}

/** Whether the population was fixed before anybody decided on it. */
function frozen({ record: { plan }, quality }: ReportModel) {
  const first = quality.acts.map((act) => act.at).toSorted()[0] ?? null;
  return [
    heading('When the population was frozen'),
    facts([
      [
        'Frozen',
        plan === null
          ? 'Not frozen: the review followed no recorded plan'
          : `${timeText(plan.frozenAt)}, ${counted(plan.items, 'item')}`,
      ],
      ['Digest of the frozen population (SHA-256)', plan?.root ?? null, 'mono'],
      ['First decision', first === null ? 'None yet' : timeText(first)],
      [
        'Frozen before the first decision?',
        plan === null || first === null
          ? 'Cannot be said'
          : plan.frozenAt <= first
            ? 'Yes, by the times in the journal'
            : 'No: a decision is older than the freeze',
      ],
    ]),
  ];
}
