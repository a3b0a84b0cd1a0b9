import { TierBadge } from '../../components/Badge.tsx';
import { DateField } from '../../components/DateField.tsx';
import { TextField } from '../../components/Field.tsx';
import { Panel } from '../../components/Page.tsx';
import { tierSchema } from '../../../shared/domain/vocabulary.ts';
import type { PlanFieldsProps } from './PlanForm.tsx';
import styles from './PlanForm.module.css';

/** By when each tier is decided, when it is due again, and how long an item takes. */
export function TierFields({ plan, numbers, errors, onPlan, onNumber }: PlanFieldsProps) {
  return (
    <Panel title="Deadlines" description="Scopes that are not in the catalog count as tier 3.">
      {plan.tiers.map(({ tier, due }) => (
        <div key={tier} className={styles.tier} role="group" aria-label={`Tier ${tier}`}>
          <div>
            <p className={styles.label}>Tier</p>
            <div className={styles.tierName}>
              <TierBadge tier={tierSchema.parse(tier)} />
            </div>
          </div>
          <DateField
            label={`Deadline, tier ${tier}`}
            value={due}
            onChange={(next) =>
              next !== null &&
              onPlan({ ...plan, tiers: plan.tiers.map((one) => (one.tier === tier ? { ...one, due: next } : one)) })
            }
          />
          <TextField
            label="Next after, days"
            value={numbers[`nextReviewDays ${tier}`] ?? ''}
            onChange={(value) => onNumber(`nextReviewDays ${tier}`, value)}
            error={errors[`nextReviewDays ${tier}`]}
          />
          <TextField
            label="Minutes an item"
            value={numbers[`minutes ${tier}`] ?? ''}
            onChange={(value) => onNumber(`minutes ${tier}`, value)}
            error={errors[`minutes ${tier}`]}
          />
        </div>
      ))}
    </Panel>
  );
}
