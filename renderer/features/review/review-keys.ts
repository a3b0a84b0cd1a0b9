import { PANELS } from '../../../shared/domain/review-panels.ts';
import { DECISION_LABELS, DECISIONS } from '../../../shared/domain/terms.ts';
import { useHotkeys } from '../../components/keyboard.ts';
import { ABOUT_PEOPLE } from './draft.ts';
import type { Panels } from './PanelSection.tsx';
import {
  choose,
  confirm,
  follow,
  goToScopes,
  moveAmongScopes,
  type ReviewActions,
  writeNote,
  writeStops,
} from './review-actions.ts';

/** The keys of the review screen. `x` stays free: it selects rows where several items are decided together. */
export function useReviewKeys(actions: ReviewActions, panels: Panels): void {
  const { item, draft, change, steps, blind, isLocked, openDialog } = actions;
  const isReducing = draft.decision === 'reduce';
  const isAboutPeople = draft.decision !== null && ABOUT_PEOPLE.includes(draft.decision);
  useHotkeys('Look closer', [
    ...PANELS.map(({ id, key, label }) => ({ keys: key, label, run: () => panels.open(id) })),
    {
      keys: 'r',
      label: 'Show the recommendation',
      run: blind.reveal,
      isEnabled: blind.isCovered,
    },
    { keys: 'i', label: 'Steps on the platform', run: () => openDialog('recipe') },
  ]);
  useHotkeys('Review item', [
    ...DECISIONS.map((decision, index) => ({
      keys: String(index + 1),
      label: DECISION_LABELS[decision],
      run: () => choose(actions, decision),
      isEnabled: !isLocked,
    })),
    {
      keys: 'A',
      label: 'Agree with the recommendation',
      run: () => follow(actions),
      isEnabled: !isLocked && blind.recommendation !== null,
    },
    { keys: 'n', label: 'Write the justification', run: writeNote, isEnabled: !isLocked },
    { keys: 'Space', label: 'Mark a scope for removal', run: goToScopes, isEnabled: isReducing },
    { keys: 'ArrowDown', label: 'Next scope', run: () => moveAmongScopes(1), isEnabled: isReducing },
    { keys: 'ArrowUp', label: 'Previous scope', run: () => moveAmongScopes(-1), isEnabled: isReducing },
    {
      keys: 'w',
      label: 'Say why observed operations may stop',
      run: writeStops,
      isEnabled: isReducing && actions.stops !== null && actions.stops.length > 0,
    },
    {
      keys: 'p',
      label: 'Choose the people it is about',
      run: () => openDialog('people'),
      isEnabled: isAboutPeople && item.item.kind === 'delegated-user',
    },
    { keys: 'Enter', label: 'Confirm the decision', run: () => confirm(actions), isEnabled: draft.decision !== null },
    {
      keys: 'Escape',
      label: draft.decision === null ? 'Back to the queue' : 'Clear the choice',
      run: () => (draft.decision === null ? steps.goBack() : change({ type: 'clear' })),
    },
    { keys: 'j', label: 'Next item', run: () => steps.goTo(item.nextItemId) },
    { keys: 'k', label: 'Previous item', run: () => steps.goTo(item.previousItemId) },
    { keys: 'J', label: 'Next undecided item', run: () => steps.goTo(item.nextUndecidedItemId) },
    { keys: 'z', label: 'Undo the last decision', run: steps.undo, isEnabled: steps.canUndo },
  ]);
}
