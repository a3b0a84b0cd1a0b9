import { type KeyboardEvent, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { DECISION_LABELS } from '../../../shared/domain/terms.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { DateField } from '../../components/DateField.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatCounted } from '../../components/format.ts';
import { Kbd } from '../../components/Kbd.tsx';
import styles from './DecisionBar.module.css';
import { ABOUT_PEOPLE } from './draft.ts';
import { OwnerField } from './OwnerField.tsx';
import { reasonsFor } from './reasons.ts';
import { confirm, problemOf, type ReviewActions } from './review-actions.ts';

/** Where people type: a text or one part of a date. Enter confirms there; on buttons it presses them. */
function isField(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.matches('textarea, input, [role="spinbutton"]') &&
    // In an open list of suggestions Enter takes the one it is on.
    !target.matches('[aria-activedescendant]:not([aria-activedescendant=""])')
  );
}

/** The justification, which can be written before anything is chosen, and what the choice needs. */
export function DecisionDetails(actions: ReviewActions) {
  const { item, draft, change, steps } = actions;
  const problem = problemOf(actions);
  const [isAsked, setAsked] = useState(false);

  /** While the key goes down to its field: the parts of a date keep it to themselves. */
  function onEnter(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key !== 'Enter' || event.shiftKey || !isField(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) submit();
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key === 'Escape' && event.target instanceof HTMLElement && event.target.ariaExpanded !== 'true') {
      // Leaves the field so that the keys of the screen work again; Escape there clears the choice.
      event.target.blur();
      event.stopPropagation();
    }
  }

  function submit() {
    if (problem === null) confirm(actions);
    else setAsked(true);
  }

  return (
    <div className={styles.details} onKeyDown={onKeyDown} onKeyDownCapture={onEnter}>
      <Reasons {...actions} />
      <div className={styles.text} data-justification="">
        <TextField
          label="Justification"
          hideLabel
          rows={2}
          maxLength={3000}
          value={draft.reason}
          onChange={(text) => change({ type: 'write-reason', text })}
          placeholder="Justification (n), in your own words. Enter confirms, Escape leaves."
          isRequired
        />
        {actions.similar !== null && (
          <p className={styles.similar} role="status" title={actions.similar.reason}>
            Nearly the same as your reason for <bdi>{actions.similar.name}</bdi>
          </p>
        )}
      </div>
      <div className={cx(styles.extra, draft.decision === 'assign-owner' && styles.wideExtra)}>
        <Extra {...actions} />
      </div>
      <div className={styles.confirm}>
        {draft.decision !== null && (
          <Button variant="primary" shortcut="↵" isPending={steps.isBusy} onPress={submit}>
            {DECISION_LABELS[draft.decision]}
          </Button>
        )}
        <p
          className={cx(styles.problem, isAsked && problem !== null && styles.asked)}
          role={isAsked ? 'alert' : undefined}
        >
          {draft.decision === null && item.certifyLocked !== null
            ? 'Certify is locked until somebody answers for it.'
            : problem}
        </p>
      </div>
    </div>
  );
}

/** Reason codes of the decision; before there is one, how to go about it. */
function Reasons({ item, draft, change }: ReviewActions) {
  if (draft.decision === null)
    return (
      <p className={styles.keys}>
        Nothing is chosen yet. <Kbd keys="n" /> note <Kbd keys="j" /> next <Kbd keys="k" /> previous <Kbd keys="J" />{' '}
        next undecided <Kbd keys="z" /> undo <Kbd keys="?" /> all keys
      </p>
    );
  return (
    <div className={styles.chips} role="group" aria-label="Reasons to start from">
      <span className={styles.chipsLabel}>Reason</span>
      {reasonsFor(draft.decision, item).map(({ code, text }) => (
        <AriaButton
          key={code}
          className={cx(styles.chip, draft.reason.includes(text) && styles.chosenChip)}
          aria-pressed={draft.reason.includes(text)}
          onPress={() => {
            change({ type: 'add-reason', text });
            // The next thing is one's own words; Enter there confirms.
            document.querySelector<HTMLElement>('[data-justification] textarea')?.focus();
          }}
        >
          {text}
        </AriaButton>
      ))}
    </div>
  );
}

function Extra(actions: ReviewActions) {
  const { item, draft, change, openDialog } = actions;
  if (draft.decision === null) return null;
  return (
    <>
      {draft.decision === 'conditional' && (
        <>
          <DateField
            label="Until"
            value={draft.until === '' ? null : draft.until}
            onChange={(date) => change({ type: 'set-until', date: date ?? '' })}
            isRequired
          />
          {/* A date is the reviewer's own statement: the proposal stands beside the field, never in it. */}
          {draft.until === '' && (
            <Button size="small" onPress={() => change({ type: 'set-until', date: item.proposedUntil })}>
              Take {item.proposedUntil} (proposed)
            </Button>
          )}
        </>
      )}
      {draft.decision === 'assign-owner' && (
        <OwnerField value={draft.owner} onChange={(owner) => change({ type: 'set-owner', owner })} />
      )}
      {draft.decision === 'reduce' && (
        <p className={styles.marked}>
          <strong>{formatCounted(draft.scopes.length, 'scope')}</strong> marked. Space marks more or fewer in the table.
        </p>
      )}
      {ABOUT_PEOPLE.includes(draft.decision) && item.item.kind === 'delegated-user' && (
        <Button size="small" shortcut="p" onPress={() => openDialog('people')}>
          {draft.principals.length === 0
            ? `All ${formatCounted(item.item.reach.people, 'person', 'people')}`
            : `${formatCounted(draft.principals.length, 'person', 'people')} of ${item.item.reach.people}`}
        </Button>
      )}
    </>
  );
}
