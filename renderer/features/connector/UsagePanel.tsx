import { GRANT_KIND_LABELS } from '../../../shared/domain/terms.ts';
import { Name } from '../../components/Name.tsx';
import { Callout, Panel } from '../../components/Page.tsx';
import { ButtonLink } from '../../components/LinkText.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { formatCounted } from '../../components/format.ts';
import { ImpactBlock } from './ImpactBlock.tsx';
import { ReductionSummary } from './ReductionSummary.tsx';
import { ScopeMatrix } from './ScopeMatrix.tsx';
import styles from './UsagePanel.module.css';
import { windowsText } from './windows.ts';

/** The scope and usage matrix of each review item of a connector. */
export function UsagePanels({ connectorId }: { readonly connectorId: string }) {
  const usage = useEngineQuery('connectors.usage', { connectorId });
  if (usage.isError) return <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />;
  if (usage.isPending) {
    return (
      <Panel title="Scopes and usage" flush>
        <SkeletonRows rows={6} height={52} />
      </Panel>
    );
  }
  const { items, windows, uncovered } = usage.data;
  return (
    <>
      {uncovered.length > 0 && (
        <Callout
          tone="medium"
          title={`${formatCounted(uncovered.length, 'operation')} succeeded although no granted scope covers ${uncovered.length === 1 ? 'it' : 'them'}`}
        >
          The grant list and the log disagree:{' '}
          <Name mono wrap>
            {uncovered.slice(0, 5).join(', ')}
          </Name>
        </Callout>
      )}
      {items.map((item) => (
        <Panel
          key={item.itemId}
          title={
            <>
              {GRANT_KIND_LABELS[item.kind]} · <bdi>{item.tenant}</bdi> ·{' '}
              {formatCounted(item.scopes.length, 'granted scope')}
            </>
          }
          description={windowsText(windows)}
          actions={
            <ButtonLink to={`/review/${encodeURIComponent(item.itemId)}`} icon="queue">
              Review
            </ButtonLink>
          }
          flush
        >
          <div className={styles.head}>
            {item.isAdviceCovered ? (
              <p className={styles.covered}>
                What is advised for these scopes stays covered on high risk until you have decided, so that you judge
                first.
              </p>
            ) : (
              <ReductionSummary itemId={item.itemId} />
            )}
          </div>
          <ScopeMatrix itemId={item.itemId} scopes={item.scopes} isAdviceCovered={item.isAdviceCovered} />
          <div className={styles.foot}>
            <h3 className={styles.heading}>What would break if all of it were revoked</h3>
            <ImpactBlock itemId={item.itemId} scopes={[]} />
          </div>
        </Panel>
      ))}
    </>
  );
}
