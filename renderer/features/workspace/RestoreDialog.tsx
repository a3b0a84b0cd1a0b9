import { useState } from 'react';
import type { BackupView } from '../../../shared/contract/case-life.ts';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { formatBytes, formatCounted, formatTime } from '../../components/format.ts';
import { Callout, Facts } from '../../components/Page.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import styles from '../case/CasePanels.module.css';
import { CaseWork } from '../case/CaseWork.tsx';
import { stemOf, useChosenFile } from '../case/use-chosen-file.ts';

/** Makes a case of a backup or an archive, and opens it. */
export function RestoreDialog({
  onClose,
  onOpen,
}: {
  readonly onClose: () => void;
  /** The case that was made is to be opened. */
  readonly onOpen: (token: string) => void;
}) {
  const [token, setToken] = useState<string | null>(null);
  const [replace, setReplace] = useState(false);
  const inspect = useEngineMutation('case.inspectBackup');
  const restore = useEngineMutation('case.restore', {
    onSuccess: ({ token: made, aside }) => {
      if (aside !== null) showToast({ tone: 'info', text: `The case that was there is now ${aside}.` });
      onClose();
      onOpen(made);
    },
  });
  const { problem, open, save } = useChosenFile(inspect.error ?? restore.error);
  function choose() {
    restore.reset();
    open('backup', (chosen) => {
      setToken(chosen);
      inspect.mutate({ token: chosen });
    });
  }
  function start(view: BackupView) {
    if (token !== null) save('case', stemOf(view.file), (saveToken) => restore.mutate({ token, saveToken, replace }));
  }
  const view = inspect.data;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Restore a backup"
      footer={
        <>
          <Button onPress={onClose}>Close</Button>
          <Button onPress={choose} isPending={inspect.isPending} isDisabled={restore.isPending}>
            Choose a backup…
          </Button>
          {view !== undefined && (
            <Button variant="primary" onPress={() => start(view)} isPending={restore.isPending}>
              Choose place and restore…
            </Button>
          )}
        </>
      }
    >
      <div className={styles.stack}>
        <p>
          A backup or an archive becomes a case again. All of it is compared with its digests before anything is
          written, and no case is written over.
        </p>
        {view !== undefined && <BackupFacts view={view} />}
        {view !== undefined && (
          <Checkbox isSelected={replace} onChange={setReplace}>
            When there is a case at that place, put it aside under another name
          </Checkbox>
        )}
        <CaseWork />
        {problem !== null && <Callout tone="critical">{problem}</Callout>}
      </div>
    </Dialog>
  );
}

function BackupFacts({ view }: { readonly view: BackupView }) {
  return (
    <Facts
      rows={[
        { label: 'Case', value: view.name === null ? 'Protected: the name is not shown' : <bdi>{view.name}</bdi> },
        { label: view.purpose === 'archive' ? 'Archived' : 'Backed up', value: formatTime(view.madeAt) },
        {
          label: 'Holds',
          value: `${formatCounted(view.count, 'act')} in the journal, ${formatCounted(view.copies, 'kept copy', 'kept copies')}, ${formatBytes(view.bytes)}`,
        },
        { label: 'Journal', value: <CopyText text={view.head} length={16} label="Head of the journal in it" /> },
        ...(view.notes.length === 0 ? [] : [{ label: 'Noted then', value: view.notes.join(' ') }]),
      ]}
    />
  );
}
