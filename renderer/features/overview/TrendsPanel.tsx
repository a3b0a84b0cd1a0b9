import { lazy } from 'react';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { PlatformLabel } from '../../components/Badge.tsx';
import { ChartFigure } from '../../components/ChartFigure.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { formatCount, formatDate } from '../../components/format.ts';
import { ButtonLink, LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './OverviewScreen.module.css';

const TrendChart = lazy(async () => ({ default: (await import('./TrendChart.tsx')).TrendChart }));

export type Trend = Result<EngineContract, 'overview.trends'>[number];

/** How the lists of grants changed from one export to the next. */
export function TrendsPanel() {
  const trends = useEngineQuery('overview.trends', {});
  if (trends.isPending) return <SkeletonRows rows={4} />;
  if (trends.isError) return <ErrorState error={trends.error} onRetry={() => void trends.refetch()} />;
  const repeated = trends.data.filter((trend) => trend.points.length > 1);
  const rows = trends.data.flatMap((trend) => trend.points.toReversed().map((point) => ({ trend, point })));
  return (
    <Panel
      title="Lists of grants over time"
      description={
        repeated.length === 0
          ? 'Each list was exported once: a later export of the same kind will show what changed.'
          : 'What a later list no longer has disappeared between the two; whether it was revoked the lists do not say.'
      }
      actions={<ButtonLink to="/evidence?tab=changes">Compare lists</ButtonLink>}
      flush
    >
      {repeated.map((trend) => (
        <div key={`${trend.platform} ${trend.tenant} ${trend.format}`} className={styles.bar}>
          <ChartFigure
            title={`${PLATFORM_LABELS[trend.platform]}, ${trend.formatLabel}`}
            height={160}
            alternative={`${trend.formatLabel}: ${trend.points.map((point) => `${formatDate(point.asOf)} ${point.grants} grants, ${point.connectors} connectors, ${point.scopes} scopes`).join('; ')}.`}
          >
            <TrendChart points={trend.points} />
          </ChartFigure>
        </div>
      ))}
      <DataTable
        caption="Lists of grants over time"
        columns={[
          {
            id: 'platform',
            title: 'Platform',
            width: '178px',
            cell: ({ trend }) => <PlatformLabel platform={trend.platform} />,
          },
          { id: 'list', title: 'List', cell: ({ trend }) => trend.formatLabel },
          { id: 'tenant', title: 'Tenant', width: '150px', cell: ({ trend }) => <Name>{trend.tenant}</Name> },
          {
            id: 'asOf',
            title: 'As of',
            width: '150px',
            cell: ({ point }) => `${formatDate(point.asOf)}${point.isWhole ? '' : ', not whole'}`,
          },
          {
            id: 'grants',
            title: 'Grants',
            align: 'right',
            width: '84px',
            cell: ({ point }) => formatCount(point.grants),
          },
          {
            id: 'connectors',
            title: 'Connectors',
            align: 'right',
            width: '96px',
            cell: ({ point }) => formatCount(point.connectors),
          },
          {
            id: 'scopes',
            title: 'Scopes',
            align: 'right',
            width: '80px',
            cell: ({ point }) => formatCount(point.scopes),
          },
          {
            id: 'change',
            title: 'Since the list before',
            width: '210px',
            cell: ({ trend, point }) => changeOf(trend, point),
          },
        ]}
        rows={rows}
        rowKey={({ point }) => point.snapshotId}
        empty="No list of grants has been imported."
      />
    </Panel>
  );
}

function changeOf(trend: Trend, point: Trend['points'][number]) {
  if (point.appeared !== null && point.disappeared !== null)
    return (
      <LinkText to="/evidence?tab=changes">
        {formatCount(point.appeared)} appeared, {formatCount(point.disappeared)} disappeared
      </LinkText>
    );
  return trend.points[0] === point ? '–' : <LinkText to="/evidence?tab=changes">Long lists: compare them</LinkText>;
}
