import { useState } from 'react';
import type { LedgerFile, LedgerGroup } from '../../../shared/contract/evidence.ts';
import { Badge, PlatformLabel } from '../../components/Badge.tsx';
import { cx } from '../../components/cx.ts';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatBytes, formatCount, formatCounted, formatTime } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Name } from '../../components/Name.tsx';
import { Callout, Panel } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { ImportDrawer } from '../import/ImportDrawer.tsx';
import styles from './LedgerPanel.module.css';

/** From what a source says it has to the grants under review: each line adds up to the one before. */
export function LedgerPanel() {
  const ledger = useEngineQuery('ledger.get', {});
  const imports = useEngineQuery('imports.list', {}).data ?? [];
  const [openId, setOpenId] = useState<number | null>(null);
  if (ledger.isPending) return <SkeletonRows rows={12} />;
  if (ledger.isError) return <ErrorState error={ledger.error} onRetry={() => void ledger.refetch()} />;
  const breaks = ledger.data.flatMap((group) => group.breaks);
  return (
    <>
      {breaks.length === 0 ? (
        <Callout tone="good" title="Every sum closes">
          read = accepted + rejected + duplicate + not relevant; accepted = grant + event + other records; grants = in
          the population + excluded.
        </Callout>
      ) : (
        <Callout
          tone="critical"
          title={`${formatCounted(breaks.length, 'sum')} of the ledger ${breaks.length === 1 ? 'does' : 'do'} not close`}
        >
          <ul>
            {breaks.map((text) => (
              <li key={text}>
                <bdi>{text}</bdi>
              </li>
            ))}
          </ul>
        </Callout>
      )}
      {ledger.data.map((group) => (
        <GroupPanel key={`${group.platform} ${group.tenant}`} group={group} onOpen={setOpenId} />
      ))}
      <ImportDrawer summary={imports.find((one) => one.importId === openId) ?? null} onClose={() => setOpenId(null)} />
    </>
  );
}

function GroupPanel({ group, onOpen }: { readonly group: LedgerGroup; readonly onOpen: (id: number) => void }) {
  const unattributed = group.unattributed.reduce((sum, one) => sum + one.count, 0);
  return (
    <Panel
      title={
        <span className={styles.title}>
          <PlatformLabel platform={group.platform} />
          <Name>{group.tenant}</Name>
        </span>
      }
      description={formatCounted(group.files.length, 'file')}
      actions={
        group.breaks.length === 0 ? (
          <Badge tone="good" icon="check">
            Closes
          </Badge>
        ) : (
          <Badge tone="critical" icon="warning">
            Does not close
          </Badge>
        )
      }
      flush
    >
      <ol className={styles.chain} aria-label="From records to the population">
        <Step label="Read" value={group.read} />
        <Step
          label="Accepted"
          value={group.accepted}
          parts={[
            ['rejected', group.rejected],
            ['duplicate', group.duplicate],
            ['not relevant', group.notRelevant],
          ]}
        />
        <Step
          label="Grant records"
          value={group.grantRecords}
          parts={[
            ['event records', group.eventRecords],
            ['other records', group.otherRecords],
          ]}
        />
        <Step label="Grants" value={group.logicalGrants} note="records of one grant count once" />
        <Step
          label="In the population"
          value={group.inPopulation}
          parts={[['excluded', group.logicalGrants - group.inPopulation]]}
          isResult
        />
      </ol>
      {(group.excluded.length > 0 || unattributed > 0) && (
        <dl className={styles.reasons}>
          {group.excluded.map((one) => (
            <div key={one.reason}>
              <dt>{formatCount(one.count)} excluded</dt>
              <dd>{one.reason}</dd>
            </div>
          ))}
          {group.unattributed.map((one) => (
            <div key={one.reason}>
              <dt>{formatCount(one.count)} without an app</dt>
              <dd>
                {one.reason}. They are counted here and given to no app, unless another record of the same login session
                names it.
              </dd>
            </div>
          ))}
        </dl>
      )}
      <DataTable
        caption={`Files of ${group.tenant}`}
        columns={[fileColumn(onOpen), ...COLUMNS]}
        rows={group.files}
        rowKey={(file) => file.importId}
        empty="No file"
        onRowPress={(file) => onOpen(file.importId)}
      />
    </Panel>
  );
}

