import { PlatformLabel } from '../../components/Badge.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { formatCount } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Panel } from '../../components/Page.tsx';
import type { OverviewData } from './OverviewScreen.tsx';

/** The population by platform. */
export function PlatformTable({ overview }: { readonly overview: OverviewData }) {
  return (
    <Panel title="Population by platform" flush>
      <DataTable
        caption="Population by platform"
        columns={[
          {
            id: 'platform',
            title: 'Platform',
            cell: (row) => (
              <LinkText to={`/inventory?platform=${row.platform}`} quiet>
                <PlatformLabel platform={row.platform} />
              </LinkText>
            ),
          },
          {
            id: 'connectors',
            title: 'Connectors',
            align: 'right',
            width: '100px',
            cell: (row) => formatCount(row.connectors),
          },
          { id: 'items', title: 'Items', align: 'right', width: '80px', cell: (row) => formatCount(row.items) },
          { id: 'grants', title: 'Grants', align: 'right', width: '90px', cell: (row) => formatCount(row.grants) },
        ]}
        rows={overview.byPlatform}
        rowKey={(row) => row.platform}
        empty="No grants have been imported."
      />
    </Panel>
  );
}
