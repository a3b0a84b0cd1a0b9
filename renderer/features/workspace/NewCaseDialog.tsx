import { useState, type FormEvent } from 'react';
import type { WorkspaceStatus } from '../../../shared/contract/workspace.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { CaseDetailsFields, detailProblems, EMPTY_DETAILS } from './CaseDetailsFields.tsx';
import styles from './NewCaseDialog.module.css';

/** Asks for the details of a new case, then for the place of its file. */
export function NewCaseDialog({
  isOpen,
  onClose,
  onCreated,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onCreated: (status: WorkspaceStatus) => void;
}) {
  const [details, setDetails] = useState(EMPTY_DETAILS);
  const [isChecked, setIsChecked] = useState(false);
  const [pickError, setPickError] = useState<string | null>(null);
  const create = useEngineMutation('workspace.create', {
    onSuccess: (status) => {
      leave();
      onCreated(status);
    },
  });
  const problems = detailProblems(details);
  const failure = pickError ?? (create.error === null ? null : errorMessage(create.error));

  function leave() {
    setDetails(EMPTY_DETAILS);
    setIsChecked(false);
    setPickError(null);
    create.reset();
    onClose();
  }
  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsChecked(true);
    if (Object.keys(problems).length > 0 || create.isPending) return;
    setPickError(null);
    try {
      const place = await callShell('shell.pickSave', { purpose: 'case', suggestedName: details.name.trim() });
      if (place !== null) create.mutate({ saveToken: place.token, details });
    } catch (error) {
      setPickError(errorMessage(error));
    }
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={leave}
      title="New case"
      footer={
        <>
          <Button onPress={leave}>Cancel</Button>
          <Button variant="primary" type="submit" form="new-case" isPending={create.isPending}>
            Choose place and create…
          </Button>
        </>
      }
    >
      <form id="new-case" className={styles.form} onSubmit={(event) => void submit(event)}>
        <CaseDetailsFields details={details} onChange={setDetails} problems={isChecked ? problems : {}} />
        <p className={styles.note}>
          A case is one file on this computer. Copies of the exports you import are kept in a folder beside it.
        </p>
        {failure !== null && (
          <Callout tone="critical" title="The case was not created">
            {failure}
          </Callout>
        )}
      </form>
    </Dialog>
  );
}
