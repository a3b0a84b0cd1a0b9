import { useEffect, useMemo, useState } from 'react';
import type { Campaign } from '../../../shared/contract/campaign.ts';
import type { CampaignPlan } from '../../../shared/contract/campaign-plan.ts';
import type { Person } from '../../../shared/contract/people.ts';
import { Button } from '../../components/Button.tsx';
import { DateField } from '../../components/DateField.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatCounted } from '../../components/format.ts';
import { Panel } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { useSettled } from '../policy/use-settled.ts';
import { LimitFields } from './LimitFields.tsx';
import { PeopleFields } from './PeopleFields.tsx';
import { keepPlan, keptPlan, planDraft, readPlan } from './plan-draft.ts';
import styles from './PlanForm.module.css';
import { ScopeFields } from './ScopeFields.tsx';
import { SimulatorPanel } from './SimulatorPanel.tsx';
import { TierFields } from './TierFields.tsx';

export interface PlanFieldsProps {
  readonly plan: CampaignPlan;
  readonly numbers: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** The population is frozen: what follows from it cannot change any more. */
  readonly isFrozen: boolean;
  readonly onPlan: (plan: CampaignPlan) => void;
  readonly onNumber: (key: string, value: string) => void;
}

/** A plan in a form with what it would mean beside it: a new one to freeze, or another version of the one in force. */
export function PlanForm({
  begunFrom,
  plan: start,
  campaign,
  people,
  onDone,
}: {
  /** Names what the form was begun from. */
  readonly begunFrom: string;
  readonly plan: CampaignPlan;
  /** The campaign that is amended; null for a new one. */
  readonly campaign: Campaign | null;
  readonly people: readonly Person[];
  readonly onDone: () => void;
}) {
  const [draft, setDraft] = useState(() => keptPlan(begunFrom) ?? planDraft(start));
  const [reason, setReason] = useState('');
  useEffect(() => keepPlan(begunFrom, draft), [begunFrom, draft]);
  const { plan, errors } = useMemo(() => readPlan(draft), [draft]);
  const asked = useSettled(plan, 250);
  const simulation = useEngineQuery(
    'campaign.simulate',
    { plan: asked ?? start },
    { enabled: asked !== null, keepPrevious: true },
  );
  const stage = useEngineMutation('campaign.stage');
  const amend = useEngineMutation('campaign.amend');
  const isFrozen = campaign !== null;
  const fields: PlanFieldsProps = {
    plan: draft.plan,
    numbers: draft.numbers,
    errors,
    isFrozen,
    onPlan: (next) => setDraft((current) => ({ ...current, plan: next })),
    onNumber: (key, value) => setDraft((current) => ({ ...current, numbers: { ...current.numbers, [key]: value } })),
  };
  const isSettled = plan !== null && asked === plan && !simulation.isPlaceholderData;
  const problem = problemOf(errors, plan === null ? undefined : simulation.data?.problems[0]);
  const inScope = simulation.data?.inScope ?? 0;

  function confirm() {
    if (plan === null) return;
    const callbacks = {
      onSuccess: () => {
        showToast({
          tone: 'good',
          text: isFrozen
            ? `Another version of ${plan.name} is in force.`
            : `The population of ${plan.name} is frozen. Look at the staging check next.`,
        });
        onDone();
      },
      onError: (error: unknown) => showToast({ tone: 'bad', text: errorMessage(error) }),
    };
    if (isFrozen) amend.mutate({ plan, reason }, callbacks);
    else stage.mutate({ plan }, callbacks);
  }
  return (
    <div className={styles.frame}>
      <div className={styles.columns}>
        <div className={styles.form}>
          {!isFrozen && (
            <Panel title="Campaign">
              <div className={styles.fields}>
                <div className={styles.row}>
                  <TextField
                    label="Name"
                    value={draft.plan.name}
                    onChange={(name) => fields.onPlan({ ...draft.plan, name })}
                    error={errors['name']}
                    maxLength={120}
                    isRequired
                  />
                  <DateField
                    label="First day"
                    value={draft.plan.starts}
                    onChange={(starts) => starts !== null && fields.onPlan({ ...draft.plan, starts })}
                  />
                </div>
                <TextField
                  label="Purpose"
                  value={draft.plan.purpose}
                  onChange={(purpose) => fields.onPlan({ ...draft.plan, purpose })}
                  rows={2}
                  maxLength={4000}
                  placeholder="What this review is for, and which requirement asks for it"
                />
              </div>
            </Panel>
          )}
          {!isFrozen && <ScopeFields {...fields} excluded={simulation.data?.excluded ?? []} />}
          <TierFields {...fields} />
          <PeopleFields {...fields} people={people} />
          <LimitFields {...fields} />
        </div>
        <SimulatorPanel
          plan={plan ?? start}
          simulation={simulation}
          isStale={!isSettled}
          isBlocked={plan === null}
          isFrozen={isFrozen}
        />
      </div>
      <div className={styles.bar}>
        {isFrozen && (
          <div className={styles.reason}>
            <TextField
              label="Reason"
              value={reason}
              onChange={setReason}
              maxLength={1000}
              placeholder="Why the plan changes; it is kept with the version and in the journal"
            />
          </div>
        )}
        {!isFrozen && (
          <p className={styles.problem} role="status">
            {problem ?? `${formatCounted(inScope, 'item')} will be frozen.`}
          </p>
        )}
        <Button onPress={onDone}>{isFrozen ? 'Cancel' : 'Back'}</Button>
        <Button
          variant="primary"
          isDisabled={plan === null || (isFrozen ? reason.trim() === '' : !isSettled || problem !== null)}
          isPending={stage.isPending || amend.isPending}
          onPress={confirm}
        >
          {isFrozen ? 'Put this version in force' : 'Freeze the population'}
        </Button>
      </div>
    </div>
  );
}

/** The first thing that keeps the plan from being staged; null: nothing. */
function problemOf(errors: Readonly<Record<string, string>>, problem: string | undefined): string | null {
  const [first] = Object.values(errors);
  if (first !== undefined) return 'Correct the marked value first.';
  return problem ?? null;
}
