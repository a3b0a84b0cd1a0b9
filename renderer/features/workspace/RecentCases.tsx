import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { formatDate, formatTime } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Panel } from '../../components/Page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { ReviewerSwitch } from '../reviewers/ReviewerSwitch.tsx';
import { useCaseActions } from './CaseActions.tsx';
import styles from './RecentCases.module.css';

/** The cases opened last on this computer. */
export function RecentCases() {
  const recent = useEngineQuery('workspace.recent', {});
  const actions = useCaseActions();
  const isOpen = (useEngineQuery('workspace.status', {}).data ?? null) !== null;
  return (
    <Panel title="Recent cases" flush actions={<ReviewerSwitch />}>
      {recent.isPending && <SkeletonRows rows={3} height={52} />}
      {recent.isError && <ErrorState error={recent.error} onRetry={() => void recent.refetch()} />}
      {recent.data?.length === 0 && isOpen && (
        <p className={styles.none}>Cases you create or open are listed here; sample cases are not.</p>
      )}
      {recent.data?.length === 0 && !isOpen && (
        <EmptyState
          icon="folder"
          title="No cases yet"
          actions={
            <Button variant="primary" icon="plus" onPress={actions.create}>
              New case…
            </Button>
          }
        >
          Create a case for your engagement, or open the sample case below to look around.
        </EmptyState>
      )}
      {recent.data && recent.data.length > 0 && (
        <ul>
          {recent.data.map((item) => (
            // Not by the token, which is a new one whenever the list is read again: a press would lose its button.
            <RecentCase key={`${item.location}/${item.name}`} item={item} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function RecentCase({ item }: { readonly item: Result<EngineContract, 'workspace.recent'>[number] }) {
  const actions = useCaseActions();
  const forget = useEngineMutation('workspace.forget');
  return (
    <li className={styles.item}>
      <Icon name={item.isProtected ? 'lock' : 'folder'} className={styles.icon} />
      <div className={styles.texts}>
        <bdi className={styles.name}>{item.name}</bdi>
        <bdi className={styles.place} title={item.location}>
          {item.location}
        </bdi>
      </div>
      <span className={styles.time}>
        {item.isMissing
          ? 'The file is no longer there'
          : `${item.isProtected ? 'Protected, opened' : 'Opened'} ${formatTime(item.openedAt)}`}
        {item.isPastDue && ` · had to be kept until ${formatDate(item.retainUntil)}, which is past`}
      </span>
      <Button
        size="small"
        isDisabled={item.isMissing || actions.pending !== null}
        aria-label={`Open ${item.name}`}
        onPress={() => actions.openRecent(item.token)}
      >
        Open
      </Button>
      <IconButton
        icon="close"
        label={`Remove ${item.name} from this list; the file stays`}
        size="small"
        onPress={() => forget.mutate({ token: item.token })}
      />
    </li>
  );
}
