import type { ReactNode } from 'react';
import { DECISION_LABELS } from '../../../shared/domain/terms.ts';
import { Button } from '../../components/Button.tsx';
import { formatCounted } from '../../components/format.ts';
import { agrees } from './draft.ts';
import styles from './RecommendationBox.module.css';
import { follow, type ReviewActions } from './review-actions.ts';

/**
 * What the rules recommend. On high risk it is not in the page until the reviewer has chosen or asks for it, so that the
 * first judgment is the reviewer's own; what was chosen before stays on record beside the decision.
 */
export function RecommendationBox(actions: ReviewActions) {
  const { draft, blind, isLocked } = actions;
  if (blind.isCovered)
    return (
      <Box title="Recommendation">
        <p className={styles.because}>
          Covered on high risk until you have chosen, so that you judge first. Choosing shows what the rules recommend;
          both are recorded.
        </p>
        <div className={styles.actions}>
          <Button size="small" shortcut="r" onPress={blind.reveal}>
            Show it now
          </Button>
        </div>
      </Box>
    );
  if (!blind.isRevealed) return <Box title="Recommendation" />;
  const { recommendation } = blind;
  if (recommendation === null)
    return (
      <Box title="No recommendation">
        <p className={styles.because}>No finding leads to one. The decision is yours.</p>
        <First {...actions} />
      </Box>
    );
  return (
    <Box
      title={
        <>
          Recommended: {DECISION_LABELS[recommendation.decision]}
          {recommendation.scopes.length > 0 && (
            <span className={styles.scopes}>({formatCounted(recommendation.scopes.length, 'scope')})</span>
          )}
        </>
      }
    >
      <div className={styles.actions}>
        <Button
          size="small"
          shortcut="A"
          aria-pressed={agrees(draft, recommendation)}
          isDisabled={isLocked}
          onPress={() => follow(actions)}
        >
          Agree
        </Button>
        {draft.decision !== null && (
          <span className={styles.verdict} role="status">
            {agrees(draft, recommendation)
              ? 'You agree'
              : draft.decision === recommendation.decision
                ? 'The scopes marked differ'
                : 'You disagree'}
          </span>
        )}
      </div>
      <First {...actions} />
      <p className={styles.because}>Of the whole item: the one that counts.</p>
      <p className={styles.because} title={recommendation.because}>
        <bdi>{recommendation.because}</bdi>
      </p>
    </Box>
  );
}

/** The choice made before the recommendation was shown, once another one took its place. */
function First({ draft }: ReviewActions) {
  if (draft.provisional === null || draft.decision === draft.provisional) return null;
  return (
    <p className={styles.verdict}>
      Before it was shown you chose {DECISION_LABELS[draft.provisional]}.
      {draft.decision !== null && ' Both are recorded.'}
    </p>
  );
}

function Box({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) {
  return (
    <section className={styles.box} aria-label="Recommendation">
      <h2 className={styles.heading}>{title}</h2>
      {children}
    </section>
  );
}
