import type { ReactNode } from 'react';
import type { ReportBlock } from '../../shared/contract/report-document.ts';
import styles from './blocks.module.css';
import { SafeText } from './SafeText.tsx';

/** A paragraph; empty lines in the text start a new one. A notice is framed and labelled, never by color alone. */
export function TextBlock({ block }: { readonly block: Extract<ReportBlock, { kind: 'text' }> }): ReactNode {
  const paragraphs = block.text.split(/\n{2,}/u).filter((paragraph) => paragraph.trim() !== '');
  const lines = paragraphs.map((paragraph, index) => (
    <p key={index} className={styles[block.tone]}>
      <SafeText text={paragraph} />
    </p>
  ));
  if (block.tone !== 'notice') return lines;
  return (
    <div className={styles.noticeFrame}>
      <span className={styles.noticeLabel}>Note</span>
      {lines}
    </div>
  );
}
