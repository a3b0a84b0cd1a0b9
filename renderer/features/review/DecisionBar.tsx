import { type KeyboardEvent, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { DECISION_LABELS, DECISIONS } from '../../../shared/domain/vocabulary.ts';
import { DecisionBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { DateField } from '../../components/DateField.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatCounted, formatTime } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import styles from './DecisionBar.module.css';
import { draftProblem } from './draft.ts';
import { reasonsFor } from './reasons.ts';
import { RecommendationBox } from './RecommendationBox.tsx';
import { choose, confirm, type ReviewActions, today } from './review-keys.ts';

/** Seven choices, none of them made; then the justification and what the choice needs. Always of the same height. */
export function DecisionBar(actions: ReviewActions) {
  const { item, draft, isLocked } = actions;
  const decided = item.decision;
  return (
    <div className={styles.bar}>
      <div className={styles.main}>
        <div role="radiogroup" aria-label="Decision" className={styles.choices}>
          {DECISIONS.map((decision, index) => {
            const lock = decision === 'certify' ? item.certifyLocked : null;
            return (
              <button
                key={decision}
                type="button"
                role="radio"
                aria-checked={draft.decision === decision}
                aria-disabled={lock !== null || isLocked}
                aria-description={lock ?? undefined}
                title={lock ?? undefined}
                className={cx(styles.choice, draft.decision === decision && styles.chosen)}
                onClick={() => choose(actions, decision)}
              >
                {lock === null ? <Kbd keys={String(index + 1)} /> : <Icon name="lock" />}
                {DECISION_LABELS[decision]}
              </button>
            );
          })}
        </div>
        {draft.decision === null && decided !== null ? (
          <Decided {...actions} />
        ) : draft.decision === null ? (
          <div className={styles.hint}>
            {item.certifyLocked !== null && <p className={styles.lock}>Certify is locked: {item.certifyLocked}</p>}
            <p>Nothing is chosen yet. The justification and what the choice needs come next.</p>
            <p className={styles.keys}>
              <Kbd keys="j" /> next <Kbd keys="k" /> previous <Kbd keys="n" /> next undecided <Kbd keys="z" /> undo{' '}
              <Kbd keys="?" /> all keys
            </p>
          </div>
        ) : (
          <Details {...actions} />
        )}
      </div>
      <RecommendationBox {...actions} />
    </div>
  );
}

function Decided({ item, steps }: ReviewActions) {
  const record = item.decision;
  if (record === null) return null;
  return (
    <div className={styles.decided}>
      <div className={styles.decidedText}>
        <p className={styles.decidedHead}>
          <DecisionBadge decision={record.decision} />
          {record.scopes.length > 0 && <span>without {formatCounted(record.scopes.length, 'scope')}</span>}
          {record.until !== null && <span>until {record.until}</span>}
          {record.owner !== null && (
            <span>
              owner <bdi>{record.owner}</bdi>
            </span>
          )}
          <span className={styles.quiet}>
            by <bdi>{record.by}</bdi>, {formatTime(record.at)}
          </span>
        </p>
        <p className={styles.reason}>
          <bdi>{record.reason}</bdi>
        </p>
        <p className={styles.quiet}>
          {record.submitted ? 'Submitted: it can no longer be changed.' : 'Choosing again replaces this decision.'}
        </p>
      </div>
      {!record.submitted && (
        <Button icon="undo" shortcut="z" isPending={steps.isBusy} onPress={steps.undo}>
          Undo
        </Button>
      )}
    </div>
  );
}

/** Where people type: a text or one part of a date. Enter confirms there; on buttons it presses them. */
function isField(target: EventTarget): boolean {
  return target instanceof Element && target.matches('textarea, input, [role="spinbutton"]');
}

function Details(actions: ReviewActions) {
  const { item, draft, change, steps } = actions;
  const problem = draftProblem(draft, item.scopes.length, today());
  const [isAsked, setAsked] = useState(false);
  if (draft.decision === null) return null;

  /** While the key goes down to its field: the parts of a date keep it to themselves. */
  function onEnter(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key !== 'Enter' || event.shiftKey || !isField(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    submit();
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key === 'Escape' && event.target instanceof HTMLElement) {
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
      <div className={styles.chips} role="group" aria-label="Reasons to start from">
        {reasonsFor(draft.decision, item).map((reason) => (
          <AriaButton
            key={reason}
            className={styles.chip ?? ''}
            onPress={() => change({ type: 'add-reason', text: reason })}
          >
            {reason}
          </AriaButton>
        ))}
      </div>
      <div className={styles.text} data-justification="">
        <TextField
          label="Justification"
          hideLabel
          rows={2}
          maxLength={4000}
          value={draft.reason}
          onChange={(text) => change({ type: 'write-reason', text })}
          placeholder="Justification, in your own words. Enter confirms, Shift+Enter starts a line, Escape leaves the field."
          isRequired
        />
      </div>
      <div className={styles.extra}>
        {draft.decision === 'conditional' && (
          <DateField
            label="Until"
            value={draft.until === '' ? null : draft.until}
            onChange={(date) => change({ type: 'set-until', date: date ?? '' })}
            isRequired
          />
        )}
        {draft.decision === 'assign-owner' && (
          <TextField
            label="New owner"
            value={draft.owner}
            onChange={(owner) => change({ type: 'set-owner', owner })}
            placeholder="Name or address"
            isRequired
          />
        )}
        {draft.decision === 'reduce' && (
          <p className={styles.marked}>
            <strong>{formatCounted(draft.scopes.length, 'scope')}</strong> marked for removal. Mark more or fewer in the
            table.
          </p>
        )}
      </div>
      <div className={styles.confirm}>
        <Button variant="primary" shortcut="↵" isPending={steps.isBusy} onPress={submit}>
          {DECISION_LABELS[draft.decision]}
        </Button>
        <p
          className={cx(styles.problem, isAsked && problem !== null && styles.asked)}
          role={isAsked ? 'alert' : undefined}
        >
          {problem}
        </p>
      </div>
    </div>
  );
}
