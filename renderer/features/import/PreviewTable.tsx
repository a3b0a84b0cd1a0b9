import type { ImportPlan } from '../../../shared/contract/imports.ts';
import { formatCounted } from '../../components/format.ts';
import styles from './PreviewTable.module.css';

/** The first records as they stand in the file; cells are inert text and secrets are masked. */
export function PreviewTable({ plan }: { readonly plan: ImportPlan }) {
  if (plan.preview.length === 0) return <p className={styles.empty}>There is no record to show.</p>;
  return (
    // A region that scrolls must be reachable by keyboard.
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={`First records of ${plan.fileName}`}>
      <table className={styles.table}>
        <caption className="visually-hidden">{formatCounted(plan.preview.length, 'record')}</caption>
        <thead>
          <tr>
            {plan.columns.map((column, index) => (
              <th key={index} scope="col">
                <bdi>{column}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.preview.map((row, index) => (
            <tr key={index}>
              {row.map((cell, position) => (
                <td key={position}>
                  <bdi title={cell}>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
