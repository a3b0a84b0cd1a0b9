import { useState } from 'react';
import type { CatalogScope } from '../../../shared/contract/catalog.ts';
import { type Platform, PLATFORM_LABELS, PLATFORMS } from '../../../shared/domain/terms.ts';
import { PlatformLabel, TierBadge } from '../../components/Badge.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { formatCounted } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { FilterSelect } from '../../components/FilterSelect.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './CatalogScreen.module.css';
import { kindLabel } from './kinds.ts';
import { ScopeDrawer } from './ScopeDrawer.tsx';

/** Longer lists are narrowed down by typing, not by scrolling. */
const SHOWN = 100;
const OPTIONS = PLATFORMS.filter((platform) => platform !== 'other').map((platform) => ({
  value: platform,
  label: PLATFORM_LABELS[platform],
}));

/** Searches all scopes of the catalog. */
export function ScopesPanel() {
  const [text, setText] = useState('');
  const [platforms, setPlatforms] = useState<readonly Platform[]>([]);
  const [overridden, setOverridden] = useState(false);
  const [chosen, setChosen] = useState<CatalogScope | null>(null);
  const found = useEngineQuery(
    'catalog.search',
    { text, platform: platforms[0] ?? null, overridden, offset: 0, limit: SHOWN },
    { keepPrevious: true },
  );
  const columns: readonly TableColumn<CatalogScope>[] = [
    {
      id: 'tier',
      title: 'Tier',
      width: '130px',
      cell: (row) => <TierBadge tier={row.tier} override={row.override} />,
    },
    {
      id: 'scope',
      title: 'Scope',
      cell: (row) => (
        <span className={styles.stack}>
          <button type="button" className={styles.pressed} onClick={() => setChosen(row)}>
            <Name mono wrap>
              {row.scope}
            </Name>
          </button>
          <span className={styles.meaning}>{row.label}</span>
        </span>
      ),
    },
    { id: 'verb', title: 'Verb', width: '76px', cell: (row) => row.verb },
    { id: 'breadth', title: 'Reach', width: '84px', cell: (row) => row.breadth },
    { id: 'kind', title: 'Granted as', width: '124px', cell: (row) => kindLabel(row.platform, row.kind) },
    { id: 'platform', title: 'Platform', width: '160px', cell: (row) => <PlatformLabel platform={row.platform} /> },
  ];
  return (
    <>
      <div className={styles.bar}>
        <SearchField
          label="Search scopes by id, meaning or basis"
          value={text}
          onChange={setText}
          placeholder="Search scopes"
        />
        <FilterSelect label="Platform" values={platforms} onChange={setPlatforms} options={OPTIONS} single />
        <Checkbox isSelected={overridden} onChange={setOverridden}>
          Own tiers only
        </Checkbox>
        <span className={styles.count} role="status">
          {found.data !== undefined &&
            (found.data.total > SHOWN
              ? `${formatCounted(found.data.total, 'scope')}, the first ${SHOWN} shown`
              : formatCounted(found.data.total, 'scope'))}
        </span>
      </div>
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <SkeletonRows rows={10} />}
      {found.data !== undefined && (
        <Panel flush>
          <DataTable
            caption="Scopes of the catalog"
            columns={columns}
            rows={found.data.rows}
            rowKey={(row) => `${row.platform} ${row.kind} ${row.scope}`}
            empty="No scope of the catalog matches."
            onRowPress={setChosen}
            wrap
          />
        </Panel>
      )}
      {chosen !== null && <ScopeDrawer scope={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}
