import type { ReactNode } from 'react';
import type { ReportBlock } from '../../shared/contract/report-document.ts';
import styles from './blocks.module.css';
import { SafeText } from './SafeText.tsx';

/** A heading inside a section. The section title is h2, so the levels 2 and 3 of a block become h3 and h4. */
export function HeadingBlock({ block }: { readonly block: Extract<ReportBlock, { kind: 'heading' }> }): ReactNode {
  const Tag = block.level === 2 ? 'h3' : 'h4';
  return (
    <Tag className={block.level === 2 ? styles.heading2 : styles.heading3}>
      <SafeText text={block.text} />
      {block.reference !== null && <span className={styles.reference}>{block.reference}</span>}
    </Tag>
  );
}
