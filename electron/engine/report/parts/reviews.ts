import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { column, table } from '../blocks.ts';
import type { ReportItem, ReportModel } from '../model.ts';
import { timeText } from '../words.ts';

const ROUNDS = { first: 'First', second: 'Second', adjudication: 'Settled' } as const;

/** Every review of an item where more than one decision was taken on it, those taken back included. */
export function reviewsOf(item: ReportItem, { quality }: ReportModel): ReportBlock[] {
  const acts = quality.acts.filter((act) => act.item === item.itemId);
  if (acts.length < 2) return [];
  return [
    table(
      'item-reviews',
      'All decisions on this item, the oldest first',
      [
        column('Review', 'text', '20mm'),
        column('Decision', 'decision', '30mm'),
        column('Rationale', 'text', '80mm'),
        column('By, time', 'text', '48mm'),
      ],
      acts.map((act) => [
        ROUNDS[act.round],
        act.decision,
        act.isUndone ? `${act.reason} (taken back)` : act.reason,
        `${act.by}, ${timeText(act.at)}`,
      ]),
      '',
    ),
  ];
}
