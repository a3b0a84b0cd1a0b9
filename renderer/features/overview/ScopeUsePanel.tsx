import { lazy } from 'react';
import { PLATFORM_LABELS, USAGE_STATUS_LABELS, USAGE_STATUSES, type Platform } from '../../../shared/domain/terms.ts';
import { PlatformLabel, UsageBadge } from '../../components/Badge.tsx';
import { ChartFigure } from '../../components/ChartFigure.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { formatCount } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Panel } from '../../components/Page.tsx';
import { inventoryPath } from '../inventory/question.ts';
import type { OverviewData } from './OverviewScreen.tsx';
import styles from './OverviewScreen.module.css';

const ScopeUseChart = lazy(async () => ({ default: (await import('./ScopeUseChart.tsx')).ScopeUseChart }));

/** What the evidence says of the granted scopes, by platform. */
export function ScopeUsePanel({ overview }: { readonly overview: OverviewData }) {
  const platforms = [...new Set(overview.scopeUse.map((row) => row.platform))];
  const of = (platform: Platform, status: (typeof USAGE_STATUSES)[number]) =>
    overview.scopeUse.find((row) => row.platform === platform && row.status === status);
  const rows = platforms.map((platform) => ({
    platform,
    label: PLATFORM_LABELS[platform],
    counts: Object.fromEntries(USAGE_STATUSES.map((status) => [status, of(platform, status)?.scopes ?? 0])),
  }));
  return (
    <Panel
      title="Use of granted scopes"
      description="Granted scopes of all review items by what the logs show. Only a fully covered window can show that a scope was not seen in it."
      flush
    >
      <div className={styles.bar}>
        <ChartFigure
          height={28 + platforms.length * 34}
          alternative={`Granted scopes by what the evidence says. ${rows.map((row) => `${row.label}: ${USAGE_STATUSES.map((status) => `${USAGE_STATUS_LABELS[status].toLowerCase()} ${row.counts[status] ?? 0}`).join(', ')}.`).join(' ')}`}
        >
          <ScopeUseChart rows={rows} />
        </ChartFigure>
      </div>
      <DataTable
        caption="Granted scopes by use and platform"
        columns={[
          { id: 'status', title: 'Use', width: '250px', cell: (status) => <UsageBadge status={status} /> },
          ...platforms.map((platform) => ({
            id: platform,
            title: <PlatformLabel platform={platform} />,
            align: 'right' as const,
            cell: (status: (typeof USAGE_STATUSES)[number]) => {
              const found = of(platform, status);
              if (found === undefined) return <span className={styles.zero}>0</span>;
              return (
                <LinkText to={inventoryPath({ platforms: [platform], statuses: [status] })} quiet>
                  {formatCount(found.scopes)} on {formatCount(found.connectors)}
                  <span className="visually-hidden">
                    {' '}
                    connectors of {PLATFORM_LABELS[platform]}, {USAGE_STATUS_LABELS[status].toLowerCase()}
                  </span>
                </LinkText>
              );
            },
          })),
        ]}
        rows={USAGE_STATUSES}
        rowKey={(status) => status}
        empty="No scopes"
      />
      <p className={styles.foot}>Scopes, and on how many connectors they are.</p>
    </Panel>
  );
}
