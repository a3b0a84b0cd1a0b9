import { useState } from 'react';
import type { CatalogFileInfo } from '../../../shared/contract/catalog.ts';
import { Badge, PlatformLabel } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { useEngineMutation } from '../../engine/hooks.ts';
import styles from './CatalogScreen.module.css';
import { ReasonForm } from './ReasonForm.tsx';

const KINDS: Readonly<Record<CatalogFileInfo['kind'], string>> = {
  catalog: 'Newer part of the catalog',
  'entra-service-principal': 'Service principal',
  'entra-permissions': 'permissions.json',
  'google-discovery': 'Discovery document',
  'okta-openapi': 'OpenAPI file',
};

/** Files laid over the shipped catalog; each can be taken out again, and stays listed. */
export function FilesPanel({ files }: { readonly files: readonly CatalogFileInfo[] }) {
  const [removing, setRemoving] = useState<CatalogFileInfo | null>(null);
  const remove = useEngineMutation('catalog.remove');
  const columns: readonly TableColumn<CatalogFileInfo>[] = [
    {
      id: 'file',
      title: 'File',
      width: '26%',
      cell: (row) => (
        <span className={styles.stack}>
          <Name strong wrap>
            {row.fileName}
          </Name>
          <span className={styles.quiet}>
            {KINDS[row.kind]}, <bdi>{row.version}</bdi>
            {row.asOf !== '' && <>, as of {row.asOf}</>}
          </span>
        </span>
      ),
    },
    { id: 'platform', title: 'Platform', width: '160px', cell: (row) => <PlatformLabel platform={row.platform} /> },
    {
      id: 'sha',
      title: 'SHA-256',
      width: '150px',
      cell: (row) => <CopyText text={row.sha256} length={12} label="SHA-256" />,
    },
    {
      id: 'why',
      title: 'Reason',
      cell: (row) => (
        <span className={styles.stack}>
          <bdi>{row.reason}</bdi>
          <span className={styles.quiet}>
            <bdi>{row.addedBy}</bdi>, {formatTime(row.addedAt)}
          </span>
        </span>
      ),
    },
    {
      id: 'state',
      title: 'State',
      width: '118px',
      cell: (row) =>
        row.inForce ? (
          <Button size="small" aria-label={`Take ${row.fileName} out`} onPress={() => setRemoving(row)}>
            Take out…
          </Button>
        ) : (
          <Badge>Taken out</Badge>
        ),
    },
  ];
  return (
    <Panel
      title="Files brought in"
      description="Newer parts replace the shipped ones; vendors’ files add scopes and calls and replace what is said of the same call. A scope that only a vendor’s file names stays unrated until you rate it."
      flush
    >
      <DataTable
        caption="Files brought in"
        columns={columns}
        rows={files}
        rowKey={(row) => row.fileId}
        empty="No file was brought in. The catalog is as it was shipped."
        wrap
      />
      {removing !== null && (
        <ReasonForm
          title={`Take ${removing.fileName} out of the catalog`}
          confirm="Take out"
          description="It is recorded in the journal; the file stays listed here. All items are assessed anew."
          error={remove.isError ? errorMessage(remove.error) : null}
          isPending={remove.isPending}
          onClose={() => setRemoving(null)}
          onConfirm={(reason) =>
            remove.mutate({ fileId: removing.fileId, reason }, { onSuccess: () => setRemoving(null) })
          }
        />
      )}
    </Panel>
  );
}
