import type { ReactNode } from 'react';
import type { ReportBlock } from '../../shared/contract/report-document.ts';
import styles from './blocks.module.css';
import { SafeText } from './SafeText.tsx';

/** Label and value pairs, one a line. */
export function FactsBlock({ block }: { readonly block: Extract<ReportBlock, { kind: 'facts' }> }): ReactNode {
  return (
    <dl className={styles.facts}>
      {block.rows.map((row, index) => (
        <div key={index} className={styles.fact}>
          <dt>
            <SafeText text={row.label} />
          </dt>
          <dd className={row.mono ? styles.mono : undefined}>
            <SafeText text={row.value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
