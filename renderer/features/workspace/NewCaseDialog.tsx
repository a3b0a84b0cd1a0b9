import { useState, type FormEvent } from 'react';
import type { CaseDetails, WorkspaceStatus } from '../../../shared/contract/workspace.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { focusFirstInvalid } from '../../components/first-invalid.ts';
import { Callout } from '../../components/Page.tsx';
import { useEngineMutation } from '../../engine/hooks.ts';
import { NO_PASSPHRASE, passphraseProblems } from '../case/passphrase.ts';
import { PassphraseFields } from '../case/PassphraseFields.tsx';
import { useChosenFile } from '../case/use-chosen-file.ts';
import { useReviewer } from '../reviewers/reviewer-name.ts';
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
  const [isProtected, setIsProtected] = useState(false);
  const [passphrase, setPassphrase] = useState(NO_PASSPHRASE);
  const reviewer = useReviewer()?.name ?? '';
  const [typed, setDetails] = useState(EMPTY_DETAILS);
  const [isReviewerTyped, setIsReviewerTyped] = useState(false);
  // Offered until somebody types another one.
  const details = isReviewerTyped ? typed : { ...typed, reviewer };
  const [isChecked, setIsChecked] = useState(false);
  const create = useEngineMutation('workspace.create', {
    onSuccess: (status) => {
      leave();
      onCreated(status);
    },
  });
  const problems = detailProblems(details);
  const isReady =
    Object.keys(problems).length === 0 && (!isProtected || Object.keys(passphraseProblems(passphrase)).length === 0);
  const { problem: failure, save, forget } = useChosenFile(create.error);

  function edit(next: CaseDetails) {
    if (next.reviewer !== details.reviewer) setIsReviewerTyped(true);
    setDetails(next);
  }
  function leave() {
    setDetails(EMPTY_DETAILS);
    setIsProtected(false);
    setPassphrase(NO_PASSPHRASE);
    setIsReviewerTyped(false);
    setIsChecked(false);
    forget();
    create.reset();
    onClose();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setIsChecked(true);
    if (!isReady) focusFirstInvalid('new-case');
    if (!isReady || create.isPending) return;
    save('case', details.name.trim(), (saveToken) =>
      create.mutate({ saveToken, details, ...(isProtected ? { passphrase: passphrase.typed } : {}) }),
    );
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
      <form id="new-case" className={styles.form} onSubmit={submit}>
        <CaseDetailsFields details={details} onChange={edit} problems={isChecked ? problems : {}} />
        <Checkbox isSelected={isProtected} onChange={setIsProtected}>
          Protect this case with a passphrase
        </Checkbox>
        {isProtected && <PassphraseFields value={passphrase} onChange={setPassphrase} isChecked={isChecked} />}
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
