import type { ReactNode } from 'react';
import type { ReportDocument } from '../../shared/contract/report-document.ts';
import { Block } from './Block.tsx';
import styles from './blocks.module.css';
import { Cover } from './Cover.tsx';
import { HasIndex, INDEX_TABLE } from './Reference.tsx';
import { SafeText } from './SafeText.tsx';
import { SignaturePage } from './SignaturePage.tsx';

/** The whole report as it is previewed and printed. The section that holds signatures always comes last. */
export function ReportPaper({ document: report }: { readonly document: ReportDocument }): ReactNode {
  const signing = report.sections.find((section) => section.blocks.some((block) => block.kind === 'signature'));
  const sections = report.sections.filter((section) => section !== signing);
  const hasIndex = sections.some(({ blocks }) =>
    blocks.some((block) => block.kind === 'table' && block.id === INDEX_TABLE),
  );
  return (
    <HasIndex value={hasIndex}>
      <article className={styles.paper} lang={report.language}>
        <Cover document={report} sections={signing === undefined ? sections : [...sections, signing]} />
        {sections.map((section) => (
          <section
            key={section.id}
            id={`section-${section.id}`}
            className={section.pageBreak ? `${styles.section} ${styles.pageBreak}` : styles.section}
          >
            <h2 className={styles.heading1}>
              <span className={styles.sectionNumber}>{section.number}</span>
              <SafeText text={section.title} />
            </h2>
            {section.blocks.map((block, index) =>
              block.kind === 'signature' ? null : <Block key={index} block={block} />,
            )}
          </section>
        ))}
        <SignaturePage section={signing ?? null} />
      </article>
    </HasIndex>
  );
}
