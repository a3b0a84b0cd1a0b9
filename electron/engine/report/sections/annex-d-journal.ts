import { column, facts, heading, table, text } from '../blocks.ts';
import { MOST_ENTRIES } from '../review-record.ts';
import { defineSection } from '../section.ts';
import { number, timeText } from '../words.ts';

export default defineSection({
  id: 'annex-journal',
  number: 'D',
  order: 240,
  title: 'Annex: extract of the journal',
  build: ({ record, journal }) => [
    text(
      'The journal holds everything done in the case, in order; journal.jsonl of the evidence bundle has every entry. Times come from the clock of the computer.',
    ),
    heading('Entries by kind'),
    table(
      'journal-kinds',
      'All entries when this report was made',
      [
        column('Kind of entry', 'text', '70mm'),
        column('Entries', 'number', '24mm'),
        column('First', 'text', '42mm'),
        column('Last', 'text', '42mm'),
      ],
      [
        ...record.journalKinds.map((one) => [one.label, one.entries, timeText(one.first), timeText(one.last)]),
        ['All', record.journalKinds.reduce((sum, { entries }) => sum + entries, 0), null, null],
      ],
      '',
    ),
    facts([
      ['Head of the journal', journal.head, 'mono'],
      ['Entries', number(journal.count)],
    ]),
    heading('Extract'),
    table(
      'journal-extract',
      `What was done beside the decisions themselves, at most the newest ${MOST_ENTRIES} entries`,
      [
        column('No.', 'number', '13mm'),
        column('Time', 'text', '31mm'),
        column('By', 'text', '30mm'),
        column('What', 'text', '76mm'),
        column('Hash, begin', 'mono', '28mm'),
      ],
      record.extract.map((entry) => [
        entry.seq,
        timeText(entry.at),
        entry.actor,
        entry.what === '' ? entry.label : `${entry.label}. ${entry.what}`,
        entry.hash.slice(0, 12),
      ]),
      'Nothing but decisions is in the journal.',
    ),
  ],
});
