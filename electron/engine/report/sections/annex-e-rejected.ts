import { column, heading, table, text } from '../blocks.ts';
import { MOST_REJECTED } from '../review-record.ts';
import { defineSection } from '../section.ts';
import { counted } from '../words.ts';

export default defineSection({
  id: 'annex-rejected',
  number: 'E',
  order: 250,
  title: 'Annex: rejected records',
  build: ({ record, imports }) => {
    const total = imports.reduce((sum, source) => sum + source.rejected, 0);
    return [
      heading('Records that could not be read'),
      text(
        total === 0
          ? 'No record was rejected: every record read was accepted, a duplicate of another or not relevant.'
          : `${counted(total, 'record')} rejected; of each file the first ${MOST_REJECTED} are printed. The case exports all of them line by line.`,
      ),
      table(
        'rejected-records',
        `${counted(record.rejected.length, 'record')} of ${counted(total, 'rejected one')}, as they stand in the files`,
        [
          column('File', 'text', '40mm'),
          column('Line', 'number', '16mm'),
          column('Reason', 'text', '46mm'),
          column('Record, begin', 'mono', '76mm'),
        ],
        record.rejected.map((row) => [row.file, row.line, row.reason, row.excerpt]),
        'No record was rejected.',
      ),
    ];
  },
});