function Step({
  label,
  value,
  parts = [],
  note,
  isResult = false,
}: {
  readonly label: string;
  readonly value: number;
  /** What went another way at this step. */
  readonly parts?: readonly (readonly [string, number])[];
  readonly note?: string;
  readonly isResult?: boolean;
}) {
  const shown = parts.filter(([, count]) => count > 0);
  return (
    <li className={cx(styles.step, isResult && styles.result)}>
      <span className={styles.label}>{label}</span>
      <span className={styles.value}>{formatCount(value)}</span>
      <span className={styles.note}>
        {shown.length > 0
          ? shown.map(([name, count]) => `${formatCount(count)} ${name}`).join(' · ')
          : (note ?? (parts.length > 0 ? 'nothing left out at this step' : ''))}
      </span>
    </li>
  );
}

function fileColumn(onOpen: (id: number) => void): TableColumn<LedgerFile> {
  return {
    id: 'file',
    title: 'File',
    cell: (file) => (
      <button type="button" className={styles.file} onClick={() => onOpen(file.importId)}>
        <Name strong isPath>
          {file.file}
        </Name>
        <span className={styles.sub}>
          {file.container !== null && (
            <>
              from <bdi>{file.container}</bdi> ·{' '}
            </>
          )}
          {file.formatLabel} · {formatBytes(file.bytes)} · as of {formatTime(file.asOf)}
        </span>
      </button>
    ),
  };
}

const COLUMNS: readonly TableColumn<LedgerFile>[] = [
  {
    id: 'total',
    title: 'Source says',
    width: '130px',
    align: 'right',
    cell: (file) => <Total file={file} />,
  },
  { id: 'read', title: 'Read', width: '90px', align: 'right', cell: (file) => formatCount(file.read) },
  { id: 'accepted', title: 'Accepted', width: '90px', align: 'right', cell: (file) => formatCount(file.accepted) },
  { id: 'rejected', title: 'Rejected', width: '84px', align: 'right', cell: (file) => <Part value={file.rejected} /> },
  {
    id: 'duplicate',
    title: 'Duplicate',
    width: '84px',
    align: 'right',
    cell: (file) => <Part value={file.duplicate} />,
  },
  {
    id: 'notRelevant',
    title: 'Not relevant',
    width: '100px',
    align: 'right',
    cell: (file) => <Part value={file.notRelevant} />,
  },
  {
    id: 'state',
    title: 'State',
    width: '150px',
    cell: (file) =>
      file.breaks.length > 0 ? (
        <Badge tone="critical" icon="warning">
          Does not close
        </Badge>
      ) : file.truncation.length > 0 ? (
        <Badge tone="high" icon="warning" title={file.truncation.join('\n')}>
          May be cut off
        </Badge>
      ) : file.completeness === 'part' ? (
        <Badge tone="medium">Not stated whole</Badge>
      ) : (
        <Badge tone="good" icon="check">
          Closes
        </Badge>
      ),
  },
];

function Total({ file }: { readonly file: LedgerFile }) {
  const total = file.statedTotal ?? file.foundTotal;
  if (total === null) return <span className={styles.zero}>not known</span>;
  const agrees = total === file.read;
  return (
    <span
      className={agrees ? undefined : styles.bad}
      title={file.statedTotal === null ? 'found in the file' : 'stated at import'}
    >
      {!agrees && <Icon name="warning" />} {formatCount(total)}
    </span>
  );
}

function Part({ value }: { readonly value: number }) {
  return <span className={value === 0 ? styles.zero : undefined}>{formatCount(value)}</span>;
}
