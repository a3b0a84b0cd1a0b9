import type { QueueRow, QueueView, QueueViews } from '../../../shared/contract/review.ts';
import { useEngineQuery } from '../../engine/hooks.ts';

/** The item that is next for whoever looks, with what it is next for; no row while that is not known or nothing is left. */
export interface NextItem {
  readonly row: QueueRow | undefined;
  readonly label: string;
}

const LABELS: Readonly<Partial<Record<QueueView, string>>> = {
  second: 'Next second review',
  disputed: 'Next to settle',
  // Everything else of one's own was answered and keeps its item open.
  mine: 'Next that waits',
};

/**
 * First what nobody decided yet, then second reviews, then what is to be settled, and at last what was answered and only
 * waits for information or an owner.
 */
export function useNextItem(views: QueueViews | undefined): NextItem {
  const untouched = useEngineQuery('review.queue', {
    filter: { view: 'mine', statuses: ['undecided'] },
    offset: 0,
    limit: 1,
  });
  const view = restView(views);
  const isAllTouched = untouched.data?.total === 0;
  const rest = useEngineQuery('review.queue', { filter: { view }, offset: 0, limit: 1 }, { enabled: isAllTouched });
  const [first] = untouched.data?.rows ?? [];
  if (first !== undefined || !isAllTouched) return { row: first, label: 'Next undecided' };
  const [other] = rest.data?.rows ?? [];
  return { row: other, label: other === undefined ? 'Next undecided' : (LABELS[view] ?? 'Next undecided') };
}

function restView(views: QueueViews | undefined): QueueView {
  if (views !== undefined && views.second > 0) return 'second';
  return views !== undefined && views.disputed > 0 ? 'disputed' : 'mine';
}
