import { useParams, useSearchParams } from 'react-router';
import type { ConnectorDetail } from '../../../shared/contract/connectors.ts';
import { GRANT_KIND_LABELS } from '../../../shared/domain/terms.ts';
import { DecisionBadge, PlatformLabel, TierBadge } from '../../components/Badge.tsx';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Page, Panel } from '../../components/Page.tsx';
import { EmptyState, ErrorState, Skeleton, SkeletonRows } from '../../components/State.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { ActivityPanel } from './ActivityPanel.tsx';
import { ConnectorFacts } from './ConnectorFacts.tsx';
import styles from './ConnectorScreen.module.css';
import { EvidencePanel } from './EvidencePanel.tsx';
import { FindingList, UndeterminableList } from './FindingList.tsx';
import { HoldersPanel } from './HoldersPanel.tsx';
import { IdentityPanels } from './IdentityPanel.tsx';
import { LifecyclePanel } from './LifecyclePanel.tsx';
import { OperationsPanel } from './OperationsPanel.tsx';
import { highestTier } from './tiers.ts';
import { TrustPanel } from './TrustPanel.tsx';
import { UsagePanels } from './UsagePanel.tsx';

const TAB_IDS = ['usage', 'findings', 'operations', 'holders', 'chain', 'lifecycle', 'evidence', 'identity'] as const;
type TabId = (typeof TAB_IDS)[number];

/** One connector with all that the imported files say about it. */
export function ConnectorScreen() {
  const { connectorId = '' } = useParams();
  const detail = useEngineQuery('connectors.detail', { connectorId });
  if (detail.isError) {
    return (
      <Page title="Connector">
        <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
      </Page>
    );
  }
  if (detail.isPending) {
    return (
      <Page title={<Skeleton width={220} height={16} />} toolbar={<Skeleton width="60%" height={36} />}>
        <SkeletonRows rows={10} />
      </Page>
    );
  }
  return <Connector key={connectorId} connector={detail.data} />;
}

function Connector({ connector }: { readonly connector: ConnectorDetail }) {
  const [search, setSearch] = useSearchParams();
  const { connectorId } = connector;
  const selected = TAB_IDS.find((tab) => tab === search.get('tab')) ?? 'usage';
  const kinds = [...new Set(connector.items.map((item) => GRANT_KIND_LABELS[item.kind]))];
  const first = connector.items.find((item) => item.decision === null) ?? connector.items[0];
  return (
    <Page
      fill
      title={<Name warning={connector.nameWarning}>{connector.name}</Name>}
      meta={
        <>
          <PlatformLabel platform={connector.platform} />
          <TierBadge tier={highestTier(connector.items)} />
          {connector.items.map((item) => (
            <DecisionBadge key={item.itemId} decision={item.decision} />
          ))}
        </>
      }
      actions={
        first !== undefined && (
          <ButtonLink to={`/review/${encodeURIComponent(first.itemId)}`} icon="queue" variant="primary">
            {connector.items.length === 1 ? 'Review' : `Review ${connector.items.length} items`}
          </ButtonLink>
        )
      }
      toolbar={
        <ConnectorFacts connector={connector} kinds={kinds.length === 0 ? 'No grant in the files' : kinds.join(', ')} />
      }
    >
      <div className={styles.tabs}>
        <Tabs<TabId>
          label="Parts of this connector"
          selected={selected}
          onSelect={(tab) => setSearch({ tab }, { replace: true })}
          tabs={[
            {
              id: 'usage',
              label: 'Scopes and usage',
              content: (
                <div className={styles.scroll}>
                  <UsagePanels connectorId={connectorId} />
                  <ActivityPanel connectorId={connectorId} />
                </div>
              ),
            },
            {
              id: 'findings',
              label: 'Findings',
              // What is suppressed stays in the list and counts nowhere.
              count: connector.findings.filter((finding) => finding.suppressed === null).length,
              content: (
                <div className={styles.scroll}>
                  <Findings connector={connector} />
                </div>
              ),
            },
            {
              id: 'operations',
              label: 'Operations',
              content: (
                <div className={styles.scroll}>
                  <OperationsPanel connectorId={connectorId} />
                </div>
              ),
            },
            { id: 'holders', label: 'Holders', content: <HoldersPanel connectorId={connectorId} /> },
            {
              id: 'chain',
              label: 'Chain',
              content: (
                <div className={styles.scroll}>
                  <TrustPanel connectorId={connectorId} />
                </div>
              ),
            },
            { id: 'lifecycle', label: 'Lifecycle', content: <LifecyclePanel connectorId={connectorId} /> },
            { id: 'evidence', label: 'Evidence rows', content: <EvidencePanel connectorId={connectorId} /> },
            {
              id: 'identity',
              label: 'Owner and identity',
              content: (
                <div className={styles.scroll}>
                  <IdentityPanels connector={connector} />
                </div>
              ),
            },
          ]}
        />
      </div>
    </Page>
  );
}

function Findings({ connector }: { readonly connector: ConnectorDetail }) {
  return (
    <>
      <Panel title="Findings">
        {connector.findings.length === 0 ? (
          <EmptyState icon="check-circle" title="No findings">
            No rule that could be judged found anything for this connector.
          </EmptyState>
        ) : (
          <FindingList findings={connector.findings} shown={10} />
        )}
      </Panel>
      {connector.undeterminable.length > 0 && (
        <Panel title="Could not be judged" description="Rules for which the imported files lack the evidence">
          <UndeterminableList rules={connector.undeterminable} />
        </Panel>
      )}
    </>
  );
}
