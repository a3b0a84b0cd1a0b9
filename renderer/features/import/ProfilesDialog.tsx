import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MappingProfile } from '../../../shared/contract/imports.ts';
import { PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { formatDate } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { errorMessage, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { changeDesk } from './desk.ts';
import styles from './ProfilesDialog.module.css';

/** A button, and behind it the mappings that are kept: by them exports that no format knows are recognized. */
export function ProfilesDialog({ caseKey }: { readonly caseKey: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setIsOpen(true)}>Mapping profiles…</Button>
      {isOpen && <Profiles caseKey={caseKey} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function Profiles({ caseKey, onClose }: { readonly caseKey: string; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const profiles = useEngineQuery('profiles.list', {});
  const refresh = () => queries.invalidateQueries({ queryKey: ['profiles.list'] });
  const bringIn = useEngineMutation('profiles.import');
  const remove = useEngineMutation('profiles.remove');
  const write = useEngineMutation('profiles.export');
  const [leaving, setLeaving] = useState<string | null>(null);

  async function importOne() {
    const [file] = await callShell('shell.pickFiles', { purpose: 'profile' });
    if (file === undefined) return;
    const { name, version } = await bringIn.mutateAsync({ token: file.token });
    await refresh();
    showToast({ tone: 'good', text: `“${name}”, version ${version}, is kept` });
  }
  async function exportOne({ name, version, sha256 }: MappingProfile) {
    const target = await callShell('shell.pickSave', {
      purpose: 'profile',
      suggestedName: `${name} version ${version} mapping.json`,
    });
    if (target === null) return;
    await write.mutateAsync({ sha256, saveToken: target.token });
    showToast({ tone: 'good', text: `“${name}”, version ${version}, was saved` });
  }
  async function removeOne({ name, sha256 }: MappingProfile) {
    await remove.mutateAsync({ sha256 });
    await refresh();
    // Files that wait are still read the same way, but by no profile any more.
    changeDesk(caseKey, (current) => ({
      ...current,
      drafts: current.drafts.map((draft) => (draft.profile?.name === name ? { ...draft, profile: null } : draft)),
    }));
    setLeaving(null);
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Mapping profiles"
      size="wide"
      footer={
        <>
          <Button isPending={bringIn.isPending} onPress={() => told(importOne())}>
            Import a profile…
          </Button>
          <Button variant="primary" onPress={onClose}>
            Done
          </Button>
        </>
      }
    >
      <p className={styles.intro}>
        A profile says which column of an export is what. A file with the same columns is recognized by it, in every
        case on this computer. Its digest stands in each import that was read by it.
      </p>
      {profiles.isPending && <SkeletonRows rows={3} />}
      {profiles.isError && <ErrorState error={profiles.error} onRetry={() => void profiles.refetch()} />}
      {profiles.data !== undefined && (
        <div className={styles.table}>
          <DataTable
            caption="Mapping profiles"
            columns={[
              { id: 'name', title: 'Name', cell: (one) => <Name strong>{one.name}</Name> },
              { id: 'version', title: 'Version', align: 'right', width: '76px', cell: (one) => one.version },
              {
                id: 'reads',
                title: 'Reads',
                width: '190px',
                cell: (one) =>
                  `${one.mapping.target === 'grants' ? 'Grants' : 'Events'}, ${PLATFORM_LABELS[one.mapping.platform]}`,
              },
              {
                id: 'columns',
                title: 'Columns',
                align: 'right',
                width: '110px',
                cell: (one) => `${Object.keys(one.mapping.fields).length} of ${one.columns.length}`,
              },
              {
                id: 'author',
                title: 'Made by',
                width: '130px',
                cell: (one) => (one.author === '' ? 'Not stated' : <Name>{one.author}</Name>),
              },
              { id: 'date', title: 'On', width: '120px', cell: (one) => formatDate(one.createdAt) },
              {
                id: 'digest',
                title: 'Digest',
                width: '128px',
                cell: (one) => <CopyText text={one.sha256} length={10} label="Digest of the profile" />,
              },
              {
                id: 'actions',
                title: <span className="visually-hidden">What to do with it</span>,
                width: '196px',
                cell: (one) =>
                  leaving === one.sha256 ? (
                    <span className={styles.actions}>
                      <Button size="small" onPress={() => setLeaving(null)}>
                        Keep
                      </Button>
                      <Button
                        size="small"
                        variant="danger"
                        autoFocus
                        isPending={remove.isPending}
                        onPress={() => told(removeOne(one))}
                        aria-label={`Remove every version of ${one.name}`}
                      >
                        {one.version > 1 ? 'All versions' : 'Remove it'}
                      </Button>
                    </span>
                  ) : (
                    <span className={styles.actions}>
                      <Button size="small" onPress={() => told(exportOne(one))} aria-label={`Export ${one.name}`}>
                        Export…
                      </Button>
                      <Button size="small" onPress={() => setLeaving(one.sha256)} aria-label={`Remove ${one.name}`}>
                        Remove
                      </Button>
                    </span>
                  ),
              },
            ]}
            rows={profiles.data}
            rowKey={(one) => one.sha256}
            empty="None is kept yet. Map the columns of an export that is not recognized, and keep the mapping."
          />
        </div>
      )}
    </Dialog>
  );
}

function told(work: Promise<void>): void {
  work.catch((error: unknown) => showToast({ tone: 'bad', text: errorMessage(error) }));
}
