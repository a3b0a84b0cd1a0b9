import { useState } from 'react';
import { DECISION_LABELS, tierRank } from '../../../shared/domain/vocabulary.ts';
import { Button } from '../../components/Button.tsx';
import { formatCounted } from '../../components/format.ts';
import styles from './RecommendationBox.module.css';
import { choose, type ReviewActions } from './review-keys.ts';

/**
 * What the rules recommend, to agree or disagree with. On items of tier 3, 4 or unrated it stays covered until the
 * reviewer has chosen or asks for it, so that the first judgment is the reviewer's own.
 */
export function RecommendationBox(actions: ReviewActions) {
  const { item, draft, change, isLocked } = actions;
  const [isUncovered, setUncovered] = useState(false);
  const { recommendation } = item;
  const isShown =
    isUncovered || draft.decision !== null || item.decision !== null || tierRank(item.item.highestTier) < 3;

  if (recommendation === null) {
    return (
      <section className={styles.box} aria-label="Recommendation">
        <h2 className={styles.heading}>No recommendation</h2>
        <p className={styles.because}>No finding leads to one. The decision is yours.</p>
      </section>
    );
  }
  if (!isShown) {
    return (
      <section className={styles.box} aria-label="Recommendation">
        <h2 className={styles.heading}>Recommendation</h2>
        <p className={styles.because}>Covered on high-risk items until you have chosen, so that you judge first.</p>
        <div className={styles.actions}>
          <Button size="small" onPress={() => setUncovered(true)}>
            Show it now
          </Button>
        </div>
      </section>
    );
  }
  return (
    <section className={styles.box} aria-label="Recommendation">
      <h2 className={styles.heading}>
        Recommended: {DECISION_LABELS[recommendation.decision]}
        {recommendation.scopes.length > 0 && (
          <span className={styles.scopes}>({formatCounted(recommendation.scopes.length, 'scope')})</span>
        )}
      </h2>
      <div className={styles.actions}>
        <Button
          size="small"
          shortcut="a"
          aria-pressed={draft.agreed === true}
          isDisabled={isLocked}
          onPress={() => choose(actions, recommendation.decision)}
        >
          Agree
        </Button>
        <Button
          size="small"
          shortcut="x"
          aria-pressed={draft.agreed === false}
          isDisabled={isLocked}
          onPress={() => change({ type: 'disagree' })}
        >
          Disagree
        </Button>
        {draft.agreed !== null && (
          <span className={styles.verdict} role="status">
            {draft.agreed ? 'You agree' : 'You disagree'}
          </span>
        )}
      </div>
      <p className={styles.because} title={recommendation.because}>
        <bdi>{recommendation.because}</bdi>
      </p>
    </section>
  );
}
