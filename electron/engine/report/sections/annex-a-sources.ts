import { column, facts, heading, table, text } from '../blocks.ts';
import { defineSection } from '../section.ts';
import { number, timeText } from '../words.ts';

export default defineSection({
  id: 'annex-sources',
  number: 'A',
  order: 210,
  title: 'Annex: source files',
  pageBreak: true,
  build: ({ imports }) => [
    text('Full digests for a comparison with the original files, and what was stated when each was imported.'),
    ...imports.flatMap((source) => [
      heading(source.file),
      facts([
        ['SHA-256', source.sha256, 'mono'],
        ['Size, encoding', `${number(source.bytes)} bytes, ${source.encoding}`],
        ['Format', `${source.formatLabel} (${source.format})`],
        ['System, tenant', `${source.system}, ${source.tenant}`],
        ['As of', timeText(source.asOf)],
        ['Extracted by', source.extractedBy],
        ['Method', source.method],
        ['Imported', timeText(source.importedAt)],
        [
          'Events from, to',
          source.firstEvent === null ? null : `${timeText(source.firstEvent)} to ${timeText(source.lastEvent)}`,
        ],
        [
          'Records the source has',
          source.statedTotal !== null
            ? `${number(source.statedTotal)}, as stated`
            : source.foundTotal !== null
              ? `${number(source.foundTotal)}, as the file says`
              : null,
        ],
        [
          'Stated as',
          source.completeness === 'whole' ? 'the whole of what it lists' : 'a part, or not known to be the whole',
        ],
        ['Zone of times without one', source.zone === null ? null : `${source.zone}, as stated`],
        [
          'Out of the archive',
          source.container === null ? null : `${source.container.name}, SHA-256 ${source.container.sha256}`,
        ],
        [
          'Copy kept with the case',
          !source.hasCopy
            ? 'No'
            : source.secrets === 0
              ? 'Yes'
              : `Yes, without ${number(source.secrets)} secret(s): ${source.secretKinds.join(', ')}. The digest is that of the original.`,
        ],
      ]),
    ]),
    heading('Records not accepted'),
    table(
      'not-accepted',
      'Counts per file',
      [column('File'), column('Rejected', 'number'), column('Duplicate', 'number'), column('Not relevant', 'number')],
      imports.map((source) => [source.file, source.rejected, source.duplicate, source.notRelevant]),
      'No file was imported.',
    ),
  ],
});
