import type { ReportBlock } from '../../../shared/contract/report.ts';

type Table = Extract<ReportBlock, { kind: 'table' }>;
type Chart = Extract<ReportBlock, { kind: 'chart' }>;
type Cell = Table['rows'][number][number];
type Column = Table['columns'][number];

/** A workpaper reference as it is printed: `A1` becomes `WP-A1`. */
export function workpaper(code: string): string {
  return `WP-${code}`;
}

/** A heading with its workpaper reference; what follows it can be cited by that reference. */
export function heading(code: string, text: string): ReportBlock {
  return { kind: 'heading', level: 2, text, reference: workpaper(code) };
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
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  empty: string,
): ReportBlock {
  return { kind: 'table', caption, columns: [...columns], rows: rows.map((row) => [...row]), empty };
}

interface Bars {
  readonly title: string;
  readonly unit: string;
  readonly tone?: Chart['series'][number]['tone'];
  readonly points: readonly (readonly [label: string, value: number])[];
}

/** A bar chart of one series; its alternative text says every number. */
export function bars({ title, unit, tone = 'accent', points }: Bars): ReportBlock {
  return {
    kind: 'chart',
    chart: 'bar',
    title,
    alternative: `Bar chart. ${title} (${unit}): ${points.map(([label, value]) => `${label} ${value}`).join(', ')}.`,
    unit,
    series: [{ key: 'value', label: title, tone }],
    points: points.map(([label, value]) => ({ label, values: { value } })),
  };
}
