import { useState } from 'react';
import type { Finding } from '../../../shared/contract/connectors.ts';
import { Button } from '../../components/Button.tsx';
import { DateField } from '../../components/DateField.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { RadioGroup, TextField } from '../../components/Field.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import styles from './SuppressDialog.module.css';

/** Asks for the name, the reason and the last day of a suppression, and records it. */
export function SuppressDialog({ finding, onClose }: { readonly finding: Finding; readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState<string | null>(null);
  const [reach, setReach] = useState<'item' | 'connector'>(finding.itemId === null ? 'connector' : 'item');
  const add = useEngineMutation('suppressions.add');
  function confirm() {
    if (until === null) return;
    const { rule, connectorId } = finding;
    add.mutate(
      { name, rule, connectorId, itemId: reach === 'item' ? finding.itemId : null, until, reason },
      {
        onSuccess: () => {
          showToast({ tone: 'good', text: `Suppressed until ${until}. It stays listed and is printed in the report.` });
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
      title={`Suppress ${finding.rule} on ${finding.connectorName}`}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={name.trim() === '' || reason.trim() === '' || until === null}
            isPending={add.isPending}
            onPress={confirm}
          >
            Suppress
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        <p className={styles.sentence}>
          <bdi>{finding.sentence}</bdi>
        </p>
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          maxLength={120}
          isRequired
          autoFocus
          description="What it is listed under, for example the number of a change record."
        />
        <DateField
          label="Last day"
          value={until}
          onChange={setUntil}
          isRequired
          description="After it the finding counts again."
        />
        <TextField
          label="Reason"
          value={reason}
          onChange={setReason}
          rows={3}
          maxLength={1000}
          isRequired
          description="It is kept in the journal and printed in the report."
        />
        {finding.itemId !== null && (
          <RadioGroup
            label="Where"
            value={reach}
            onChange={setReach}
            options={[
              { value: 'item', label: 'On this review item' },
              { value: 'connector', label: 'On the connector as a whole' },
            ]}
          />
        )}
      </div>
    </Dialog>
  );
}
