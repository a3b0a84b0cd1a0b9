import type { ReportBlock } from '../../../shared/contract/report-document.ts';
import type { WorkpaperId } from './workpapers.ts';

type Table = Extract<ReportBlock, { kind: 'table' }>;
type Chart = Extract<ReportBlock, { kind: 'chart' }>;
type Cell = Table['rows'][number][number];
type Column = Table['columns'][number];

/** A workpaper reference as it is printed: `W8.3`. */
export function workpaper(section: string, code: string): string {
  return `W${section}.${code}`;
}

/**
 * A heading under which what follows can be cited. The document numbers headings within their section, `W8.1` and on; one
 * with a code of its own keeps it.
 */
export function heading(text: string, code: string | null = null): ReportBlock {
  return { kind: 'heading', level: 2, text, reference: code };
}

export function subheading(text: string): ReportBlock {
  return { kind: 'heading', level: 3, text, reference: null };
}

/** A paragraph. `notice` is framed: use it for what a reader must not miss. */
export function text(content: string, tone: 'normal' | 'muted' | 'strong' | 'notice' = 'normal'): ReportBlock {
  return { kind: 'text', text: content, tone };
}

/** Label and value pairs; rows whose value is null are left out. */
export function facts(
  rows: readonly (readonly [label: string, value: string | null, style?: 'mono' | undefined])[],
): ReportBlock {
  return {
    kind: 'facts',
    rows: rows.flatMap(([label, value, style]) => (value === null ? [] : [{ label, value, mono: style === 'mono' }])),
  };
}

/** A column; a number column is aligned right. Widths are CSS, give them to all columns of a table or to none. */
export function column(title: string, style: Column['style'] | 'number' = 'text', width: string | null = null): Column {
  return style === 'number' ? { title, align: 'right', width, style: 'text' } : { title, align: 'left', width, style };
}

/** A table. `empty` is the sentence shown when there are no rows, so that nothing is told apart from not looked at. */
export function table(
  id: WorkpaperId,
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  empty: string,
): ReportBlock {
  return {
    kind: 'table',
    id,
    reference: null,
    caption,
    columns: [...columns],
    rows: rows.map((row) => [...row]),
    empty,
  };
}

interface Bars {
  readonly id: WorkpaperId;
  readonly title: string;
  readonly unit: string;
  readonly tone?: Chart['series'][number]['tone'];
  readonly points: readonly (readonly [label: string, value: number])[];
}

/** A bar chart of one series; its alternative text says every number. */
export function bars({ id, title, unit, tone = 'accent', points }: Bars): ReportBlock {
  return {
    kind: 'chart',
    id,
    reference: null,
    chart: 'bar',
    title,
    alternative: `Bar chart. ${title} (${unit}): ${points.map(([label, value]) => `${label} ${value}`).join(', ')}.`,
    unit,
    series: [{ key: 'value', label: title, tone }],
    points: points.map(([label, value]) => ({ label, values: { value } })),
  };
}
