import { useState } from 'react';
import type { ListedPerson, Role } from '../../../shared/contract/people.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { RolesField } from './RolesField.tsx';
import styles from './people.module.css';

/** Changes what somebody may do; without roles they no longer take part, and what they did stays. */
export function ChangePersonDialog({
  person,
  onClose,
}: {
  readonly person: ListedPerson;
  readonly onClose: () => void;
}) {
  const [roles, setRoles] = useState<readonly Role[]>(person.roles);
  const [manager, setManager] = useState(person.manager);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const change = useEngineMutation('people.change');
  const isOut = roles.length === 0;
  function submit() {
    setProblem(null);
    change.mutate(
      { person: person.id, roles: [...roles], manager: manager.trim(), reason: reason.trim() },
      {
        onSuccess: ({ name }) => {
          showToast({
            tone: 'good',
            text: isOut ? `${name} no longer takes part.` : `The roles of ${name} are changed.`,
          });
          onClose();
        },
        onError: (error) => setProblem(errorMessage(error)),
      },
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Roles of ${person.name}`}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant={isOut ? 'danger' : 'primary'}
            isDisabled={reason.trim() === ''}
            isPending={change.isPending}
            onPress={submit}
          >
            {isOut ? 'Take out' : 'Change'}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <RolesField roles={roles} onChange={setRoles} />
        {isOut && (
          <Callout tone="medium">
            Without a role {person.name} no longer takes part. What they decided stays as it is.
          </Callout>
        )}
        <TextField
          label="Address of their manager"
          value={manager}
          onChange={setManager}
          maxLength={200}
          description="For plans that look at who reports to whom"
        />
        <TextField
          label="Reason"
          value={reason}
          onChange={setReason}
          rows={2}
          maxLength={1000}
          isRequired
          description="It is recorded in the journal."
        />
        {problem !== null && <Callout tone="critical">{problem}</Callout>}
      </div>
    </Dialog>
  );
}
