import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { DateField } from '../../components/DateField.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatCounted } from '../../components/format.ts';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import styles from './ActDialog.module.css';

export type BoardAct = 'owner' | 'deadline' | 'claim' | 'withdraw';

const TITLES: Readonly<Record<BoardAct, string>> = {
  owner: 'Set who carries out',
  deadline: 'Set the deadline of',
  claim: 'Record that somebody says it is done:',
  withdraw: 'Take back the claim on',
};
const BUTTONS: Readonly<Record<BoardAct, string>> = {
  owner: 'Set',
  deadline: 'Set deadline',
  claim: 'Record claim',
  withdraw: 'Take back',
};

/** One act on one or many actions, each recorded in the journal. None of them makes an action verified. */
export function ActDialog({
  act,
  actionIds,
  name,
  onClose,
  onDone,
}: {
  readonly act: BoardAct;
  readonly actionIds: readonly string[];
  /** Of the one action it is about; without it their number is shown. */
  readonly name?: string | undefined;
  readonly onClose: () => void;
  readonly onDone?: (() => void) | undefined;
}) {
  const [text, setText] = useState('');
  const [reference, setReference] = useState('');
  const [due, setDue] = useState<string | null>(null);
  const owner = useEngineMutation('remediation.setOwner');
  const deadline = useEngineMutation('remediation.setDeadline');
  const claim = useEngineMutation('remediation.claim');
  const withdraw = useEngineMutation('remediation.withdrawClaim');
  const isPending = owner.isPending || deadline.isPending || claim.isPending || withdraw.isPending;
  const typed = text.trim();
  const isReady =
    act === 'owner' ||
    (typed !== '' && (act !== 'deadline' || due !== null) && (act !== 'claim' || reference.trim() !== ''));
  const answers = {
    onSuccess: ({ changed }: { readonly changed: number }) => {
      showToast({ tone: 'good', text: `Recorded for ${formatCounted(changed, 'action')}.` });
      onDone?.();
      onClose();
    },
    onError: (error: unknown) => showToast({ tone: 'bad', text: errorMessage(error) }),
  };
  function confirm() {
    const ids = [...actionIds];
    if (act === 'owner') owner.mutate({ actionIds: ids, owner: typed === '' ? null : typed }, answers);
    else if (act === 'claim') claim.mutate({ actionIds: ids, by: typed, reference: reference.trim() }, answers);
    else if (act === 'withdraw') withdraw.mutate({ actionIds: ids, reason: typed }, answers);
    else if (due !== null) deadline.mutate({ actionIds: ids, due, reason: typed }, answers);
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${TITLES[act]} ${name ?? formatCounted(actionIds.length, 'action')}`}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={!isReady} isPending={isPending} onPress={confirm}>
            {BUTTONS[act]}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        {act === 'owner' && (
          <TextField
            label="Carried out by"
            value={text}
            onChange={setText}
            maxLength={200}
            autoFocus
            description="A person or a team, not who owns the app. Empty: nobody yet."
          />
        )}
        {act === 'deadline' && (
          <>
            <DateField label="Due" value={due} onChange={setDue} isRequired />
            <TextField
              label="Reason"
              value={text}
              onChange={setText}
              rows={2}
              maxLength={2000}
              isRequired
              description="It takes the place of the deadline of the policy, for findings too, and is recorded in the journal."
            />
          </>
        )}
        {act === 'claim' && (
          <>
            <TextField
              label="Who says it is done"
              value={text}
              onChange={setText}
              maxLength={200}
              isRequired
              autoFocus
            />
            <TextField
              label="Reference"
              value={reference}
              onChange={setReference}
              maxLength={500}
              isRequired
              description="A ticket, a change or a message that shows it."
            />
            <p className={styles.note}>
              A claim proves nothing. The action is verified when a later import shows that the grant is gone.
            </p>
          </>
        )}
        {act === 'withdraw' && (
          <TextField label="Reason" value={text} onChange={setText} rows={2} maxLength={2000} isRequired autoFocus />
        )}
      </div>
    </Dialog>
  );
}
