import type { TrialResult } from '../../../shared/contract/imports.ts';
import { formatCount, formatCounted } from '../../components/format.ts';
import styles from './TrialText.module.css';

const SHOWN = 5;

/** What reading the first records of a file gives, before anything is imported. */
export function TrialText({ trial }: { readonly trial: TrialResult }) {
  return (
    <div className={styles.trial} role="status">
      <p>
        Tried on {trial.isWhole ? 'all' : 'the first'} {formatCounted(trial.checked, 'record')}:{' '}
        <strong>{formatCount(trial.accepted)} usable</strong>
        {trial.unattributed > 0 && `, of which ${formatCount(trial.unattributed)} without an app`},{' '}
        <strong>{formatCount(trial.rejected)} rejected</strong>, {formatCount(trial.notRelevant)} not relevant. Records
        that repeat others are found at the import.
      </p>
      {trial.reasons.length > 0 && (
        <ul className={styles.reasons}>
          {trial.reasons.slice(0, SHOWN).map((one) => (
            <li key={`${one.outcome} ${one.reason}`}>
              {formatCount(one.count)} {one.outcome === 'rejected' ? 'rejected' : 'not relevant'}:{' '}
              <bdi>{one.reason}</bdi>
            </li>
          ))}
          {trial.reasons.length > SHOWN && <li>and {formatCounted(trial.reasons.length - SHOWN, 'further reason')}</li>}
        </ul>
      )}
    </div>
  );
}
