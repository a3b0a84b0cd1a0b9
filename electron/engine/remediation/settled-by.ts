import type { DecidedItem } from '../review/decided-items.ts';
import { listed, timeText } from '../rules/wording.ts';

/**
 * What would settle a decision that nothing after it was judged by yet. `labels`: the lists that ever showed grants of the
 * item, by their formats' names; none where only events did.
 */
export function settledBy(
  {
    act,
    until,
    owner,
  }: Pick<DecidedItem, 'until' | 'owner'> & { readonly act: Pick<DecidedItem['act'], 'decision' | 'at'> },
  labels: readonly string[],
): string {
  const decidedAt = timeText(Date.parse(act.at));
  switch (act.decision) {
    case 'need-info':
      return 'The answer, recorded as a new decision on the item.';
    case 'escalate':
      return 'What the incident team decides, recorded as a new decision on the item.';
    case 'assign-owner':
      return `A register of owners made after ${decidedAt} that names ${owner ?? 'the person'}.`;
    case 'conditional':
      return `Before ${until ?? 'the date'}: a new decision on the item that says what shows the condition to be met. After it: ${lowered(absence(labels, until ?? 'the date'))}`;
    default:
      return absence(labels, decidedAt);
  }
}

function absence(labels: readonly string[], since: string): string {
  return labels.length === 0
    ? `A log that shows the removal, made after ${since}.`
    : `A whole list of ${listed(labels.map((label) => `“${label}”`))} made after ${since}.`;
}

function lowered(sentence: string): string {
  return `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
}
