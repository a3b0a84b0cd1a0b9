import { type QualityVerdict, type Verdict, VERDICT_LABELS } from '../../../shared/contract/quality.ts';
import type { Tone } from '../../components/Badge.tsx';
import { formatCount, formatCounted } from '../../components/format.ts';
import { Callout } from '../../components/Page.tsx';
import styles from './quality.module.css';

const TONES: Readonly<Record<Verdict, Tone>> = {
  effective: 'good',
  'with-reservations': 'medium',
  'not-effective': 'high',
  'not-measurable': 'neutral',
};

/** How far a review is whose figures are shown. */
export interface SoFar {
  readonly decided: number;
  readonly total: number;
}

/** What the figures say, and why; while items are open, only so far, and nothing is praised. */
export function VerdictNote({
  verdict: { verdict, reasons },
  soFar,
}: {
  readonly verdict: QualityVerdict;
  readonly soFar: SoFar;
}) {
  const isOpen = soFar.decided < soFar.total;
  const label = VERDICT_LABELS[verdict];
  return (
    <div className={styles.verdict}>
      <Callout
        tone={isOpen && verdict === 'effective' ? 'neutral' : TONES[verdict]}
        title={
          isOpen
            ? `${label}, so far: ${formatCount(soFar.decided)} of ${formatCounted(soFar.total, 'item')} decided`
            : label
        }
      >
        <ul className={styles.reasons}>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        <p>This is how the review was done. What can be said after it is the conclusion of the report.</p>
      </Callout>
    </div>
  );
}
