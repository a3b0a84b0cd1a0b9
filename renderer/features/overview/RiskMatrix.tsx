import type { Platform, Tier } from '../../../shared/domain/terms.ts';
import { PlatformLabel, TIER_TEXTS, TierBadge } from '../../components/Badge.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { formatCount } from '../../components/format.ts';
import { Panel } from '../../components/Page.tsx';
import { inventoryPath } from '../inventory/question.ts';
import { queuePath } from '../review/queue-question.ts';
import { FigureLink } from './FigureLink.tsx';
import type { OverviewData } from './OverviewScreen.tsx';
import styles from './RiskMatrix.module.css';

const TIERS: readonly Tier[] = [4, 3, null, 2, 1, 0];
const ALL = 'all';

/** Review items by platform and highest tier, worst tiers first; every figure leads to its items. */
export function RiskMatrix({ overview }: { readonly overview: OverviewData }) {
  const cells = new Map(overview.matrix.map((cell) => [`${cell.platform} ${cell.tier}`, cell.items]));
  const most = Math.max(1, ...cells.values());
  const rows = [
    ...overview.byPlatform.map((row) => ({ ...row, of: (tier: Tier) => cells.get(`${row.platform} ${tier}`) ?? 0 })),
    {
      platform: ALL as typeof ALL,
      connectors: sum(overview.byPlatform, (row) => row.connectors),
      items: sum(overview.byPlatform, (row) => row.items),
      grants: sum(overview.byPlatform, (row) => row.grants),
      of: (tier: Tier) => overview.byTier.find((row) => row.tier === tier)?.items ?? 0,
    },
  ];
  const platforms = (platform: Platform | typeof ALL): { platforms?: Platform[] } =>
    platform === ALL ? {} : { platforms: [platform] };
  return (
    <Panel
      title="Risk by tier and platform"
      description="Review items by the highest tier among their scopes. Unrated scopes are not in the catalog and sort with tier 3."
      flush
    >
      <DataTable
        caption="Review items by platform and tier"
        columns={[
          {
            id: 'platform',
            title: 'Platform',
            cell: (row) =>
              row.platform === ALL ? (
                <span className={styles.all}>All</span>
              ) : (
                <PlatformLabel platform={row.platform} />
              ),
          },
          ...TIERS.map((tier) => ({
            id: `tier ${tier}`,
            title: (
              <span title={TIER_TEXTS[`${tier}`]}>
                <TierBadge tier={tier} />
              </span>
            ),
            width: '92px',
            align: 'right' as const,
            cell: (row: (typeof rows)[number]) => {
              const items = row.of(tier);
              return (
                <span
                  className={styles.cell}
                  style={
                    row.platform === ALL || items === 0
                      ? {}
                      : {
                          background: `color-mix(in srgb, ${FILLS[`${tier}`]} calc(var(--heat) * ${12 + Math.round((items / most) * 38)}%), transparent)`,
                        }
                  }
                >
                  <FigureLink
                    value={items}
                    to={queuePath({ ...platforms(row.platform), tiers: [tier] })}
                    label={`${tier === null ? 'unrated' : `tier ${tier}`} items of ${row.platform}`}
                  />
                </span>
              );
            },
          })),
          {
            id: 'items',
            title: 'Items',
            align: 'right',
            width: '84px',
            cell: (row) => (
              <FigureLink
                value={row.items}
                to={queuePath(platforms(row.platform))}
                label={`items of ${row.platform}`}
              />
            ),
          },
          {
            id: 'connectors',
            title: 'Connectors',
            align: 'right',
            width: '104px',
            cell: (row) => (
              <FigureLink
                value={row.connectors}
                to={inventoryPath(platforms(row.platform))}
                label={`connectors of ${row.platform}`}
              />
            ),
          },
          {
            id: 'grants',
            title: 'Grants',
            align: 'right',
            width: '100px',
            cell: (row) => formatCount(row.grants),
          },
        ]}
        rows={rows}
        rowKey={(row) => row.platform}
        empty="No grants have been imported."
      />
    </Panel>
  );
}

const FILLS: Readonly<Record<'0' | '1' | '2' | '3' | '4' | 'null', string>> = {
  '0': 'var(--chart-neutral)',
  '1': 'var(--chart-low)',
  '2': 'var(--chart-medium)',
  '3': 'var(--chart-high)',
  '4': 'var(--chart-critical)',
  null: 'var(--chart-high)',
};

function sum<Row>(rows: readonly Row[], pick: (row: Row) => number): number {
  return rows.reduce((total, row) => total + pick(row), 0);
}
