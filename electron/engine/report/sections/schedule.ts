import { GRANT_KIND_LABELS, PLATFORM_LABELS } from '../../../../shared/domain/vocabulary.ts';
import { column, heading, table, text, workpaper } from '../blocks.ts';
import { itemReferences, scheduledItems } from '../figures.ts';
import { defineSection } from '../section.ts';
import { counted } from '../words.ts';

export default defineSection({
  id: 'schedule',
  order: 70,
  title: 'Schedule of all other items',
  include: (model) => scheduledItems(model).length > 0,
  build: (model) => {
    const references = itemReferences(model);
    const items = scheduledItems(model);
    return [
      heading('G', 'Items below tier 3 without a critical or high finding'),
      text(
        `${counted(items.length, 'item')}. Scopes and what the evidence shows of them are in report.json of the evidence bundle, rationales in decisions.csv.`,
      ),
      table(
        'One line per item',
        [
          column('Ref.', 'mono', '17mm'),
          column('Connector', 'text', '43mm'),
          column('Grant', 'text', '40mm'),
          column('Grants', 'number', '14mm'),
          column('Tier', 'tier', '17mm'),
          column('Findings', 'text', '20mm'),
          column('Decision', 'decision', '27mm'),
        ],
        items.map((item) => [
          workpaper(references.get(item.itemId) ?? ''),
          item.name,
          `${GRANT_KIND_LABELS[item.kind]}, ${PLATFORM_LABELS[item.platform]}, ${item.tenant}`,
          item.grants,
          item.tier,
          [...new Set(item.findings.map((finding) => finding.rule))].join(', ') || 'None',
          item.decision?.decision ?? null,
        ]),
        '',
      ),
    ];
  },
});
