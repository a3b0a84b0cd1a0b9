import { useNavigate, useParams } from 'react-router';
import { Page } from '../../components/Page.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import styles from './CaseScreen.module.css';
import { CASE_PARTS } from './parts.ts';

/** The case as a thing that is kept: its details, copies, protection, and how long it stays. */
export function CaseScreen() {
  const { part } = useParams();
  const navigate = useNavigate();
  const selected = CASE_PARTS.find(({ id }) => id === part) ?? CASE_PARTS[0];
  return (
    <Page title="Case">
      {selected !== undefined && (
        <div>
          <Tabs
            label="Parts of the case"
            selected={selected.id}
            onSelect={(id) => void navigate(`/case/${id}`, { replace: true })}
            tabs={CASE_PARTS.map(({ id, label, Content }) => ({
              id,
              label,
              content: (
                <div className={styles.part}>
                  <Content />
                </div>
              ),
            }))}
          />
        </div>
      )}
    </Page>
  );
}
