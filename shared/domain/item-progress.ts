import type { ItemStatus } from '../contract/item-states.ts';

/**
 * How far an item is, everywhere a number of items is given. decided: a final decision stands, and nobody has to look
 * again or to settle anything; answered: somebody decided something, and the item stays open; untouched: no decision of
 * this review stands.
 */
export type ItemProgress = 'decided' | 'answered' | 'untouched';

export const PROGRESS_LABELS: Readonly<Record<ItemProgress, string>> = {
  decided: 'Decided',
  answered: 'Answered, still open',
  untouched: 'Not looked at',
};

export function progressOf(status: ItemStatus): ItemProgress {
  if (status === 'decided') return 'decided';
  return status === 'undecided' ? 'untouched' : 'answered';
}
