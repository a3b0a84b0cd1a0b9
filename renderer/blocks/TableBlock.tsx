import type { ReactNode } from 'react';
import type { ReportBlock } from '../../shared/contract/report-document.ts';
import { CellValue } from './CellValue.tsx';
import styles from './blocks.module.css';
import { INDEX_TABLE, IndexedReference, indexLineId, Reference } from './Reference.tsx';
import { SafeText } from './SafeText.tsx';

type Table = Extract<ReportBlock, { kind: 'table' }>;

/** A captioned table whose header row repeats on every printed page. */
export function TableBlock({ block }: { readonly block: Table }): ReactNode {
  const isFixed = block.columns.some((column) => column.width !== null);
  return (
    <table className={isFixed ? `${styles.table} ${styles.tableFixed}` : styles.table}>
      <caption>
        <Reference text={block.reference} name={block.id} />
        <SafeText text={block.caption} />
      </caption>
      <colgroup>
        {block.columns.map((column, index) => (
          <col key={index} style={column.width === null ? undefined : { width: column.width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {block.columns.map((column, index) => (
            <th key={index} scope="col" className={column.align === 'right' ? styles.right : undefined}>
              <SafeText text={column.title} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.length === 0 && (
          <tr>
            <td colSpan={Math.max(1, block.columns.length)} className={styles.muted}>
              {block.empty}
            </td>
          </tr>
        )}
        {block.rows.map((row, rowIndex) => (
          <tr key={rowIndex} id={block.id === INDEX_TABLE ? indexLineId(String(row[1])) : undefined}>
            {block.columns.map((column, index) => (
              <td key={index} className={column.align === 'right' ? styles.right : undefined}>
                {block.id === INDEX_TABLE && index === 0 ? (
                  <IndexedReference text={String(row[index])} />
                ) : (
                  <CellValue value={row[index] ?? null} style={column.style} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
