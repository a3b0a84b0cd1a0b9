import { type QualityVerdict, type Verdict, VERDICT_LABELS } from '../../../shared/contract/quality.ts';
import type { Tone } from '../../components/Badge.tsx';
import { Callout } from '../../components/Page.tsx';
import styles from './quality.module.css';

const TONES: Readonly<Record<Verdict, Tone>> = {
  effective: 'good',
  'with-reservations': 'medium',
  'not-effective': 'high',
  'not-measurable': 'neutral',
};

/** What the figures say, and why. */
export function VerdictNote({ verdict: { verdict, reasons } }: { readonly verdict: QualityVerdict }) {
  return (
    <div className={styles.verdict}>
      <Callout tone={TONES[verdict]} title={VERDICT_LABELS[verdict]}>
        <ul className={styles.reasons}>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </Callout>
    </div>
  );
}
