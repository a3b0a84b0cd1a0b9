import type { ReactNode } from 'react';
import type { ReportBlock } from '../../shared/contract/report-document.ts';
import styles from './blocks.module.css';
import { SafeText } from './SafeText.tsx';

/** The line that closes a section: who prepared and who reviewed it, or blanks to sign on a printed copy. */
export function SignOffBlock({ block }: { readonly block: Extract<ReportBlock, { kind: 'sign-off' }> }): ReactNode {
  return (
    <div className={styles.signOff}>
      <Blank label="Prepared by, date" value={block.prepared} />
      <Blank label="Reviewed by, date" value={block.reviewed} />
    </div>
  );
}

function Blank({ label, value }: { readonly label: string; readonly value: string | null }): ReactNode {
  return (
    <p>
      <span className={styles.muted}>{label}</span>
      <span className={styles.signOffLine}>{value !== null && <SafeText text={value} />}</span>
    </p>
  );
}
