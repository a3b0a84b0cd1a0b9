import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { DeletionPlanView } from '../../../shared/contract/case-life.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatBytes, formatCounted, formatDate } from '../../components/format.ts';
import { Callout } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { CaseWork } from './CaseWork.tsx';
import { useChosenFile } from './use-chosen-file.ts';
import styles from './CasePanels.module.css';

/** Deletes the open case, after its name and a reason were typed and a place for the record was chosen. */
export function DeleteDialog({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const plan = useEngineQuery('case.planDeletion', {});
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const remove = useEngineMutation('case.delete', {
    onSuccess: ({ fileName, files }) => {
      showToast({
        tone: 'good',
        text: `The case was deleted: ${formatCounted(files, 'file')} removed. The record is ${fileName}.`,
      });
      onClose();
      void navigate('/');
    },
  });
  const { problem, save } = useChosenFile(remove.error);
  const view = plan.data;
  const isReady = view !== undefined && name.trim() === view.name.trim() && reason.trim() !== '';
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Delete this case"
      size="large"
      isDismissable={!remove.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={remove.isPending}>
            Keep it
          </Button>
          <Button
            variant="danger"
            isDisabled={!isReady}
            isPending={remove.isPending}
            onPress={() =>
              view !== undefined &&
              save('deletion', `${view.name} deleted`, (saveToken) =>
                remove.mutate({ name, reason, saveToken, key: null }),
              )
            }
          >
            Choose place of the record and delete…
          </Button>
        </>
      }
    >
      {plan.isError && <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />}
      {view === undefined ? (
        <SkeletonRows rows={6} />
      ) : (
        <div className={styles.stack}>
          <PlanList view={view} />
          <TextField
            label={`Type the name of the case: ${view.name}`}
            value={name}
            onChange={setName}
            isRequired
            autoFocus
            maxLength={500}
          />
          <TextField
            label="Reason"
            value={reason}
            onChange={setReason}
            isRequired
            rows={2}
            maxLength={2000}
            description="It stands in the record."
          />
          <CaseWork />
          {problem !== null && <Callout tone="critical">{problem}</Callout>}
        </div>
      )}
    </Dialog>
  );
}

function PlanList({ view }: { readonly view: DeletionPlanView }) {
  const { retention } = view;
  return (
    <>
      {retention !== null && retention.isEarly && (
        <Callout tone="high" title={`The case is to be kept until ${formatDate(retention.until)}`}>
          <bdi>{retention.reason}</bdi> Deleting it before that day needs a reason that stands up to questions; the
          record says so.
        </Callout>
      )}
      <p>
        {formatCounted(view.files.length, 'file')} with {formatBytes(view.bytes)} will be removed:
      </p>
      <ul className={styles.list} aria-label="What will be removed" tabIndex={0}>
        {view.files.map(({ file, bytes }) => (
          <li key={file} className={styles.file}>
            <bdi title={file}>{file}</bdi>
            <span className={styles.size}>{formatBytes(bytes)}</span>
          </li>
        ))}
      </ul>
      <p>What stays, or is not reached:</p>
      <ul className={styles.left}>
        {[...view.left, ...view.limits].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
