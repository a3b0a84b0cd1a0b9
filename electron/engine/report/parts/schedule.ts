import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { GRANT_KIND_LABELS, PLATFORM_LABELS } from '../../../../shared/domain/vocabulary.ts';
import { column, heading, table, text } from '../blocks.ts';
import { itemReferences, scheduledItems } from '../figures.ts';
import type { ReportModel } from '../model.ts';
import { counted } from '../words.ts';

/** One line for each item that is not shown in full. */
export function schedule(model: ReportModel): ReportBlock[] {
  const references = itemReferences(model);
  const items = scheduledItems(model);
  return [
    heading('Schedule of all other items', 'S'),
    text(
      `${counted(items.length, 'item')}. Scopes and what the evidence shows of them are in report.json of the evidence bundle, rationales in decisions.csv.`,
    ),
    table(
      'schedule',
      'One line per item: below tier 3 and without a critical or high finding',
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
        references.get(item.itemId) ?? '',
        item.name,
        `${GRANT_KIND_LABELS[item.kind]}, ${PLATFORM_LABELS[item.platform]}, ${item.tenant}`,
        item.grants,
        item.tier,
        [...new Set(item.findings.map((finding) => finding.rule))].join(', ') || 'None',
        item.decision?.decision ?? null,
      ]),
      'Every item is shown in full above, or the case holds none.',
    ),
  ];
}
