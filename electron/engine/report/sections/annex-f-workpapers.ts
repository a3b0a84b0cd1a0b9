import { column, heading, table, text } from '../blocks.ts';
import { defineSection } from '../section.ts';
import { TICK_MARKS } from '../workpapers.ts';

export default defineSection({
  id: 'annex-workpapers',
  number: 'F',
  order: 260,
  title: 'Annex: index of workpapers',
  build: () => [
    text(
      'Every table and figure carries a reference: W, the number of its section, the number of its heading there, and a letter. Section numbers are the same in every report and template. The name in the index is the same in every report, whatever the reference. Lines of source files stand with the findings in sources.json; the parameters are those of annex C.',
    ),
    heading('Tick marks'),
    table(
      'tick-marks',
      'What a mark in the index says was done',
      [column('Mark', 'mono', '16mm'), column('Meaning', 'text', '162mm')],
      Object.entries(TICK_MARKS).map(([mark, meaning]) => [mark, meaning]),
      '',
    ),
    heading('Index'),
    table(
      'workpaper-index',
      'Where the numbers of each table and figure come from, and how they are computed',
      [
        column('Reference', 'mono', '22mm'),
        column('Workpaper', 'text', '36mm'),
        column('Data of the bundle', 'mono', '50mm'),
        column('How', 'text', '54mm'),
        column('Marks', 'mono', '16mm'),
      ],
      // Filled in once every table has its reference.
      [],
      '',
    ),
  ],
});
