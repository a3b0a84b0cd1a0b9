import { reviewerName, useHasReviewers, useReviewer } from './reviewer-name.ts';
import styles from './reviewers.module.css';

/** Whose settings these are, where there is more than one to tell apart. */
export function CurrentReviewer() {
  const reviewer = useReviewer();
  const isShown = useHasReviewers();
  if (reviewer === undefined || !isShown) return null;
  return (
    <p className={styles.quiet}>
      These settings belong to the profile of <bdi>{reviewerName(reviewer)}</bdi>.
    </p>
  );
}
