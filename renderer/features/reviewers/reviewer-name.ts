import type { ReviewerView } from '../../../shared/contract/reviewers.ts';
import { useEngineQuery } from '../../engine/hooks.ts';

/** The name of a profile as it is shown; the first one has none until somebody gives it one. */
export function reviewerName({ name }: { readonly name: string }): string {
  return name === '' ? 'Profile without a name' : name;
}

/** The profile in use, once it is known. */
export function useReviewer(): ReviewerView | undefined {
  return useEngineQuery('reviewers.list', {}).data?.find(({ isCurrent }) => isCurrent);
}

/** Whether it matters whose profile is in use: there are several, or the only one has a name. */
export function useHasReviewers(): boolean {
  const reviewers = useEngineQuery('reviewers.list', {}).data ?? [];
  return reviewers.length > 1 || reviewers.some(({ name }) => name !== '');
}
