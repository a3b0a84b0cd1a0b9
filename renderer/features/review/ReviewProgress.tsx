import type { z } from 'zod';
import type { reviewProgress } from '../../../shared/contract/review.ts';
import { cx } from '../../components/cx.ts';
import { formatCount } from '../../components/format.ts';
import { Progress } from '../../components/Progress.tsx';
import styles from './ReviewProgress.module.css';

const NONE = { total: 0, decided: 0, open: 0, answered: 0, highRiskOpen: 0 };

/** How much of the campaign is decided; stays in view on the queue and on every item. */
export function ReviewProgress({
  progress,
  isBesideName = false,
}: {
  readonly progress: z.output<typeof reviewProgress> | undefined;
  /** In a small window it leaves room for the name that stands in the same line. */
  readonly isBesideName?: boolean;
}) {
  const { total, decided, open, answered, highRiskOpen } = progress ?? NONE;
  return (
    <div className={cx(styles.progress, isBesideName && styles.besideName)}>
      <p className={styles.text}>
        <strong>{formatCount(decided)}</strong> of {formatCount(total)} decided
        <span className={styles.rest}>
          {formatCount(open)} open
          {answered > 0 && `, ${formatCount(answered)} answered`}, {formatCount(highRiskOpen)} high risk
        </span>
      </p>
      <Progress
        label="Decided review items"
        value={decided}
        total={total}
        text={`${formatCount(decided)} of ${formatCount(total)}`}
        hideLabel
      />
    </div>
  );
}
