import { facts, text } from '../blocks.ts';
import { defineSection } from '../section.ts';
import { timeText } from '../words.ts';

export default defineSection({
  id: 'signatures',
  number: '',
  order: 900,
  title: 'Signatures',
  pageBreak: true,
  build: ({ signature, conclusion, reportId, journal, undecided, totals }) => [
    text(
      signature === undefined
        ? 'This is a draft. Nobody has signed it.'
        : 'The signature below covers every page of this report and the data embedded in it. A statement in the evidence bundle, signed with the same key, covers every file of the bundle.',
      signature === undefined ? 'notice' : 'normal',
    ),
    facts([
      ['Report', reportId, 'mono'],
      ['Conclusion', conclusion.label],
      ['Items decided', `${totals.items - undecided} of ${totals.items}`],
      ['Journal', `${journal.count} entries, head ${journal.head}`, 'mono'],
    ]),
    {
      kind: 'signature',
      name: signature?.name ?? '',
      meaning: signature?.meaning ?? 'Draft, not signed',
      fingerprint: signature?.fingerprint ?? null,
      at: signature === undefined ? null : timeText(signature.at),
    },
  ],
});
