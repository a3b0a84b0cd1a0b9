import type { PolicyState, PolicyVersion } from '../../../shared/contract/policy.ts';
import { Badge } from '../../components/Badge.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { formatTime } from '../../components/format.ts';
import { Panel } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { valueText } from './draft.ts';
import styles from './HistoryPanel.module.css';
import screen from './PolicyScreen.module.css';

/** Every version of the policy, newest first, with who made it, why, and what it changed. */
export function HistoryPanel({ policy }: { readonly policy: PolicyState }) {
  const history = useEngineQuery('policy.history', {});
  return (
    <div className={screen.scroll}>
      {history.isPending && <SkeletonRows rows={6} />}
      {history.isError && <ErrorState error={history.error} onRetry={() => void history.refetch()} />}
      <div className={styles.list}>
        {history.data?.map((version, index) => (
          <Version key={version.seq ?? 0} version={version} policy={policy} isInForce={index === 0} />
        ))}
      </div>
    </div>
  );
}

function Version({
  version,
  policy,
  isInForce,
}: {
  readonly version: PolicyVersion;
  readonly policy: PolicyState;
  readonly isInForce: boolean;
}) {
  const labels = new Map(policy.parameters.map((parameter) => [parameter.name, parameter]));
  return (
    <Panel
      title={
        <bdi>
          {version.name}, version {version.version}
        </bdi>
      }
      description={
        version.by === null ? (
          version.reason
        ) : (
          <bdi>
            {version.by}, {formatTime(version.at)}: {version.reason}
          </bdi>
        )
      }
      actions={
        <>
          {isInForce && (
            <Badge tone="good" icon="check">
              In force
            </Badge>
          )}
          <CopyText text={version.digest} length={10} label="Digest of the values" />
        </>
      }
      flush={version.seq !== null}
    >
      {version.seq === null ? (
        'The starting values of this product.'
      ) : (
        <DataTable
          caption={`Changes of ${version.name}, version ${version.version}`}
          wrap
          columns={[
            {
              id: 'parameter',
              title: 'Value',
              cell: (change) => labels.get(change.parameter)?.label ?? change.parameter,
            },
            {
              id: 'rules',
              title: 'Rules',
              width: '140px',
              cell: (change) => labels.get(change.parameter)?.rules.join(', ') ?? '',
            },
            { id: 'before', title: 'Before', width: '170px', cell: (change) => <bdi>{valueText(change.before)}</bdi> },
            { id: 'after', title: 'After', width: '170px', cell: (change) => <bdi>{valueText(change.after)}</bdi> },
          ]}
          rows={version.changes}
          rowKey={(change) => change.parameter}
          empty="Only the name changed."
        />
      )}
    </Panel>
  );
}
