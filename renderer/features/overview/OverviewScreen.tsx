import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import type { WorkspaceStatus } from '../../../shared/contract/workspace.ts';
import { DECISION_LABELS, type Decision } from '../../../shared/domain/terms.ts';
import type { Tone } from '../../components/Badge.tsx';
import { formatCount, formatCounted, formatDate, formatShare, formatTime } from '../../components/format.ts';
import { ButtonLink, LinkText } from '../../components/LinkText.tsx';
import { Page, Panel, Stat, Stats } from '../../components/Page.tsx';
import { ShareBar } from '../../components/Progress.tsx';
import { ErrorState, PageSkeleton, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { BackupLine } from '../case/BackupLine.tsx';
import { CampaignLine } from '../campaign/CampaignLine.tsx';
import { queuePath } from '../review/queue-question.ts';
import { AgePanel } from './AgePanel.tsx';
import { CoveragePanel } from './CoveragePanel.tsx';
import { FindingsPanel } from './FindingsPanel.tsx';
import { FurtherSteps } from './FurtherSteps.tsx';
import { NextStep } from './NextStep.tsx';
import { OwnershipPanel } from './OwnershipPanel.tsx';
import { RiskMatrix } from './RiskMatrix.tsx';
import { ScopeUsePanel } from './ScopeUsePanel.tsx';
import { TrendsPanel } from './TrendsPanel.tsx';
import styles from './OverviewScreen.module.css';

export type OverviewData = Result<EngineContract, 'overview.get'>;

/** The case at a glance: population, coverage of the logs, findings, tiers, progress, and what to do next. */
export function OverviewScreen() {
  const status = useEngineQuery('workspace.status', {}).data ?? null;
  const overview = useEngineQuery('overview.get', {});
  const progress = useEngineQuery('review.progress', {}).data ?? null;
  if (status === null) return <PageSkeleton />;
  const { details } = status;
  return (
    <Page
      title={<bdi>{details.name}</bdi>}
      meta={
        <>
          <CaseLine status={status} />
          {!status.isSample && <BackupLine />}
        </>
      }
      actions={<ButtonLink to="/case">Case</ButtonLink>}
    >
      <NextStep status={status} progress={progress} />
      <CampaignLine />
      <Population status={status} progress={progress} />
      {overview.isPending && <SkeletonRows rows={10} />}
      {overview.isError && <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />}
      {overview.data && status.counts.imports > 0 && (
        <>
          <div className={styles.columns}>
            <FindingsPanel overview={overview.data} />
            <div className={styles.stack}>
              <Decisions overview={overview.data} />
              <OwnershipPanel overview={overview.data} />
              <FurtherSteps overview={overview.data} />
            </div>
          </div>
          <RiskMatrix overview={overview.data} />
          <CoveragePanel overview={overview.data} asOf={status.asOf} />
          <ScopeUsePanel overview={overview.data} />
          <div className={styles.columns}>
            <AgePanel overview={overview.data} figure="grantAge" />
            <AgePanel overview={overview.data} figure="lastUse" />
          </div>
          <TrendsPanel />
        </>
      )}
    </Page>
  );
}

function CaseLine({ status }: { readonly status: WorkspaceStatus }) {
  const { client, engagement, periodFrom, periodTo, reviewer } = status.details;
  const period = periodFrom === null && periodTo === null ? '' : `${formatDate(periodFrom)} to ${formatDate(periodTo)}`;
  return <bdi>{[client, engagement, period, reviewer].filter((part) => part !== '').join(' · ')}</bdi>;
}

function Population({
  status,
  progress,
}: {
  readonly status: WorkspaceStatus;
  readonly progress: Result<EngineContract, 'review.progress'> | null;
}) {
  const { counts, asOf } = status;
  return (
    <Stats>
      <Stat
        label="Connectors"
        value={formatCount(counts.connectors)}
        note={<LinkText to="/inventory">Inventory</LinkText>}
      />
      <Stat
        label="Grants"
        value={formatCount(counts.grants)}
        note={<LinkText to="/review">in {formatCounted(counts.items, 'review item')}</LinkText>}
      />
      <Stat
        label="Log events"
        value={formatCount(counts.events)}
        note={<LinkText to="/imports">{formatCounted(counts.imports, 'import')}</LinkText>}
      />
      <Stat label="Findings" value={formatCount(counts.findings)} note={<LinkText to="/findings">By rule</LinkText>} />
      <Stat
        label="Decided"
        value={formatShare(counts.decided, counts.toDecide)}
        note={
          <LinkText to={queuePath({ state: 'decided' })}>
            {formatCount(counts.decided)} of {formatCounted(counts.toDecide, 'item')}
          </LinkText>
        }
      />
      <Stat
        label="High risk still open"
        value={progress === null ? '–' : formatCount(progress.highRiskOpen)}
        tone={progress !== null && progress.highRiskOpen > 0 ? 'high' : 'neutral'}
        note={<LinkText to={queuePath({ state: 'open', minTier: 3 })}>Tier 3, 4 and unrated</LinkText>}
      />
      <Stat
        label="Data as of"
        value={formatDate(asOf)}
        note={asOf === null ? 'Nothing imported' : formatTime(asOf).slice(11)}
      />
    </Stats>
  );
}

const DECISION_TONES: Readonly<Record<Decision, Tone>> = {
  certify: 'good',
  reduce: 'medium',
  conditional: 'low',
  revoke: 'critical',
  'assign-owner': 'accent',
  'need-info': 'accent',
  escalate: 'high',
};

function Decisions({ overview }: { readonly overview: OverviewData }) {
  return (
    <Panel title="Decisions" actions={<ButtonLink to="/review">Review queue</ButtonLink>}>
      <ShareBar
        label="Review items by decision"
        shares={overview.byDecision
          .filter((row) => row.items > 0)
          .map((row) => ({
            key: row.decision ?? 'open',
            label: row.decision === null ? 'No decision' : DECISION_LABELS[row.decision],
            value: row.items,
            tone: row.decision === null ? 'neutral' : DECISION_TONES[row.decision],
            to: queuePath({ decision: row.decision ?? 'none' }),
          }))}
      />
    </Panel>
  );
}
