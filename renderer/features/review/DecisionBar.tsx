import type { KeyboardEvent } from 'react';
import { DECISION_LABELS, DECISIONS } from '../../../shared/domain/terms.ts';
import { DecisionBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { formatCounted, formatTime } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import styles from './DecisionBar.module.css';
import { DecisionDetails } from './DecisionDetails.tsx';
import { RecommendationBox } from './RecommendationBox.tsx';
import { choose, type ReviewActions } from './review-actions.ts';

/**
 * Seven choices, none of them made; then the justification and what the choice needs. Always of the same height, but for
 * the decisions that disagree, which stand above the choices of whoever settles them.
 */
export function DecisionBar(actions: ReviewActions) {
  const { item, draft, isLocked } = actions;
  return (
    <>
      {item.disputed.length > 0 && <Disputed {...actions} />}
      <div className={styles.bar}>
        <div className={styles.main}>
          <div role="radiogroup" aria-label="Decision" className={styles.choices} onKeyDown={moveAmongChoices}>
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
          <Below {...actions} />
        </div>
        <RecommendationBox {...actions} />
      </div>
    </>
  );
}

/** The arrow keys go from choice to choice without choosing: Space or Enter does that, since it leads on to the justification. */
function moveAmongChoices(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const choices = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')];
  const at = choices.findIndex((choice) => choice === document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  event.stopPropagation();
  choices[(at + step + choices.length) % choices.length]?.focus();
}

function Below(actions: ReviewActions) {
  const { item, draft } = actions;
  if (draft.decision === null && item.decision !== null) return <Decided {...actions} />;
  if (item.round === null)
    return (
      <div className={styles.hint}>
        <p className={styles.lock}>{item.roundClosed}</p>
        <p>You can look at everything here. Nothing can be decided.</p>
        <Keys />
      </div>
    );
  return <DecisionDetails {...actions} />;
}

function Keys() {
  return (
    <p className={styles.keys}>
      <Kbd keys="j" /> next <Kbd keys="k" /> previous <Kbd keys="J" /> next undecided <Kbd keys="?" /> all keys
    </p>
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
          {record.principals.length > 0 && (
            <span>for {formatCounted(record.principals.length, 'person', 'people')} only</span>
          )}
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
          {record.submitted
            ? 'Submitted: it can no longer be changed.'
            : (item.roundClosed ?? 'Choosing again replaces this decision.')}
        </p>
      </div>
      {!record.submitted && item.round !== null && (
        <Button icon="undo" shortcut="z" isPending={steps.isBusy} onPress={steps.undo}>
          Undo
        </Button>
      )}
    </div>
  );
}

/** The decisions that disagree, side by side with their words, for whoever settles them. */
function Disputed({ item }: ReviewActions) {
  return (
    <section className={styles.disputed} aria-label="Decisions that disagree">
      {item.disputed.map((record) => (
        <article key={record.uid} className={styles.side}>
          <p className={styles.decidedHead}>
            <DecisionBadge decision={record.decision} />
            <span>{record.round === 'second' ? 'Second review' : 'First review'}</span>
            {record.scopes.length > 0 && (
              <span title={record.scopes.join('\n')}>without {formatCounted(record.scopes.length, 'scope')}</span>
            )}
            {record.principals.length > 0 && (
              <span>for {formatCounted(record.principals.length, 'person', 'people')} only</span>
            )}
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
        </article>
      ))}
    </section>
  );
}
