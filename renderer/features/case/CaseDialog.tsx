import { useState, type FormEvent } from 'react';
import type { CaseDetails } from '../../../shared/contract/workspace.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { useEngineMutation } from '../../engine/hooks.ts';
import { CaseDetailsFields, detailProblems } from '../workspace/CaseDetailsFields.tsx';

/** Changes the details of the open case. */
export function CaseDialog({ details, onClose }: { readonly details: CaseDetails; readonly onClose: () => void }) {
  const [edited, setEdited] = useState(details);
  const update = useEngineMutation('workspace.update', { onSuccess: onClose });
  const problems = detailProblems(edited);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (Object.keys(problems).length === 0) update.mutate({ details: edited });
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Case details"
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="case-details" isPending={update.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="case-details" onSubmit={submit}>
        <CaseDetailsFields details={edited} onChange={setEdited} problems={problems} />
      </form>
      {update.error !== null && <Callout tone="critical">{errorMessage(update.error)}</Callout>}
    </Dialog>
  );
}
