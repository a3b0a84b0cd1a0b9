import { useState } from 'react';
import type { VendorGroup } from '../../../shared/contract/evidence.ts';
import { Badge, PlatformLabel } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { formatCounted } from '../../components/format.ts';
import { ButtonLink, LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { drillPath } from './drill-text.ts';
import { ReasonDialog } from './ReasonDialog.tsx';

type Member = VendorGroup['members'][number];

/** One vendor with its apps on all platforms; confirm it, or take apps out of it. */
export function VendorPanel({ group }: { readonly group: VendorGroup }) {
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [act, setAct] = useState<'merge' | 'split' | null>(null);
  const suggested = group.members.filter((member) => member.state === 'suggested').map((member) => member.connectorId);
  const columns: readonly TableColumn<Member>[] = [
    {
      id: 'select',
      title: <span className="visually-hidden">Select</span>,
      width: '48px',
      cell: (member) => (
        <Checkbox
          aria-label={`Select ${member.name} on ${member.platform}`}
          isSelected={selected.includes(member.connectorId)}
          onChange={(isOn) =>
            setSelected((current) =>
              isOn ? [...current, member.connectorId] : current.filter((id) => id !== member.connectorId),
            )
          }
        />
      ),
    },
    {
      id: 'name',
      title: 'App',
      cell: (member) => (
        <LinkText to={`/connectors/${encodeURIComponent(member.connectorId)}`}>
          <Name warning={member.nameWarning} staticWarning>
            {member.name}
          </Name>
        </LinkText>
      ),
    },
    {
      id: 'platform',
      title: 'Platform',
      width: '180px',
      cell: (member) => <PlatformLabel platform={member.platform} />,
    },
    {
      id: 'publisher',
      title: 'Publisher',
      width: '200px',
      cell: (member) => (member.publisher === null ? 'not stated' : <Name>{member.publisher}</Name>),
    },
    {
      id: 'population',
      title: 'Grants in the lists',
      width: '150px',
      cell: (member) => (member.inPopulation ? 'yes' : 'none'),
    },
    {
      id: 'basis',
      title: 'Why',
      width: '260px',
      cell: (member) => (member.state === 'merged' ? 'decided in this case' : member.basis),
    },
  ];
  return (
    <Panel
      title={<Name strong>{group.vendor}</Name>}
      description={`${formatCounted(group.members.length, 'app')} on ${formatCounted(group.platforms.length, 'platform')}`}
      actions={
        <>
          {group.isConfirmed ? (
            <Badge tone="good" icon="check">
              Confirmed
            </Badge>
          ) : (
            <Badge>Suggested</Badge>
          )}
          <ButtonLink size="small" to={drillPath({ vendor: group.vendor })}>
            What it holds <span className="visually-hidden">({group.vendor})</span>
          </ButtonLink>
          {selected.length > 0 && (
            <Button size="small" onPress={() => setAct('split')}>
              Take {formatCounted(selected.length, 'app')} out…
            </Button>
          )}
          {suggested.length > 0 && (
            <Button size="small" variant="primary" onPress={() => setAct('merge')}>
              Confirm {formatCounted(suggested.length, 'app')}…
            </Button>
          )}
        </>
      }
      flush
    >
      <DataTable
        caption={`Apps of ${group.vendor}`}
        columns={columns}
        rows={group.members}
        rowKey={(member) => member.connectorId}
        empty="No apps"
      />
      {act !== null && (
        <ReasonDialog
          act={act}
          vendor={group.vendor}
          connectorIds={act === 'merge' ? suggested : selected}
          onClose={() => setAct(null)}
          onDone={() => setSelected([])}
        />
      )}
    </Panel>
  );
}
