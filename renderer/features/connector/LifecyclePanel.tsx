import { useState } from 'react';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import type { EventKind, EventResult } from '../../../shared/domain/terms.ts';
import { Badge, type Tone } from '../../components/Badge.tsx';
import { DataGrid, type GridColumn } from '../../components/DataGrid.tsx';
import { formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { EmptyState, ErrorState } from '../../components/State.tsx';
import { usePagedRows } from '../../engine/hooks.ts';
import { EvidenceDrawer, type EvidenceReference } from './EvidenceDrawer.tsx';
import { SourceText } from './SourceText.tsx';

type Lifecycle = Result<EngineContract, 'connectors.lifecycle'>['rows'][number];

/** Consents, refreshes, scope changes and revocations, newest first. Opening a row shows its record. */
export function LifecyclePanel({ connectorId }: { readonly connectorId: string }) {
  const events = usePagedRows('connectors.lifecycle', { connectorId });
  const [record, setRecord] = useState<EvidenceReference | null>(null);
  if (events.error !== null) return <ErrorState error={events.error} onRetry={events.retry} />;
  return (
    <>
      <DataGrid
        label="Lifecycle events"
        columns={COLUMNS}
        total={events.total}
        isPending={events.isPending}
        row={events.row}
        onRange={events.onRange}
        isStale={events.isStale}
        onOpen={setRecord}
        empty={
          <EmptyState title="No lifecycle events">
            No imported log shows a consent, refresh or revocation of this connector. That is no proof that there was
            none.
          </EmptyState>
        }
      />
      <EvidenceDrawer reference={record} onClose={() => setRecord(null)} />
    </>
  );
}

export const EVENT_LABELS: Readonly<Record<EventKind, string>> = {
  use: 'Use',
  consent: 'Consent',
  issue: 'Token issued',
  refresh: 'Token refreshed',
  'scope-change': 'Scope change',
  revoke: 'Revoked',
  deny: 'Denied',
  request: 'Requested',
  credential: 'Credential',
  install: 'Installed',
  uninstall: 'Uninstalled',
  disable: 'Disabled',
  alert: 'Alert',
};

const EVENT_TONES: Partial<Readonly<Record<EventKind, Tone>>> = {
  consent: 'accent',
  install: 'accent',
  'scope-change': 'medium',
  credential: 'medium',
  revoke: 'high',
  uninstall: 'high',
  disable: 'high',
  deny: 'high',
  alert: 'critical',
};

/** What happened, as a labelled badge. */
export function EventBadge({ kind }: { readonly kind: EventKind }) {
  return <Badge tone={EVENT_TONES[kind] ?? 'neutral'}>{EVENT_LABELS[kind]}</Badge>;
}

const RESULT_LABELS: Readonly<Record<EventResult, string>> = {
  success: 'Success',
  denied: 'Denied',
  attempted: 'Attempted',
};

/** How it ended, in words. */
export function ResultText({ result }: { readonly result: EventResult }) {
  return result === 'success' ? <>{RESULT_LABELS[result]}</> : <Badge tone="high">{RESULT_LABELS[result]}</Badge>;
}

const COLUMNS: readonly GridColumn<Lifecycle>[] = [
  { id: 'at', title: 'Time', width: '160px', cell: (row) => formatTime(row.at) },
  { id: 'kind', title: 'Event', width: '132px', cell: (row) => <EventBadge kind={row.kind} /> },
  { id: 'result', title: 'Result', width: '100px', cell: (row) => <ResultText result={row.result} /> },
  {
    id: 'principal',
    title: 'Who',
    width: 'minmax(150px, 1.3fr)',
    cell: (row) => (row.principal === null ? '–' : <Name>{row.principal}</Name>),
  },
  { id: 'detail', title: 'What', width: 'minmax(200px, 2.4fr)', cell: (row) => <Name>{row.detail}</Name> },
  { id: 'ip', title: 'Address', width: '120px', cell: (row) => (row.ip === null ? '–' : <Name mono>{row.ip}</Name>) },
  {
    id: 'source',
    title: 'Source',
    width: 'minmax(120px, 1.2fr)',
    cell: (row) => <SourceText file={row.file} line={row.line} />,
  },
];
