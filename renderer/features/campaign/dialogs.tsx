import { useState } from 'react';
import type { Campaign, PlannedRound } from '../../../shared/contract/campaign.ts';
import type { Person } from '../../../shared/contract/people.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { RadioGroup, TextField } from '../../components/Field.tsx';
import { formatCounted } from '../../components/format.ts';
import { Select } from '../../components/Select.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import styles from './CampaignView.module.css';

const tell = (error: unknown) => showToast({ tone: 'bad', text: errorMessage(error) });

/** Asks why a campaign is opened or closed, and does it. */
export function ReasonDialog({
  method,
  title,
  confirm,
  description,
  done,
  onClose,
}: {
  readonly method: 'campaign.open' | 'campaign.close';
  readonly title: string;
  readonly confirm: string;
  readonly description: string;
  readonly done: string;
  readonly onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const act = useEngineMutation(method);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      footer={
        <Confirm
          label={confirm}
          isDisabled={reason.trim() === ''}
          isPending={act.isPending}
          onClose={onClose}
          onPress={() =>
            act.mutate(
              { reason },
              {
                onSuccess: () => {
                  showToast({ tone: 'good', text: done });
                  onClose();
                },
                onError: tell,
              },
            )
          }
        />
      }
    >
      <ReasonField value={reason} onChange={setReason} description={description} />
    </Dialog>
  );
}

function Confirm({
  label,
  isDisabled,
  isPending,
  onPress,
  onClose,
}: {
  readonly label: string;
  readonly isDisabled: boolean;
  readonly isPending: boolean;
  readonly onPress: () => void;
  readonly onClose: () => void;
}) {
  return (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button variant="primary" isDisabled={isDisabled} isPending={isPending} onPress={onPress}>
        {label}
      </Button>
    </>
  );
}

function ReasonField({
  value,
  onChange,
  description,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description: string;
}) {
  return (
    <TextField
      label="Reason"
      value={value}
      onChange={onChange}
      rows={3}
      maxLength={1000}
      isRequired
      description={description}
    />
  );
}

/** People who may be given reviews of a round: those of the plan who still review. */
function candidates(campaign: Campaign, people: readonly Person[], round: PlannedRound): Person[] {
  const named = round === 'first' ? campaign.plan.reviewers.people : campaign.plan.second.people;
  return people.filter((person) => named.includes(person.id) && person.roles.includes('reviewer'));
}

/** What of the staging check is acted on. */
export interface Chosen {
  readonly group: string;
  /** null: all of the group. */
  readonly keys: readonly string[] | null;
  readonly count: number;
  readonly round: PlannedRound | null;
}

/** Gives items of the staging check to another person. */
export function ReassignDialog({
  chosen,
  campaign,
  people,
  without,
  onClose,
}: {
  readonly chosen: Chosen;
  readonly campaign: Campaign;
  readonly people: readonly Person[];
  /** Whoever has them now. */
  readonly without: string | null;
  readonly onClose: () => void;
}) {
  const [to, setTo] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const reassign = useEngineMutation('campaign.reassign');
  const options = candidates(campaign, people, chosen.round ?? 'first').filter((person) => person.id !== without);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Give ${formatCounted(chosen.count, 'item')} to somebody else`}
      footer={
        <Confirm
          label="Give"
          isDisabled={to === null || reason.trim() === ''}
          isPending={reassign.isPending}
          onClose={onClose}
          onPress={() => {
            if (to === null) return;
            reassign.mutate(
              { group: chosen.group, keys: chosen.keys === null ? null : [...chosen.keys], to, reason },
              {
                onSuccess: ({ changed }) => {
                  showToast({ tone: 'good', text: `${formatCounted(changed, 'item')} given to another person.` });
                  onClose();
                },
                onError: tell,
              },
            );
          }}
        />
      }
    >
      <div className={styles.fields}>
        <PersonSelect people={options} value={to} onChange={setTo} />
        <ReasonField
          value={reason}
          onChange={setReason}
          description="What was decided stays with whoever decided it. The act is recorded in the journal."
        />
      </div>
    </Dialog>
  );
}

function PersonSelect({
  people,
  value,
  onChange,
}: {
  readonly people: readonly Person[];
  readonly value: string | null;
  readonly onChange: (person: string) => void;
}) {
  if (people.length === 0)
    return (
      <p>
        Nobody else of the plan reviews in this round. Add a person on the People view, then amend the plan to name
        them.
      </p>
    );
  return (
    <Select
      label="To"
      isRequired
      value={value}
      onChange={onChange}
      options={people.map((person) => ({ value: person.id, label: person.name, description: person.email }))}
    />
  );
}

/** Records why findings of the staging check are accepted. */
export function ExceptDialog({ chosen, onClose }: { readonly chosen: Chosen; readonly onClose: () => void }) {
  const [reason, setReason] = useState('');
  const except = useEngineMutation('campaign.except');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Accept ${formatCounted(chosen.count, 'finding')}`}
      footer={
        <Confirm
          label="Accept"
          isDisabled={reason.trim() === ''}
          isPending={except.isPending}
          onClose={onClose}
          onPress={() =>
            except.mutate(
              { group: chosen.group, keys: chosen.keys === null ? null : [...chosen.keys], reason },
              {
                onSuccess: ({ recorded }) => {
                  showToast({ tone: 'good', text: `${formatCounted(recorded, 'exception')} recorded.` });
                  onClose();
                },
                onError: tell,
              },
            )
          }
        />
      }
    >
      <ReasonField
        value={reason}
        onChange={setReason}
        description="It is recorded with your name in the journal, and holds while the check says the same."
      />
    </Dialog>
  );
}

const ROUND_LABELS: Readonly<Record<PlannedRound, string>> = { first: 'First reviews', second: 'Second reviews' };

/** Gives all open items of one person to another. */
export function HandOverDialog({
  load,
  campaign,
  people,
  onClose,
}: {
  readonly load: Campaign['loads'][number];
  readonly campaign: Campaign;
  readonly people: readonly Person[];
  readonly onClose: () => void;
}) {
  const [round, setRound] = useState<PlannedRound>(load.firstOpen > 0 ? 'first' : 'second');
  const [to, setTo] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const handOver = useEngineMutation('campaign.handOver');
  const open = round === 'first' ? load.firstOpen : load.secondOpen;
  const options = candidates(campaign, people, round).filter((person) => person.id !== load.person);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Hand over from ${load.name}`}
      footer={
        <Confirm
          label={`Hand over ${formatCounted(open, 'item')}`}
          isDisabled={to === null || reason.trim() === '' || open === 0}
          isPending={handOver.isPending}
          onClose={onClose}
          onPress={() => {
            if (to === null || load.person === null) return;
            handOver.mutate(
              { from: load.person, round, to, reason },
              {
                onSuccess: ({ changed }) => {
                  showToast({ tone: 'good', text: `${formatCounted(changed, 'item')} handed over.` });
                  onClose();
                },
                onError: tell,
              },
            );
          }}
        />
      }
    >
      <div className={styles.fields}>
        {load.firstOpen > 0 && load.secondOpen > 0 && (
          <RadioGroup
            label="Which reviews"
            isHorizontal
            value={round}
            onChange={(next) => {
              setRound(next);
              setTo(null);
            }}
            options={(['first', 'second'] as const).map((value) => ({ value, label: ROUND_LABELS[value] }))}
          />
        )}
        <PersonSelect people={options} value={to} onChange={setTo} />
        <ReasonField
          value={reason}
          onChange={setReason}
          description="Only what is still open goes over. The act is recorded in the journal."
        />
      </div>
    </Dialog>
  );
}
