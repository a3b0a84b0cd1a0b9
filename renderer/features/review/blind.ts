import { useState } from 'react';
import type { Recommendation, ReviewItem } from '../../../shared/contract/review.ts';
import { useEngineQuery } from '../../engine/hooks.ts';

/** The recommendation as far as the reviewer knows it. */
export interface Blind {
  /** Null where there is none, and while it is covered. */
  readonly recommendation: Recommendation | null;
  /** Nobody asked for it yet. */
  readonly isCovered: boolean;
  /** It is on the screen, or that there is none. */
  readonly isRevealed: boolean;
  readonly reveal: () => void;
}

/** On high risk the recommendation is not even in the page until a choice was made or somebody asks for it. */
export function useBlind(item: ReviewItem): Blind {
  const [isAsked, setAsked] = useState(false);
  const { itemId } = item.item;
  const asked = useEngineQuery('review.recommendation', { itemId }, { enabled: item.isCovered && isAsked });
  return {
    recommendation: item.isCovered ? (asked.data?.recommendation ?? null) : item.recommendation,
    isCovered: item.isCovered && !isAsked,
    isRevealed: !item.isCovered || (isAsked && asked.data !== undefined),
    reveal: () => setAsked(true),
  };
}
