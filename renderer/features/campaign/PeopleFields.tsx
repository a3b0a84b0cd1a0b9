import { type Share, SHARES } from '../../../shared/contract/campaign-plan.ts';
import type { Person } from '../../../shared/contract/people.ts';
import { Checkbox, RadioGroup, TextField } from '../../components/Field.tsx';
import { LinkText } from '../../components/LinkText.tsx';
import { Callout, Panel } from '../../components/Page.tsx';
import { Select } from '../../components/Select.tsx';
import type { PlanFieldsProps } from './PlanForm.tsx';
import styles from './PlanForm.module.css';

const SHARE_LABELS: Readonly<Record<Share, string>> = {
  even: 'In turn',
  platform: 'By platform',
  department: 'By department of most users',
};
const FROM_TIERS = ['none', '4', '3', '2', '1', '0'] as const;

/** Who reviews, how items are shared, and what is looked at a second time. */
export function PeopleFields(props: PlanFieldsProps & { readonly people: readonly Person[] }) {
  const { plan, people, onPlan } = props;
  const reviewers = people.filter((person) => person.roles.includes('reviewer'));
  if (people.length === 0)
    return (
      <Panel title="Reviewers">
        <Callout title="One reviewer">
          This case has no people with keys of their own, so its one reviewer reviews everything and nobody can review a
          second time. <LinkText to="/campaign/people">Add people</LinkText> to share the work.
        </Callout>
      </Panel>
    );
  return (
    <>
      <Panel title="Reviewers">
        <div className={styles.fields}>
          <PeopleChoice
            label="Who reviews"
            people={reviewers}
            chosen={plan.reviewers.people}
            onChange={(chosen) => onPlan({ ...plan, reviewers: { ...plan.reviewers, people: chosen } })}
          />
          {!props.isFrozen && (
            <RadioGroup
              label="How items are shared"
              isHorizontal
              value={plan.reviewers.share}
              onChange={(share) => onPlan({ ...plan, reviewers: { ...plan.reviewers, share } })}
              options={SHARES.map((value) => ({ value, label: SHARE_LABELS[value] }))}
            />
          )}
        </div>
      </Panel>
      <SecondFields {...props} reviewers={reviewers} />
    </>
  );
}

function SecondFields({
  plan,
  numbers,
  errors,
  isFrozen,
  reviewers,
  onPlan,
  onNumber,
}: PlanFieldsProps & { readonly reviewers: readonly Person[] }) {
  const { second } = plan;
  const set = (parts: Partial<typeof second>) => onPlan({ ...plan, second: { ...second, ...parts } });
  return (
    <Panel title="Second review" description="By somebody else, without sight of the first decision.">
      <div className={styles.fields}>
        <PeopleChoice
          label="Who reviews a second time"
          people={reviewers}
          chosen={second.people}
          onChange={(chosen) => set({ people: chosen })}
        />
        <div className={styles.fieldGrid}>
          <Select
            label="Everything from"
            value={
              second.fromTier === null ? 'none' : (FROM_TIERS.find((tier) => tier === `${second.fromTier}`) ?? null)
            }
            onChange={(tier) => set({ fromTier: tier === 'none' ? null : Number(tier) })}
            options={FROM_TIERS.map((value) => ({ value, label: value === 'none' ? 'No tier' : `Tier ${value}` }))}
          />
          <TextField
            label="Sample of the rest, %"
            value={numbers['samplePercent'] ?? ''}
            onChange={(value) => onNumber('samplePercent', value)}
            error={errors['samplePercent']}
          />
        </div>
        {!isFrozen && numbers['samplePercent']?.trim() !== '0' && (
          <div className={styles.fields}>
            <p className={styles.quiet}>
              The sample is drawn with a word of the auditor. Give the word now, or only its SHA-256: then nobody who
              freezes the population can know the draw, and the word is given afterwards.
            </p>
            <TextField
              label="Word of the auditor"
              value={second.nonce}
              onChange={(nonce) => set({ nonce })}
              maxLength={200}
              placeholder="At least 8 characters"
            />
            <TextField
              label="Or its SHA-256"
              value={second.nonceDigest}
              onChange={(digest) => set({ nonceDigest: digest.trim().toLowerCase() })}
              error={errors['nonceDigest']}
              maxLength={70}
              mono
            />
          </div>
        )}
      </div>
    </Panel>
  );
}

function PeopleChoice({
  label,
  people,
  chosen,
  onChange,
}: {
  readonly label: string;
  readonly people: readonly Person[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}) {
  // Somebody who no longer reviews can only be taken out.
  const gone = chosen.filter((id) => people.every((person) => person.id !== id));
  return (
    <div role="group" aria-label={label}>
      <p className={styles.label}>{label}</p>
      <div className={styles.people}>
        {people.map(({ id, name }) => (
          <Checkbox
            key={id}
            isSelected={chosen.includes(id)}
            onChange={(isOn) => onChange(isOn ? [...chosen, id] : chosen.filter((one) => one !== id))}
          >
            <bdi>{name}</bdi>
          </Checkbox>
        ))}
        {gone.map((id) => (
          <Checkbox key={id} isSelected onChange={() => onChange(chosen.filter((one) => one !== id))}>
            Somebody who no longer reviews
          </Checkbox>
        ))}
        {people.length === 0 && <p className={styles.quiet}>Nobody in this case has the role of a reviewer.</p>}
      </div>
    </div>
  );
}
