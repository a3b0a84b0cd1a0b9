import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { DECISION_LABELS } from '../../../../shared/domain/vocabulary.ts';
import { column, table } from '../blocks.ts';
import { DECISION_COLUMNS, decisionCounts } from '../figures.ts';
import type { ReportItem } from '../model.ts';
import type { WorkpaperId } from '../workpapers.ts';

export interface DecisionRow {
  readonly label: string | number | null;
  readonly items: readonly ReportItem[];
}

/** Items of each row by decision; the columns after `Items` add up to it. */
export function decisionTable(
  id: WorkpaperId,
  caption: string,
  first: { readonly title: string; readonly style: 'text' | 'tier' },
  rows: readonly DecisionRow[],
): ReportBlock {
  return table(
    id,
    caption,
    [
      column(first.title, first.style, '34mm'),
      column('Items', 'number', '14mm'),
      ...DECISION_COLUMNS.map((kind) => column(LABELS[kind], 'number', kind === 'undecided' ? '22mm' : '18mm')),
    ],
    rows.map(({ label, items }) => [label, items.length, ...decisionCounts(items)]),
    'The case holds no review item.',
  );
}

const LABELS: Readonly<Record<(typeof DECISION_COLUMNS)[number], string>> = {
  certify: DECISION_LABELS.certify,
  conditional: 'Condition',
  reduce: 'Reduce',
  revoke: DECISION_LABELS.revoke,
  escalate: DECISION_LABELS.escalate,
  open: 'Need info',
  undecided: 'No decision',
};
