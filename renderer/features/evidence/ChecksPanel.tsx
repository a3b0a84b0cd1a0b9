import { useState } from 'react';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import type { Outcome } from '../../../shared/domain/terms.ts';
import { Badge, PlatformLabel, type Tone } from '../../components/Badge.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { formatCounted } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Panel } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './ChecksPanel.module.css';

type Check = Result<EngineContract, 'evidence.checks'>[number];

/** Checks EV-1 to EV-7 on the evidence itself: what was found, what cannot be told, what is clear, and what it means. */
export function ChecksPanel() {
  const checks = useEngineQuery('evidence.checks', {});
  const [showsClear, setShowsClear] = useState(false);
  if (checks.isPending) return <SkeletonRows rows={12} />;
  if (checks.isError) return <ErrorState error={checks.error} onRetry={() => void checks.refetch()} />;
  const byCheck = [...Map.groupBy(checks.data, (check) => check.check)].toSorted(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
  const isOpen = (row: Check): boolean => row.outcome === 'finding' || row.outcome === 'undeterminable';
  return (
    <>
      <div className={styles.bar}>
        <p>
          What the checks found in the evidence itself, and what they cannot tell. Undeterminable is not clear:
          something is missing to decide it.
        </p>
        <Checkbox isSelected={showsClear} onChange={setShowsClear}>
          Show what is clear
        </Checkbox>
      </div>
      {byCheck.map(([id, all]) => panelOf(id, all, showsClear ? all : all.filter(isOpen)))}
    </>
  );
}

function panelOf(id: string, all: readonly Check[], rows: readonly Check[]) {
  const count = (outcome: Outcome): number => all.filter((row) => row.outcome === outcome).length;
  const [first] = all;
  const said = [
    ...(count('finding') > 0 ? [formatCounted(count('finding'), 'finding')] : []),
    ...(count('undeterminable') > 0 ? [`${count('undeterminable')} undeterminable`] : []),
    ...(count('clear') > 0 ? [`${count('clear')} clear`] : []),
  ];
  return (
    <Panel
      key={id}
      title={`${id} ${first?.title ?? ''}`}
      description={first?.effect}
      actions={<span className={styles.counts}>{said.join(' · ')}</span>}
      flush
    >
      <DataTable
        caption={`${id} ${first?.title ?? ''}`}
        columns={COLUMNS}
        rows={rows}
        rowKey={(_row, index) => index}
        empty={`Clear: ${formatCounted(count('clear'), 'subject')} checked, nothing found.`}
        wrap
      />
    </Panel>
  );
}

const OUTCOMES: Readonly<Record<Outcome, { readonly label: string; readonly tone: Tone }>> = {
  finding: { label: 'Finding', tone: 'high' },
  undeterminable: { label: 'Undeterminable', tone: 'medium' },
  clear: { label: 'Clear', tone: 'good' },
  'not-applicable': { label: 'Not applicable', tone: 'neutral' },
};

const COLUMNS: readonly TableColumn<Check>[] = [
  {
    id: 'outcome',
    title: 'Outcome',
    width: '130px',
    cell: (row) => <Badge tone={OUTCOMES[row.outcome].tone}>{OUTCOMES[row.outcome].label}</Badge>,
  },
  { id: 'sentence', title: 'What was found', cell: (row) => <bdi>{row.sentence}</bdi> },
  {
    id: 'subject',
    title: 'About',
    width: '200px',
    cell: (row) =>
      row.connectorId !== null ? (
        <LinkText to={`/connectors/${encodeURIComponent(row.connectorId)}`}>Open the app</LinkText>
      ) : row.platform !== null ? (
        <PlatformLabel platform={row.platform} />
      ) : (
        'The case'
      ),
  },
];
