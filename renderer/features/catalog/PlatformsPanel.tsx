import type { CatalogList, CatalogPlatformInfo } from '../../../shared/contract/catalog.ts';
import { PlatformLabel } from '../../components/Badge.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatCount, formatCounted } from '../../components/format.ts';
import { Panel } from '../../components/Page.tsx';
import styles from './CatalogScreen.module.css';

const COLUMNS: readonly TableColumn<CatalogPlatformInfo>[] = [
  { id: 'platform', title: 'Platform', width: '170px', cell: (row) => <PlatformLabel platform={row.platform} /> },
  { id: 'asOf', title: 'As of', width: '112px', cell: (row) => row.asOf },
  {
    id: 'age',
    title: 'Age',
    width: '86px',
    align: 'right',
    cell: (row) => (row.ageDays === null ? '–' : formatCounted(row.ageDays, 'day')),
  },
  { id: 'scopes', title: 'Scopes', width: '76px', align: 'right', cell: (row) => formatCount(row.scopes) },
  {
    id: 'operations',
    title: 'Calls',
    width: '76px',
    align: 'right',
    cell: (row) => (row.operations === 0 ? '–' : formatCount(row.operations)),
  },
  {
    id: 'digest',
    title: 'SHA-256',
    width: '150px',
    cell: (row) => <CopyText text={row.digest} length={12} label="SHA-256" />,
  },
  {
    id: 'sources',
    title: 'Sources and licences',
    cell: (row) => (
      <ul className={styles.sources}>
        {row.sources.map((source) => (
          <li key={`${source.name} ${source.version} ${source.sha256 ?? ''}`}>
            <bdi>{source.name}</bdi>
            <span className={styles.origin}>
              {source.version.length > 16 ? `${source.version.slice(0, 12)}…` : source.version} · {source.date} ·{' '}
              {source.license === 'own' ? 'own work' : source.license}
            </span>
            {source.sha256 !== null && (
              <>
                {' '}
                <CopyText text={source.sha256} length={12} label="SHA-256 of the file" />
              </>
            )}
          </li>
        ))}
      </ul>
    ),
  },
];

/** Each platform's part of the catalog: how old it is against the newest export of the case, and where it comes from. */
export function PlatformsPanel({ catalog }: { readonly catalog: CatalogList }) {
  return (
    <Panel
      title="Platforms"
      description="Age is counted to the newest export of the case. A dash under calls: the platform’s calls are not mapped to scopes."
      flush
    >
      <DataTable
        caption="Platforms of the catalog"
        columns={COLUMNS}
        rows={catalog.platforms}
        rowKey={(row) => row.platform}
        empty="The catalog has no platform."
        wrap
      />
    </Panel>
  );
}
