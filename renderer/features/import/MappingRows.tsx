import type { TrialRow } from '../../../shared/contract/imports.ts';
import { Badge } from '../../components/Badge.tsx';
import styles from './MappingRows.module.css';

/** The first records as they would be read, each with what was made of it. */
export function MappingRows({ rows }: { readonly rows: readonly TrialRow[] }) {
  const labels = [...new Set(rows.flatMap((row) => row.values.map((one) => one.label)))];
  return (
    <section className={styles.rows}>
      <h3 className={styles.title}>
        {rows.length === 1 ? 'The first record, as it' : `The first ${rows.length} records, as they`} would be read
      </h3>
      <div className={styles.scroller} tabIndex={0} role="region" aria-label="First records as they would be read">
        <table className={styles.table}>
          <caption className="visually-hidden">First records as they would be read</caption>
          <thead>
            <tr>
              <th scope="col" className={styles.line}>
                Line
              </th>
              <th scope="col">Becomes</th>
              {labels.map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={`${row.line} ${index}`}>
                <td className={styles.line}>{row.line}</td>
                <td>
                  {row.outcome === 'accepted' ? (
                    <Badge tone="good" icon="check">
                      Usable
                    </Badge>
                  ) : (
                    <Badge tone={row.outcome === 'rejected' ? 'high' : 'neutral'}>
                      {row.outcome === 'rejected' ? 'Rejected' : 'Not relevant'}
                    </Badge>
                  )}
                </td>
                {row.outcome === 'accepted' ? (
                  labels.map((label) => {
                    const value = row.values.find((one) => one.label === label)?.value ?? '';
                    return (
                      <td key={label}>
                        <bdi title={value}>{value}</bdi>
                      </td>
                    );
                  })
                ) : (
                  <td colSpan={Math.max(1, labels.length)} className={styles.reason}>
                    <bdi>{row.reason}</bdi>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
