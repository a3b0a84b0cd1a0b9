import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { ButtonLink } from '../../components/LinkText.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { CampaignView } from './CampaignView.tsx';
import styles from './CampaignScreen.module.css';
import { PlanForm } from './PlanForm.tsx';

/** The plan of the review: a form while there is none, then the frozen campaign with its versions. */
export function PlanTab() {
  const current = useEngineQuery('campaign.current', {});
  const draft = useEngineQuery('campaign.draft', {});
  const status = useEngineQuery('workspace.status', {}).data ?? null;
  const [isWriting, setIsWriting] = useState(false);
  if (current.isPending || draft.isPending || status === null) return <SkeletonRows rows={12} />;
  if (current.isError) return <ErrorState error={current.error} onRetry={() => void current.refetch()} />;
  if (draft.isError) return <ErrorState error={draft.error} onRetry={() => void draft.refetch()} />;
  const { campaign, people } = current.data;
  const isUnderWay = campaign !== null && campaign.state !== 'closed';
  const ofCase = `${status.location} ${status.createdAt}`;
  if (isWriting)
    return (
      <PlanForm
        key={campaign?.version ?? 0}
        begunFrom={`${ofCase} ${isUnderWay ? `${campaign.id} ${campaign.version}` : 'new'}`}
        plan={isUnderWay ? campaign.plan : draft.data.plan}
        campaign={isUnderWay ? campaign : null}
        people={people}
        onDone={() => setIsWriting(false)}
      />
    );
  if (campaign !== null) return <CampaignView current={current.data} onWrite={() => setIsWriting(true)} />;
  return (
    <div className={styles.scroll}>
      {status.counts.items === 0 ? (
        <EmptyState
          icon="calendar"
          title="Nothing to plan yet"
          actions={
            <ButtonLink to="/imports" variant="primary" icon="inbox">
              Import exports
            </ButtonLink>
          }
        >
          A campaign covers the review items of the case. They appear as soon as a list of grants is imported.
        </EmptyState>
      ) : (
        <EmptyState
          icon="calendar"
          title="No campaign is planned"
          actions={
            <Button variant="primary" onPress={() => setIsWriting(true)}>
              Plan a campaign
            </Button>
          }
        >
          A campaign says what is reviewed, by whom and until when, and freezes the population before anybody decides.
          Without one, items can be decided as they are.
        </EmptyState>
      )}
    </div>
  );
}
