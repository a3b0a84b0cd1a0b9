import { PlatformLabel, TierBadge } from '../../components/Badge.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { formatCount, formatCounted } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { drillPath } from './drill-text.ts';

const ASKED = 100;
const SHOWN = 20;

/** Apps that stand under no vendor, the riskiest first: each can be drilled into by itself. */
export function OtherApps({ text, grouped }: { readonly text: string; readonly grouped: ReadonlySet<string> }) {
  const apps = useEngineQuery(
    'inventory.page',
    { filter: text === '' ? {} : { text }, sort: { by: 'risk', descending: true }, offset: 0, limit: ASKED },
    { keepPrevious: true },
  );
  const rows = (apps.data?.rows ?? []).filter((row) => !grouped.has(row.connectorId)).slice(0, SHOWN);
  if (rows.length === 0) return null;
  const isCut = (apps.data?.total ?? 0) > ASKED || rows.length === SHOWN;
  return (
    <Panel
      title="Apps under no vendor"
      description={
        isCut
          ? `The ${formatCount(rows.length)} riskiest that match; type to find others`
          : formatCounted(rows.length, 'app')
      }
      flush
    >
      <DataTable
        caption="Apps under no vendor"
        columns={[
          {
            id: 'name',
            title: 'App',
            cell: (row) => (
              <LinkText to={`/connectors/${encodeURIComponent(row.connectorId)}`}>
                <Name warning={row.nameWarning} staticWarning>
                  {row.name}
                </Name>
              </LinkText>
            ),
          },
          {
            id: 'platform',
            title: 'Platform',
            width: '180px',
            cell: (row) => <PlatformLabel platform={row.platform} />,
          },
          { id: 'tier', title: 'Tier', width: '80px', cell: (row) => <TierBadge tier={row.highestTier} /> },
          {
            id: 'drill',
            title: <span className="visually-hidden">Drill</span>,
            width: '150px',
            cell: (row) => (
              <LinkText to={drillPath({ connectorId: row.connectorId })}>
                What it holds <span className="visually-hidden">({row.name})</span>
              </LinkText>
            ),
          },
        ]}
        rows={rows}
        rowKey={(row) => row.connectorId}
        empty="No apps"
      />
    </Panel>
  );
}
