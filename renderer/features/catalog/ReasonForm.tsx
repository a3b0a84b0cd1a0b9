import { type ReactNode, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import styles from './CatalogScreen.module.css';

/** Asks why, before an act that the journal keeps. */
export function ReasonForm({
  title,
  confirm,
  description,
  children,
  error,
  isPending,
  onConfirm,
  onClose,
}: {
  readonly title: string;
  readonly confirm: string;
  readonly description: string;
  /** What else is asked. */
  readonly children?: ReactNode;
  /** Why it was refused; stays until the next try. */
  readonly error: string | null;
  readonly isPending: boolean;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={reason.trim() === ''}
            isPending={isPending}
            onPress={() => onConfirm(reason)}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {children}
        <TextField
          label="Reason"
          value={reason}
          onChange={setReason}
          rows={3}
          maxLength={1000}
          isRequired
          autoFocus
          description={description}
          error={error}
        />
      </div>
    </Dialog>
  );
}
