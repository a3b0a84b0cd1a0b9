import { useNavigate, useParams } from 'react-router';
import { Page } from '../../components/Page.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import styles from './CampaignScreen.module.css';
import { CAMPAIGN_TABS } from './tabs.ts';

/** Planning the review and who takes part in it. */
export function CampaignScreen() {
  const { tab } = useParams();
  const navigate = useNavigate();
  const selected = CAMPAIGN_TABS.find(({ id }) => id === tab) ?? CAMPAIGN_TABS[0];
  return (
    <Page title="Campaign" fill>
      {selected !== undefined && (
        <div className={styles.tabs}>
          <Tabs
            label="Views of the campaign"
            selected={selected.id}
            onSelect={(id) => void navigate(`/campaign/${id}`, { replace: true })}
            tabs={CAMPAIGN_TABS.map(({ id, label, Content }) => ({ id, label, content: <Content /> }))}
          />
        </div>
      )}
    </Page>
  );
}
