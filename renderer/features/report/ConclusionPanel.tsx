import type { z } from 'zod';
import { CONCLUSION_LABELS, type ReportDocument } from '../../../shared/contract/report-document.ts';
import type { reviewProgress } from '../../../shared/contract/review.ts';
import { Badge, type Tone } from '../../components/Badge.tsx';
import { formatCount, formatCounted } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Callout } from '../../components/Page.tsx';
import { SkeletonRows } from '../../components/State.tsx';
import styles from './ConclusionPanel.module.css';

const TONES: Readonly<Record<ReportDocument['conclusion']['class'], Tone>> = {
  unqualified: 'good',
  qualified: 'medium',
  'scope-limitation': 'medium',
  none: 'high',
};

/** The computed conclusion with its reasons, and what is still undecided. It cannot be set by hand. */
export function ConclusionPanel({
  report,
  progress,
}: {
  readonly report: ReportDocument | undefined;
  readonly progress: z.output<typeof reviewProgress> | undefined;
}) {
  return (
    <section className={styles.panel} aria-label="Conclusion">
      <h2 className={styles.heading}>Conclusion</h2>
      {report === undefined ? (
        <SkeletonRows rows={3} height={22} />
      ) : (
        <>
          <p className={styles.class}>
            <Badge tone={TONES[report.conclusion.class]}>{CONCLUSION_LABELS[report.conclusion.class]}</Badge>
          </p>
          {report.conclusion.label !== CONCLUSION_LABELS[report.conclusion.class] && (
            <p className={styles.label}>{report.conclusion.label}</p>
          )}
          {report.conclusion.reasons.length > 0 && (
            <ul className={styles.reasons}>
              {report.conclusion.reasons.map((reason, index) => (
                <li key={index}>
                  <bdi>{reason}</bdi>
                </li>
              ))}
            </ul>
          )}
          <p className={styles.note}>
            Computed from the decisions and the evidence.{' '}
            {report.conclusion.computed === 'none'
              ? 'Nobody can raise it.'
              : 'You can lower it with a reason below, and nobody can raise it.'}
          </p>
        </>
      )}
      {progress !== undefined && progress.open > 0 && (
        <Callout
          tone="medium"
          title={`${formatCounted(progress.open, 'item')} undecided, ${formatCount(progress.highRiskOpen)} high risk`}
        >
          The report will say so. <LinkText to="/review">Go on reviewing</LinkText>
        </Callout>
      )}
    </section>
  );
}
