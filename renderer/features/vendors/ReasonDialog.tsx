import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatCounted } from '../../components/format.ts';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';

/** Asks why apps belong to a vendor, or do not, and records the act. */
export function ReasonDialog({
  act,
  vendor,
  connectorIds,
  onClose,
  onDone,
}: {
  readonly act: 'merge' | 'split';
  readonly vendor: string;
  readonly connectorIds: readonly string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const [reason, setReason] = useState('');
  const merge = useEngineMutation('vendors.merge');
  const split = useEngineMutation('vendors.split');
  const mutation = act === 'merge' ? merge : split;
  const apps = formatCounted(connectorIds.length, 'app');
  function confirm() {
    mutation.mutate(
      { vendor, connectorIds: [...connectorIds], reason },
      {
        onSuccess: () => {
          showToast({
            tone: 'good',
            text: act === 'merge' ? `${apps} put under ${vendor}.` : `${apps} taken out of ${vendor}.`,
          });
          onDone();
          onClose();
        },
        onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
      },
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={act === 'merge' ? `Confirm ${apps} as ${vendor}` : `Take ${apps} out of ${vendor}`}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={reason.trim() === ''} isPending={mutation.isPending} onPress={confirm}>
            {act === 'merge' ? 'Confirm' : 'Take out'}
          </Button>
        </>
      }
    >
      <TextField
        label="Reason"
        value={reason}
        onChange={setReason}
        rows={3}
        maxLength={1000}
        isRequired
        autoFocus
        description={
          act === 'merge'
            ? 'For example: the contract names both products. It is recorded in the journal.'
            : 'For example: another firm of the same name. It is recorded in the journal.'
        }
      />
    </Dialog>
  );
}
