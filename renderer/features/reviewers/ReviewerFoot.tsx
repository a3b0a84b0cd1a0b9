import { useState } from 'react';
import { Icon } from '../../components/Icon.tsx';
import { reviewerName, useHasReviewers, useReviewer } from './reviewer-name.ts';
import { Reviewers } from './Reviewers.tsx';
import styles from './reviewers.module.css';

/** Whose profile is in use, at the foot of the rail. Nothing while nobody made a second one or named the first. */
export function ReviewerFoot() {
  const reviewer = useReviewer();
  const isShown = useHasReviewers();
  const [isOpen, setIsOpen] = useState(false);
  if (reviewer === undefined || !isShown) return null;
  return (
    <>
      <button
        type="button"
        className={styles.foot}
        aria-label={`Profile: ${reviewerName(reviewer)}`}
        title={reviewerName(reviewer)}
        onClick={() => setIsOpen(true)}
      >
        <Icon name="person" />
        <bdi className={styles.footName}>{reviewerName(reviewer)}</bdi>
      </button>
      {isOpen && <Reviewers onClose={() => setIsOpen(false)} />}
    </>
  );
}
