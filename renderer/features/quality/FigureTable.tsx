import type { FigureRow } from '../../../shared/contract/quality.ts';
import { DataTable } from '../../components/DataTable.tsx';
import styles from './quality.module.css';

/** Figures in words, with what each rests on; what they cannot show is one step away. */
export function FigureTable({
  caption,
  rows,
  limits,
}: {
  readonly caption: string;
  readonly rows: readonly FigureRow[];
  readonly limits: readonly string[];
}) {
  return (
    <>
      <DataTable
        caption={caption}
        wrap
        columns={[
          { id: 'label', title: 'Figure', width: '44%', cell: (row: FigureRow) => row.label },
          { id: 'value', title: 'Value', cell: (row) => <span className={styles.value}>{row.value}</span> },
          {
            id: 'basis',
            title: 'Measured on',
            width: '30%',
            cell: (row) => <span className={styles.quiet}>{row.basis}</span>,
          },
        ]}
        rows={rows}
        rowKey={(row) => row.label}
        empty=""
      />
      <details className={styles.limits}>
        <summary>What these figures cannot show</summary>
        <ul className={styles.reasons}>
          {limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
