import { useState } from 'react';
import type { BaselineBundle } from '../../../shared/contract/baseline.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';

/** Takes the baseline out of the case, with a reason; the one signed before it takes its place, where there is one. */
export function RemoveDialog({ bundle, onClose }: { readonly bundle: BaselineBundle; readonly onClose: () => void }) {
  const [reason, setReason] = useState('');
  const remove = useEngineMutation('baseline.remove');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Remove the baseline ${bundle.reportId}`}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={reason.trim() === ''}
            isPending={remove.isPending}
            onPress={() =>
              remove.mutate(
                { bundleSha256: bundle.bundleSha256, reason },
                {
                  onSuccess: () => {
                    showToast({ tone: 'good', text: 'Removed. Nothing is compared with it any more.' });
                    onClose();
                  },
                  onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
                },
              )
            }
          >
            Remove
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
        description="It is recorded in the journal. A report signed before it becomes the baseline, where the case holds one."
      />
    </Dialog>
  );
}
