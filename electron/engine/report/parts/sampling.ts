import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { column, facts, heading, table, text } from '../blocks.ts';
import { itemReferences } from '../figures.ts';
import type { ReportModel } from '../model.ts';
import { counted, number } from '../words.ts';

/** The sample of an auditor: strata, seed, size and basis. Its items are printed in full. */
export function sampling(model: ReportModel): ReportBlock[] {
  const { sample } = model;
  if (sample === null)
    return [
      heading('Sampling'),
      text(
        'Every review item was in the review; nothing was sampled for it. No sample for an auditor’s own test was asked for. How large one should be is for the auditor to say; this program draws it with a word of theirs.',
      ),
    ];
  const references = itemReferences(model);
  const drawn = sample.strata.flatMap(({ label, drawn: keys }) => keys.map((key) => ({ label, key })));
  const sum = (pick: 'items' | 'drawn'): number =>
    sample.strata.reduce((all, stratum) => all + stratum[pick].length, 0);
  return [
    heading('Sampling'),
    text(
      'A sample of decided items for an auditor’s own test. Items with a critical finding are all in it; the rest of the size is shared among tiers and decisions in proportion, largest remainders first. In each stratum the items with the lowest HMAC-SHA256 are drawn, with the seed as the key and "|item" as the message, so that anybody can draw it again from report.json.',
    ),
    facts([
      ['Seed', sample.seed, 'mono'],
      ['Size asked for', counted(sample.size, 'item')],
      ['Size drawn', counted(drawn.length, 'item')],
      ['Basis, in the words of the auditor', sample.basis],
      ['Decided items', number(sum('items'))],
    ]),
    table(
      'sample-strata',
      'Strata, and how many items of each were drawn',
      [column('Stratum', 'text', '118mm'), column('Items', 'number', '30mm'), column('Drawn', 'number', '30mm')],
      [
        ...sample.strata.map((stratum) => [stratum.label, stratum.items.length, stratum.drawn.length]),
        ['All', sum('items'), sum('drawn')],
      ],
      '',
    ),
    table(
      'sample-items',
      'Items drawn; each is shown in full, with the lines its findings rest on, its decision and the proof of removal',
      [column('Item', 'mono', '20mm'), column('Connector', 'text', '98mm'), column('Stratum', 'text', '60mm')],
      drawn.map(({ label, key }) => [
        references.get(key) ?? key,
        model.items.find((item) => item.itemId === key)?.name ?? key,
        label,
      ]),
      'No item is decided, so none was drawn.',
    ),
  ];
}
