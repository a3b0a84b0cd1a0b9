import type { ReactNode } from 'react';
import type { ReportDocument, ReportSection } from '../../shared/contract/report-document.ts';
import styles from './blocks.module.css';
import { SafeText } from './SafeText.tsx';
import { showTarget } from './show-target.ts';

/** The cover is one page: with the contents, more reasons would not fit on it. */
const MOST_REASONS = 5;
const LONGEST_REASON = 150;

/** Title, identity, computed conclusion with its reasons, and the contents. */
export function Cover({
  document: report,
  sections,
}: {
  readonly document: ReportDocument;
  readonly sections: readonly ReportSection[];
}): ReactNode {
  return (
    <header className={styles.cover}>
      <p className={styles.brand}>
        Countersign
        {report.isDraft && <span className={styles.draft}>Draft, not signed</span>}
      </p>
      <h1 className={styles.title}>
        <SafeText text={report.title} />
      </h1>
      <p className={styles.subtitle}>
        <SafeText text={report.subtitle} />
      </p>
      <p className={styles.kind}>
        <SafeText text={report.templateLabel} />
      </p>
      <dl className={styles.coverFacts}>
        {report.cover.map((row) => (
          <div key={row.label}>
            <dt>{row.label}</dt>
            <dd className={row.mono ? styles.mono : undefined}>
              <SafeText text={row.value} />
            </dd>
          </div>
        ))}
      </dl>
      {report.partial !== null && (
        <div className={styles.noticeFrame}>
          <span className={styles.noticeLabel}>Not the full report</span>
          <p className={styles.notice}>
            <SafeText text={report.partial} />
          </p>
        </div>
      )}
      <div className={`${styles.conclusion} ${styles[CONCLUSION_TONES[report.conclusion.class]] ?? ''}`}>
        <p className={styles.conclusionLabel}>Conclusion</p>
        <p className={styles.conclusionText}>
          <SafeText text={report.conclusion.label} />
        </p>
        {report.conclusion.reasons.length > 0 && (
          <ul className={styles.reasons}>
            {report.conclusion.reasons.slice(0, MOST_REASONS).map((reason, index) => (
              <li key={index}>
                <SafeText text={shortened(reason)} />
              </li>
            ))}
            {report.conclusion.reasons.length > MOST_REASONS && (
              <li>And {report.conclusion.reasons.length - MOST_REASONS} more, which section 1 lists.</li>
            )}
          </ul>
        )}
      </div>
      <nav aria-label="Contents" className={styles.contents}>
        <p className={styles.contentsTitle}>Contents</p>
        <ol>
          {sections.map((section) => (
            <li key={section.id}>
              <a href={`#section-${section.id}`} onClick={showTarget}>
                <span className={styles.sectionNumber}>{section.number}</span>
                <SafeText text={section.title} />
              </a>
            </li>
          ))}
        </ol>
      </nav>
    </header>
  );
}

const CONCLUSION_TONES = {
  unqualified: 'conclusionGood',
  qualified: 'conclusionWarning',
  'scope-limitation': 'conclusionWarning',
  none: 'conclusionNone',
} as const;

function shortened(reason: string): string {
  return reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason;
}
