import { type FormEvent, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Callout } from '../../components/Page.tsx';
import { SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import type { CaseDetails } from '../../../shared/contract/workspace.ts';
import { CaseDetailsFields, detailProblems } from '../workspace/CaseDetailsFields.tsx';
import { CaseWork } from './CaseWork.tsx';
import { stemOf, useChosenFile } from './use-chosen-file.ts';
import styles from './CasePanels.module.css';

/** Makes a case of its own out of the one that is open. */
export function DuplicateDialog({ fileName, onClose }: { readonly fileName: string; readonly onClose: () => void }) {
  const status = useEngineQuery('workspace.status', {}).data ?? null;
  return (
    <Dialog isOpen onClose={onClose} title="Duplicate the case">
      {status === null ? (
        <SkeletonRows rows={5} />
      ) : (
        <Form details={status.details} fileName={fileName} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Form({
  details,
  fileName,
  onClose,
}: {
  readonly details: CaseDetails;
  readonly fileName: string;
  readonly onClose: () => void;
}) {
  const [edited, setEdited] = useState({ ...details, name: `${details.name.slice(0, 108)} (duplicate)` });
  const duplicate = useEngineMutation('case.duplicate', {
    onSuccess: ({ fileName: file }) => {
      showToast({ tone: 'good', text: `Duplicated as ${file}. The case that was open stays open.` });
      onClose();
    },
  });
  const problems = detailProblems(edited);
  const { problem, save } = useChosenFile(duplicate.error);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (Object.keys(problems).length > 0 || duplicate.isPending) return;
    save('case', `${stemOf(fileName)} (duplicate)`, (saveToken) => duplicate.mutate({ saveToken, details: edited }));
  }
  return (
    <form className={styles.stack} onSubmit={submit}>
      <p>
        The duplicate has the same evidence and the same history, and an identity of its own: packets and answers made
        for this case are refused by it, and the other way round. Both journals say so.
      </p>
      <CaseDetailsFields details={edited} onChange={setEdited} problems={problems} />
      <CaseWork />
      {problem !== null && (
        <Callout tone="critical" title="The case was not duplicated">
          {problem}
        </Callout>
      )}
      <div className={styles.acts}>
        <Button onPress={onClose}>Cancel</Button>
        <Button variant="primary" type="submit" isPending={duplicate.isPending}>
          Choose place and duplicate…
        </Button>
      </div>
    </form>
  );
}
