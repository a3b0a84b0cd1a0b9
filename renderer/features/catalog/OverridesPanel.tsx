import { useState } from 'react';
import type { TierOverrideInfo } from '../../../shared/contract/catalog.ts';
import { Badge, PlatformLabel, TierBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { useEngineMutation } from '../../engine/hooks.ts';
import styles from './CatalogScreen.module.css';
import { kindLabel } from './kinds.ts';
import { ReasonForm } from './ReasonForm.tsx';

/** Tiers that the organisation set itself, newest first; each can be taken back, and stays listed. */
export function OverridesPanel({ overrides }: { readonly overrides: readonly TierOverrideInfo[] }) {
  const [revoking, setRevoking] = useState<TierOverrideInfo | null>(null);
  const revoke = useEngineMutation('catalog.revoke');
  const columns: readonly TableColumn<TierOverrideInfo>[] = [
    {
      id: 'scope',
      title: 'Scope',
      width: '30%',
      cell: (row) => (
        <span className={styles.stack}>
          <Name mono wrap>
            {row.scope}
          </Name>
          <span className={styles.quiet}>{kindLabel(row.platform, row.kind)}</span>
        </span>
      ),
    },
    { id: 'platform', title: 'Platform', width: '160px', cell: (row) => <PlatformLabel platform={row.platform} /> },
    {
      id: 'tier',
      title: 'Tier',
      width: '140px',
      cell: (row) => <TierBadge tier={row.tier} override={{ was: row.was, reason: row.reason }} />,
    },
    {
      id: 'why',
      title: 'Reason',
      cell: (row) => (
        <span className={styles.stack}>
          <bdi>{row.reason}</bdi>
          <span className={styles.quiet}>
            <bdi>{row.by}</bdi>, {formatTime(row.at)}
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
          <Button size="small" aria-label={`Take back the tier of ${row.scope}`} onPress={() => setRevoking(row)}>
            Take back…
          </Button>
        ) : (
          <Badge>Not in force</Badge>
        ),
    },
  ];
  return (
    <Panel
      title="Own tiers"
      description="Where the organisation rates a scope otherwise than the catalog. The report names each with its reason."
      flush
    >
      <DataTable
        caption="Own tiers"
        columns={columns}
        rows={overrides}
        rowKey={(row) => row.overrideId}
        empty="Every scope has the tier of the catalog. Choose a scope under Scopes to set another one."
        wrap
      />
      {revoking !== null && (
        <ReasonForm
          title={`Take back the own tier of ${revoking.scope}`}
          confirm="Take back"
          description="It is recorded in the journal. The scope has the tier of the catalog again, and all items are assessed anew."
          error={revoke.isError ? errorMessage(revoke.error) : null}
          isPending={revoke.isPending}
          onClose={() => setRevoking(null)}
          onConfirm={(reason) =>
            revoke.mutate({ overrideId: revoking.overrideId, reason }, { onSuccess: () => setRevoking(null) })
          }
        />
      )}
    </Panel>
  );
}
