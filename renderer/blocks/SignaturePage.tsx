import type { ReactNode } from 'react';
import type { ReportBlock, ReportSection } from '../../shared/contract/report-document.ts';
import { Block } from './Block.tsx';
import styles from './blocks.module.css';
import { SafeText } from './SafeText.tsx';
import { SignatureBlock } from './SignatureBlock.tsx';

type Signature = Extract<ReportBlock, { kind: 'signature' }>;

/**
 * The last page: what the signature section says, and below it both signature frames at their fixed places. It is
 * drawn even when no section asks for it, because the signing code always signs on the last page.
 */
export function SignaturePage({ section }: { readonly section: ReportSection | null }): ReactNode {
  const signatures: Signature[] = [];
  const others: Exclude<ReportBlock, Signature>[] = [];
  for (const block of section?.blocks ?? []) {
    if (block.kind === 'signature') signatures.push(block);
    else others.push(block);
  }
  return (
    <section className={styles.signaturePage} id={section === null ? 'signatures' : `section-${section.id}`}>
      <h2 className={styles.heading1}>
        {section !== null && <span className={styles.sectionNumber}>{section.number}</span>}
        <SafeText text={section?.title ?? 'Signatures'} />
      </h2>
      {others.map((block, index) => (
        <Block key={index} block={block} />
      ))}
      <SignatureBlock order={0} block={signatures[0] ?? null} />
      <SignatureBlock order={1} block={signatures[1] ?? null} />
    </section>
  );
}
