import { Checkbox, TextField } from '../../components/Field.tsx';
import { Panel } from '../../components/Page.tsx';
import type { PlanFieldsProps } from './PlanForm.tsx';
import styles from './PlanForm.module.css';

/** How much a day holds, what is measured, and what the report tells. */
export function LimitFields({ plan, numbers, errors, onPlan, onNumber }: PlanFieldsProps) {
  const number = (key: string, label: string, description?: string) => (
    <TextField
      label={label}
      value={numbers[key] ?? ''}
      onChange={(value) => onNumber(key, value)}
      error={errors[key]}
      {...(description === undefined ? {} : { description })}
    />
  );
  return (
    <Panel title="Limits and figures">
      <div className={styles.fields}>
        <div className={styles.fieldGrid}>
          {number('dailyLoad', 'Items of tier 3 and 4 a day', 'A hint to the reviewer, never a lock.')}
          {number('hoursPerDay', 'Hours a working day')}
          {number(
            'smallestActiveSeconds',
            'Least active seconds',
            'Decided faster on tier 3 and 4: reported as hasty.',
          )}
          {number('canaryPercent', 'Canaries, %', 'Made-up items known to be bad; 0 is off. Declared in the report.')}
        </div>
        <Checkbox isSelected={plan.batch} onChange={(batch) => onPlan({ ...plan, batch })}>
          Items of tier 0 to 2 may be decided together
        </Checkbox>
        <Checkbox
          isSelected={plan.figuresPerReviewer}
          onChange={(figuresPerReviewer) => onPlan({ ...plan, figuresPerReviewer })}
        >
          The report gives figures for each reviewer, not only for the campaign
        </Checkbox>
      </div>
    </Panel>
  );
}
