import { useState } from 'react';
import type { Suppression } from '../../../shared/contract/policy.ts';
import { GRANT_KIND_LABELS } from '../../../shared/domain/terms.ts';
import { Badge, SeverityBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatDate } from '../../components/format.ts';
import { ButtonLink, LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { EmptyState, ErrorState, errorMessage, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import screen from './PolicyScreen.module.css';
import styles from './SuppressionsPanel.module.css';

/** What is set aside, by whom, why and until when; and what was, for the record. */
export function SuppressionsPanel() {
  const list = useEngineQuery('suppressions.list', {});
  const [revoked, setRevoked] = useState<Suppression | null>(null);
  const inForce = list.data?.filter((one) => one.state === 'in-force') ?? [];
  const ended = list.data?.filter((one) => one.state !== 'in-force') ?? [];
  return (
    <div className={screen.scroll}>
      {list.isPending && <SkeletonRows rows={6} />}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && (
        <EmptyState
          icon="flag"
          title="Nothing is suppressed"
          actions={
            <ButtonLink to="/findings" icon="flag">
              Show findings
            </ButtonLink>
          }
        >
          A finding can be suppressed where it stands, on the connector. It needs a name, a reason and a last day; it
          stays a finding, is printed in the report, and counts in no sum until that day.
        </EmptyState>
      )}
      <div className={styles.list}>
        {inForce.length > 0 && (
          <Panel title="In force" flush>
            <Table rows={inForce} onRevoke={setRevoked} />
          </Panel>
        )}
        {ended.length > 0 && (
          <Panel title="Ended" flush>
            <Table rows={ended} />
          </Panel>
        )}
      </div>
      {revoked !== null && <RevokeDialog suppression={revoked} onClose={() => setRevoked(null)} />}
    </div>
  );
}

function Table({
  rows,
  onRevoke,
}: {
  readonly rows: readonly Suppression[];
  readonly onRevoke?: (suppression: Suppression) => void;
}) {
  return (
    <DataTable
      caption={onRevoke === undefined ? 'Suppressions that ended' : 'Suppressions in force'}
      wrap
      columns={[
        {
          id: 'name',
          title: 'Name and reason',
          cell: (one) => (
            <>
              <Name strong>{one.name}</Name>
              <div className={styles.quiet}>
                <bdi>
                  {one.reason} ({one.by}, {formatDate(one.at)})
                </bdi>
              </div>
            </>
          ),
        },
        {
          id: 'what',
          title: 'What',
          cell: (one) => (
            <>
              {one.connectorId === null ? (
                one.connector
              ) : (
                <LinkText to={`/connectors/${encodeURIComponent(one.connectorId)}`}>
                  <Name warning={one.nameWarning} staticWarning>
                    {one.connector}
                  </Name>
                </LinkText>
              )}
              <div className={styles.quiet}>
                {one.rule} {one.title}
                {one.item === null ? '' : `, ${GRANT_KIND_LABELS[one.item.kind].toLowerCase()}`}
              </div>
            </>
          ),
        },
        {
          id: 'until',
          title: onRevoke === undefined ? 'Ended' : 'Until',
          width: '210px',
          cell: (one) =>
            one.ended === null ? (
              formatDate(one.until)
            ) : (
              <>
                <Badge>{one.state === 'expired' ? 'Expired' : 'Revoked'}</Badge> {formatDate(one.ended.at)}
                <div className={styles.quiet}>
                  <bdi>
                    {one.ended.reason} ({one.ended.by})
                  </bdi>
                </div>
              </>
            ),
        },
        ...(onRevoke === undefined
          ? []
          : [
              {
                id: 'findings',
                title: 'Sets aside',
                width: '130px',
                cell: (one: Suppression) =>
                  one.findings.length === 0 ? (
                    <span className={styles.quiet}>nothing now</span>
                  ) : (
                    one.findings.map((finding) => <SeverityBadge key={finding.id} severity={finding.severity} />)
                  ),
              },
              {
                id: 'revoke',
                title: <span className="visually-hidden">Revoke</span>,
                width: '100px',
                align: 'right' as const,
                cell: (one: Suppression) => (
                  <Button size="small" onPress={() => onRevoke(one)} aria-label={`Revoke ${one.name}`}>
                    Revoke…
                  </Button>
                ),
              },
            ]),
      ]}
      rows={rows}
      rowKey={(one) => one.seq}
      empty="None"
    />
  );
}

function RevokeDialog({ suppression, onClose }: { readonly suppression: Suppression; readonly onClose: () => void }) {
  const [reason, setReason] = useState('');
  const revoke = useEngineMutation('suppressions.revoke');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Revoke ${suppression.name}`}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={reason.trim() === ''}
            isPending={revoke.isPending}
            onPress={() =>
              revoke.mutate(
                { seq: suppression.seq, reason },
                {
                  onSuccess: () => {
                    showToast({ tone: 'good', text: `${suppression.name} is revoked; its findings count again.` });
                    onClose();
                  },
                  onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
                },
              )
            }
          >
            Revoke
          </Button>
        </>
      }
    >
      <TextField
        label="Reason"
        value={reason}
        onChange={setReason}
        rows={3}
        maxLength={1000}
        isRequired
        autoFocus
        description="It is recorded in the journal."
      />
    </Dialog>
  );
}
