import type { CSSProperties, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './DataTable.module.css';

export interface TableColumn<Row> {
  readonly id: string;
  readonly title: ReactNode;
  readonly align?: 'left' | 'right' | undefined;
  /** CSS width; the rest is shared. */
  readonly width?: string | undefined;
  readonly cell: (row: Row, index: number) => ReactNode;
}

/** A plain table for up to some hundred rows; headers stay in view while it scrolls. For more use `DataGrid`. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  empty,
  wrap = false,
  onRowPress,
}: {
  /** Accessible name; not shown. */
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row, index: number) => string | number;
  /** Sentence shown instead of no rows. */
  readonly empty: ReactNode;
  /** Lets cells grow over several lines. */
  readonly wrap?: boolean;
  /** Makes rows pressable with the mouse; give the same action to a button or link in a cell for the keyboard. */
  readonly onRowPress?: ((row: Row) => void) | undefined;
}) {
  // What a row is called, for those who hear it: the first column that has a name itself.
  const naming = columns.find(({ title }) => title !== '');
  const least = leastWidth(columns.map(({ width }) => width));
  return (
    <div className={styles.scroller}>
      <table className={cx(styles.table, wrap && styles.wrap)} style={least}>
        <caption className="visually-hidden">{caption}</caption>
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={column.width === undefined ? {} : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={cx(column.align === 'right' && styles.right)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 && (
            <tr>
              <td colSpan={columns.length} className={styles.empty}>
                {empty}
              </td>
            </tr>
          )}
          {rows.map((row, index) => (
            <tr
              key={rowKey(row, index)}
              className={cx(onRowPress !== undefined && styles.pressable)}
              onClick={onRowPress === undefined ? undefined : () => onRowPress(row)}
            >
              {columns.map((column) => {
                const Cell = column === naming ? 'th' : 'td';
                return (
                  <Cell
                    key={column.id}
                    {...(column === naming ? { scope: 'row' } : {})}
                    className={cx(column.align === 'right' && styles.right)}
                  >
                    {column.cell(row, index)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Below this the table scrolls sideways in a narrow window: what is fixed, and something to read in each other column. */
function leastWidth(widths: readonly (string | undefined)[]): CSSProperties & Record<'--least', string> {
  const least = widths.map((width) => Number(/^(\d+)px$/.exec(width ?? '')?.[1] ?? 130));
  return { '--least': `${least.reduce((sum, width) => sum + width, 0)}px` };
}
