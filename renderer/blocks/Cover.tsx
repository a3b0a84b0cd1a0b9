import type { ReactNode } from 'react';
import type { ReportDocument, ReportSection } from '../../shared/contract/report.ts';
import styles from './blocks.module.css';
import { SafeText } from './SafeText.tsx';

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
      <dl className={styles.coverFacts}>
        <div>
          <dt>Report</dt>
          <dd className={styles.mono}>{report.reportId}</dd>
        </div>
        <div>
          <dt>Made</dt>
          <dd>{utc(report.createdAt)}</dd>
        </div>
      </dl>
      <div className={`${styles.conclusion} ${styles[CONCLUSION_TONES[report.conclusion.class]] ?? ''}`}>
        <p className={styles.conclusionLabel}>Conclusion</p>
        <p className={styles.conclusionText}>{report.conclusion.label}</p>
        {report.conclusion.reasons.length > 0 && (
          <ul className={styles.reasons}>
            {report.conclusion.reasons.map((reason, index) => (
              <li key={index}>
                <SafeText text={reason} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <nav aria-label="Contents" className={styles.contents}>
        <p className={styles.contentsTitle}>Contents</p>
        <ol>
          {sections.map((section) => (
            <li key={section.id}>
              <a href={`#section-${section.id}`} onClick={showSection}>
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

function utc(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

// The address bar's hash belongs to the app's own pages, so the link scrolls instead of navigating. In print it stays
// a link inside the file.
function showSection(event: { preventDefault(): void; currentTarget: HTMLAnchorElement }): void {
  event.preventDefault();
  const id = event.currentTarget.hash.slice(1);
  window.document.getElementById(id)?.scrollIntoView();
}
