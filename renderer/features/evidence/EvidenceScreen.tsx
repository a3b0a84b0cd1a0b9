import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { formatCounted } from '../../components/format.ts';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Page } from '../../components/Page.tsx';
import { EmptyState } from '../../components/State.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { ChangesPanel } from './ChangesPanel.tsx';
import { ChecksPanel } from './ChecksPanel.tsx';
import { CoverageCalendar } from './CoverageCalendar.tsx';
import { LedgerPanel } from './LedgerPanel.tsx';
import { MatchingPanel } from './MatchingPanel.tsx';
import { RegistersPanel } from './RegistersPanel.tsx';
import styles from './EvidenceScreen.module.css';

const TABS = ['ledger', 'checks', 'coverage', 'matching', 'changes', 'registers'] as const;
type TabId = (typeof TABS)[number];

/** What the evidence is worth: the ledger from file to population, the checks on it, coverage, matching, changes, registers. */
export function EvidenceScreen() {
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((id) => id === params.get('tab')) ?? 'ledger';
  const imports = useEngineQuery('imports.list', {}).data;
  const checks = useEngineQuery('evidence.checks', {}).data;
  const registers = useEngineQuery('registers.list', {}).data;
  const findings = checks?.filter((check) => check.outcome === 'finding').length;
  const missing = registers?.filter((register) => register.entries === 0).length;

  if (imports?.length === 0)
    return (
      <Page title="Evidence">
        <EmptyState
          icon="scale"
          title="No evidence yet"
          actions={
            <ButtonLink to="/imports" variant="primary" icon="inbox">
              Import exports
            </ButtonLink>
          }
        >
          The ledger, the checks and the coverage of logs appear with the first imported file.
        </EmptyState>
      </Page>
    );
  return (
    <Page title="Evidence" meta={imports && formatCounted(imports.length, 'file')}>
      {/* Alone in a frame: beside the hidden template of the tabs it would get a margin. */}
      <div>
        <Tabs<TabId>
          label="Parts of the evidence"
          selected={tab}
          onSelect={(id) => setParams(id === 'ledger' ? {} : { tab: id }, { replace: true })}
          tabs={[
            { id: 'ledger', label: 'Population ledger', content: part(<LedgerPanel />) },
            { id: 'checks', label: 'Checks', count: findings, content: part(<ChecksPanel />) },
            { id: 'coverage', label: 'Coverage of logs', content: part(<CoverageCalendar />) },
            { id: 'matching', label: 'Matching', content: part(<MatchingPanel />) },
            { id: 'changes', label: 'Changes between lists', content: part(<ChangesPanel />) },
            {
              id: 'registers',
              label: missing === undefined || missing === 0 ? 'Registers' : `Registers (${missing} missing)`,
              content: part(<RegistersPanel />),
            },
          ]}
        />
      </div>
    </Page>
  );
}

function part(content: ReactNode): ReactNode {
  return <div className={styles.part}>{content}</div>;
}
