import { useState } from 'react';
import { TRUSTED_LABELS, type TrustedCertificate } from '../../../shared/contract/trusted.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatDate } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { TrustDialog } from './TrustDialog.tsx';

/** The certificates that the open case trusts, each with how it was compared. */
export function TrustedPanel({ onChanged }: { readonly onChanged: () => void }) {
  const status = useEngineQuery('workspace.status', {});
  const trusted = useEngineQuery('trusted.list', {});
  const [asked, setAsked] = useState<'add' | TrustedCertificate | null>(null);
  if (status.data === undefined || status.data === null || trusted.data === undefined) return null;
  const columns: readonly TableColumn<TrustedCertificate>[] = [
    {
      id: 'name',
      title: 'Certificate',
      width: '24%',
      cell: ({ name, isExpired }) => (
        <>
          <Name strong>{name}</Name> {isExpired && <Badge tone="high">Expired</Badge>}
        </>
      ),
    },
    { id: 'use', title: 'Trusted as', width: '20%', cell: ({ use }) => TRUSTED_LABELS[use] },
    {
      id: 'how',
      title: 'How it was compared',
      cell: ({ reason, by, at }) => (
        <>
          <bdi>{reason}</bdi> ({by}, {formatDate(at)})
        </>
      ),
    },
    {
      id: 'remove',
      title: 'Change',
      width: '110px',
      cell: (row) => (
        <Button size="small" variant="ghost" onPress={() => setAsked(row)}>
          Remove…
        </Button>
      ),
    },
  ];
  return (
    <Panel
      title="Trusted in this case"
      description="They say whose a valid signature or time stamp is; they never make one valid."
      actions={
        <Button size="small" onPress={() => setAsked('add')}>
          Add a certificate…
        </Button>
      }
      flush
    >
      <DataTable
        caption="Certificates that this case trusts"
        columns={columns}
        rows={trusted.data}
        rowKey={(row) => `${row.use} ${row.fingerprint}`}
        empty="None yet. Add the certificate of a signer, of the authority that issues them, or of a time-stamping authority."
        wrap
      />
      {asked !== null && (
        <TrustDialog
          asked={asked}
          onClose={() => {
            setAsked(null);
            void trusted.refetch();
            onChanged();
          }}
        />
      )}
    </Panel>
  );
}
