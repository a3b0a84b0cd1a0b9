import { CARRY_LABELS } from '../../../../shared/contract/baseline.ts';
import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { DECISION_LABELS, PLATFORM_LABELS } from '../../../../shared/domain/vocabulary.ts';
import { column, facts, heading, table, text } from '../blocks.ts';
import type { ReportBaseline } from '../model.ts';
import { defineSection } from '../section.ts';
import { counted, number, timeText } from '../words.ts';

/** Rows of the list that are printed; report.json has all. */
const MOST_ROWS = 200;

export default defineSection({
  id: 'follow-up',
  number: '11',
  order: 110,
  title: 'Follow-up of the last review',
  hasSignOff: true,
  build: ({ baseline }) =>
    baseline === null
      ? [
          heading('Baseline'),
          text(
            'No signed report of an earlier review was given. Nothing in this report is compared with what was certified before, and nothing follows from its silence about changes.',
          ),
        ]
      : [...certified(baseline), ...chain(baseline), ...carried(baseline), ...promises(baseline)],
});

function certified({ state: { current, deltas } }: ReportBaseline): ReportBlock[] {
  return [
    heading('Baseline'),
    text(
      'The signed report of the last review. Its bundle passed every check when it was taken in, and what it certified is what this review is compared with.',
    ),
    facts([
      ['Report', `${current.reportId}, ${current.caseName}`],
      ['Evidence as of', timeText(current.asOf)],
      ['Signed, by the signer’s clock', timeText(current.signedAt)],
      ...current.signers.map(({ name, fingerprint }) => [`Fingerprint of ${name}`, fingerprint, 'mono'] as const),
      [
        'Identity of the signers',
        current.pinned.length === 0
          ? 'Not judged: no fingerprint was given to compare with'
          : 'Compared with the fingerprints that were given',
      ],
      ['SHA-256 of the bundle', current.bundleSha256, 'mono'],
      ['Content digest', current.contentDigest, 'mono'],
      ['Its journal', `${counted(current.journal.count, 'entry', 'entries')}, head ${current.journal.head}`, 'mono'],
      ['Its items', `${number(current.items)}, of which ${number(current.matched)} are review items here`],
      [
        'Items of this review',
        `${number(deltas.changed)} changed, ${number(deltas.same)} without a change found, ${number(deltas.new)} new`,
      ],
    ]),
    ...current.cautions.map((caution) => text(caution, 'notice')),
  ];
}

const STANDINGS = {
  baseline: 'The baseline, verified here',
  verified: 'Verified here',
  named: 'Not known here, only named by a later report',
} as const;

function chain({ state }: ReportBaseline): ReportBlock[] {
  return [
    heading('Chain of reports'),
    table(
      'baseline-chain',
      'From the baseline back; each report names the one before it',
      [
        column('Signed', 'text', '32mm'),
        column('By', 'text', '44mm'),
        column('SHA-256 of the bundle, begin', 'mono', '46mm'),
        column('Standing', 'text', '56mm'),
      ],
      state.chain.map((entry) => [
        timeText(entry.signedAt),
        entry.signers.map(({ name }) => name).join(', '),
        entry.bundleSha256.slice(0, 24),
        STANDINGS[entry.standing],
      ]),
      '',
    ),
    ...state.current.gaps.map((gap) => text(gap, 'notice')),
    text(state.endText),
  ];
}

function carried({ state, carried: rows }: ReportBaseline): ReportBlock[] {
  // What is absent and what is next due fill pages and are no business of today.
  const pressing = rows.filter((row) => row.kind !== 'review' || row.isPast);
  return [
    heading('Carried forward'),
    table(
      'carried-forward',
      'What becomes of each item of the baseline; the items add up to all of its items',
      [column('Standing'), column('Items', 'number'), column('Of these past their date', 'number')],
      [
        ...state.carried.map(({ kind, items, past }) => [CARRY_LABELS[kind], items, past]),
        ['All', state.current.items, state.carried.reduce((sum, { past }) => sum + past, 0)],
      ],
      '',
    ),
    table(
      'open-matters',
      'Open matters of the last review, and items that are absent here',
      [
        column('Standing', 'text', '32mm'),
        column('Connector', 'text', '36mm'),
        column('Platform, tenant', 'text', '36mm'),
        column('Date', 'text', '20mm'),
        column('What is known', 'text', '54mm'),
      ],
      pressing
        .slice(0, MOST_ROWS)
        .map((row) => [
          CARRY_LABELS[row.kind],
          row.name,
          `${PLATFORM_LABELS[row.platform]}, ${row.tenant}`,
          row.due,
          row.sentence,
        ]),
      'Nothing is open, and every item of the baseline is here.',
    ),
    ...(pressing.length > MOST_ROWS
      ? [text(`And ${counted(pressing.length - MOST_ROWS, 'further item')}, which report.json lists.`)]
      : []),
  ];
}

/** Every revoke, reduction and condition of the last review, with what became of it, whether good or bad. */
function promises({ carried: rows }: ReportBaseline): ReportBlock[] {
  const made = rows.filter(
    ({ decision }) => decision === 'revoke' || decision === 'reduce' || decision === 'conditional',
  );
  return [
    heading('What the last review promised'),
    table(
      'earlier-promises',
      'Each revoke, reduction and condition that was decided then, and its outcome',
      [
        column('Decided then', 'text', '30mm'),
        column('Connector', 'text', '44mm'),
        column('Outcome', 'text', '36mm'),
        column('What is known', 'text', '68mm'),
      ],
      made
        .slice(0, MOST_ROWS)
        .map((row) => [
          row.decision === null ? null : DECISION_LABELS[row.decision],
          `${row.name}, ${PLATFORM_LABELS[row.platform]}, ${row.tenant}`,
          CARRY_LABELS[row.kind],
          row.sentence,
        ]),
      'None was decided then.',
    ),
    ...(made.length > MOST_ROWS
      ? [text(`And ${counted(made.length - MOST_ROWS, 'further one')}, which report.json lists.`)]
      : []),
  ];
}
