import { useSearchParams } from 'react-router';
import { CopyText } from '../../components/CopyText.tsx';
import { Page } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { HistoryPanel } from './HistoryPanel.tsx';
import { PolicyForm } from './PolicyForm.tsx';
import styles from './PolicyScreen.module.css';
import { SuppressionsPanel } from './SuppressionsPanel.tsx';

const TABS = ['thresholds', 'history', 'suppressions'] as const;
type TabId = (typeof TABS)[number];

/** What the rules are run with: the thresholds, how they came to be, and what is set aside in spite of them. */
export function PolicyScreen() {
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((id) => id === params.get('tab')) ?? 'thresholds';
  const policy = useEngineQuery('policy.get', {});
  const inForce = useEngineQuery('suppressions.list', {}).data?.filter((one) => one.state === 'in-force').length;
  return (
    <Page
      fill
      title="Policy"
      meta={
        policy.data && (
          <>
            <bdi>
              {policy.data.name}, version {policy.data.version}
            </bdi>
            <CopyText text={policy.data.digest} length={10} label="Digest of the values" />
          </>
        )
      }
    >
      {policy.isPending && <SkeletonRows rows={14} />}
      {policy.isError && <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />}
      {policy.data && (
        <div className={styles.tabs}>
          <Tabs<TabId>
            label="Parts of the policy"
            selected={tab}
            onSelect={(id) => setParams(id === 'thresholds' ? {} : { tab: id }, { replace: true })}
            tabs={[
              {
                id: 'thresholds',
                label: 'Thresholds',
                // Another version in force is another form.
                content: <PolicyForm key={`${policy.data.name} ${policy.data.version}`} policy={policy.data} />,
              },
              { id: 'history', label: 'History', content: <HistoryPanel policy={policy.data} /> },
              { id: 'suppressions', label: 'Suppressions', count: inForce, content: <SuppressionsPanel /> },
            ]}
          />
        </div>
      )}
    </Page>
  );
}
