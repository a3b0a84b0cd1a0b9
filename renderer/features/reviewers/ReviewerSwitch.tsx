import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { reviewerName, useHasReviewers, useReviewer } from './reviewer-name.ts';
import { Reviewers } from './Reviewers.tsx';

/** Beside the recent cases: whose they are, and the way to somebody else's. */
export function ReviewerSwitch() {
  const reviewer = useReviewer();
  const isNamed = useHasReviewers();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        variant={isNamed ? 'secondary' : 'ghost'}
        icon="person"
        {...(isNamed && reviewer !== undefined
          ? { 'aria-label': `Profile: ${reviewerName(reviewer)}. Choose another` }
          : {})}
        onPress={() => setIsOpen(true)}
      >
        {isNamed && reviewer !== undefined ? <bdi>{reviewerName(reviewer)}</bdi> : 'Profiles…'}
      </Button>
      {isOpen && <Reviewers onClose={() => setIsOpen(false)} />}
    </>
  );
}
