import type { PlainMapping } from '../../../shared/contract/imports.ts';
import { cx } from '../../components/cx.ts';
import { Checkbox, TextField } from '../../components/Field.tsx';
import { formatCount, formatCounted } from '../../components/format.ts';
import { Select } from '../../components/Select.tsx';
import type { Draft } from './drafts.ts';
import { consentNote, GAP_LABELS } from './mapping.ts';
import type { Wizard } from './use-wizard.ts';
import { ZONE_OPTIONS } from './zones.ts';
import styles from './MappingResult.module.css';

const SHOWN = 6;

/** What the mapping gives: counts with reasons, what only the user can say, and whether it is kept as a profile. */
export function MappingResult({
  draft,
  wizard,
  mapping,
}: {
  readonly draft: Draft;
  readonly wizard: Wizard;
  readonly mapping: PlainMapping;
}) {
  const { result, gaps, questions, answers, answer } = wizard;
  const note = consentNote(mapping);
  return (
    <aside className={styles.result} aria-label="What the mapping gives">
      <section aria-live="polite" aria-busy={result !== null && !wizard.isFresh ? true : undefined}>
        <h3 className={styles.title}>Read this way</h3>
        {result === null ? (
          <p className={styles.quiet}>
            {gaps.length > 0
              ? `Map ${gaps.map((gap) => GAP_LABELS[gap]).join(' and ')} to see what the file gives.`
              : 'Reading the first records…'}
          </p>
        ) : (
          <div className={cx(!wizard.isFresh && styles.old)}>
            <dl className={styles.counts}>
              <Count label={result.isWhole ? 'Records' : 'First records'} value={result.checked} />
              <Count label="Usable" value={result.accepted} isStrong />
              <Count label="Rejected" value={result.rejected} isBad />
              {result.notRelevant > 0 && <Count label="Not relevant" value={result.notRelevant} />}
            </dl>
            {!result.isWhole && (
              <p className={styles.quiet}>
                Of {draft.plan.recordsExact ? '' : 'over '}
                {formatCounted(draft.plan.records, 'record')}; the rest is read when the file is imported.
              </p>
            )}
            {result.reasons.length > 0 && (
              <ul className={styles.reasons}>
                {result.reasons.slice(0, SHOWN).map((one) => (
                  <li key={`${one.outcome} ${one.reason}`}>
                    <span>{formatCount(one.count)}</span> <bdi>{one.reason}</bdi>
                  </li>
                ))}
                {result.reasons.length > SHOWN && (
                  <li>and {formatCounted(result.reasons.length - SHOWN, 'further reason')}</li>
                )}
              </ul>
            )}
          </div>
        )}
        {note !== null && <p className={styles.note}>{note}</p>}
      </section>
      {(questions.zone || questions.dayOrder) && (
        <section className={styles.fields}>
          <h3 className={styles.title}>Only you can say</h3>
          {questions.zone && (
            <Select
              label="Zone of times that name none"
              value={answers.zone}
              onChange={(zone) => answer({ zone })}
              options={ZONE_OPTIONS}
              placeholder="Where was it exported?"
              isRequired
            />
          )}
          {questions.dayOrder && (
            <Select
              label="Dates such as 3/4/2026"
              value={answers.dayOrder}
              onChange={(dayOrder) => answer({ dayOrder })}
              options={[
                { value: 'month-first', label: 'Month first (March 4)' },
                { value: 'day-first', label: 'Day first (April 3)' },
              ]}
              placeholder="Nothing in the file decides"
              isRequired
            />
          )}
        </section>
      )}
      <Keeping wizard={wizard} />
    </aside>
  );
}

function Count({
  label,
  value,
  isStrong = false,
  isBad = false,
}: {
  readonly label: string;
  readonly value: number;
  readonly isStrong?: boolean;
  readonly isBad?: boolean;
}) {
  return (
    <div className={cx(isStrong && styles.strong, isBad && value > 0 && styles.bad)}>
      <dt>{label}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  );
}

function Keeping({ wizard: { keeping } }: { readonly wizard: Wizard }) {
  return (
    <section className={styles.fields}>
      <h3 className={styles.title}>Next time</h3>
      <Checkbox isSelected={keeping.isKept} onChange={keeping.setIsKept}>
        Keep as a profile, so that this export is recognized
      </Checkbox>
      {keeping.isKept && (
        <TextField
          label="Name of the profile"
          value={keeping.name}
          onChange={keeping.setName}
          maxLength={80}
          placeholder="What the export is called"
          description={
            keeping.isUnchanged
              ? `Nothing is changed: it stays version ${keeping.version}.`
              : keeping.version === 1
                ? 'It becomes version 1, with a digest that imports and reports name.'
                : `It becomes version ${keeping.version}; imports by earlier versions still name theirs.`
          }
          isRequired
        />
      )}
      {keeping.alike > 0 && (
        <Checkbox isSelected={keeping.isForAlike} onChange={keeping.setIsForAlike}>
          Also read {formatCounted(keeping.alike, 'other file')} with these columns this way
        </Checkbox>
      )}
    </section>
  );
}
