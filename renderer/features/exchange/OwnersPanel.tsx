import { useState } from 'react';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import type { ownersContract } from '../../../shared/contract/owners.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { Button } from '../../components/Button.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { formatCounted } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { ErrorState, errorMessage, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { AnswersDialog } from './AnswersDialog.tsx';
import { AskOwnerDialog } from './AskOwnerDialog.tsx';
import styles from './exchange.module.css';

export type OwnerGroup = Result<typeof ownersContract, 'owners.open'>[number];

/** Apps with open items by who answers for them: questions go out as a page, answers come in as a file. */
export function OwnersPanel() {
  const groups = useEngineQuery('owners.open', {});
  const [asked, setAsked] = useState<OwnerGroup | null>(null);
  const [answers, setAnswers] = useState<PickedFile | null>(null);
  async function pick() {
    try {
      const [file] = await callShell('shell.pickFiles', { purpose: 'answers' });
      if (file !== undefined) setAnswers(file);
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }
  return (
    <Panel
      title="Ask the owners of apps"
      description="Questions are saved as one page that opens in any browser and needs no network. Nothing proves who answered it."
      actions={
        <Button icon="folder" onPress={() => void pick()}>
          Import answers…
        </Button>
      }
      flush
    >
      {groups.isPending && <SkeletonRows rows={3} />}
      {groups.isError && <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />}
      {groups.data !== undefined && (
        <DataTable
          caption="Owners of apps with open items, the most open items first"
          wrap
          columns={[
            {
              id: 'owner',
              title: 'Owner',
              width: '280px',
              cell: ({ owner }) =>
                owner === null ? (
                  <span className={styles.quiet}>Nobody named</span>
                ) : (
                  <>
                    <Name strong>{owner.name}</Name>
                    {owner.email !== owner.name && (
                      <div className={styles.quiet}>
                        <bdi>{owner.email}</bdi>
                      </div>
                    )}
                  </>
                ),
            },
            {
              id: 'apps',
              title: 'Apps with open items',
              cell: ({ apps }) => (
                <>
                  {formatCounted(apps.length, 'app')},{' '}
                  {formatCounted(
                    apps.reduce((sum, { openItems }) => sum + openItems, 0),
                    'open item',
                  )}
                  <div className={styles.quiet}>
                    <bdi>
                      {apps
                        .slice(0, 4)
                        .map(({ name }) => name)
                        .join(', ')}
                      {apps.length > 4 ? ` and ${apps.length - 4} more` : ''}
                    </bdi>
                  </div>
                </>
              ),
            },
            {
              id: 'ask',
              title: <span className="visually-hidden">Ask</span>,
              width: '110px',
              align: 'right',
              cell: (group) => (
                <Button
                  size="small"
                  aria-label={`Ask ${group.owner?.name ?? 'somebody about apps without an owner'}`}
                  onPress={() => setAsked(group)}
                >
                  Ask…
                </Button>
              ),
            },
          ]}
          rows={groups.data}
          rowKey={({ owner }) => owner?.email ?? ''}
          empty="No item is open."
        />
      )}
      {asked !== null && <AskOwnerDialog group={asked} onClose={() => setAsked(null)} />}
      {answers !== null && <AnswersDialog file={answers} onClose={() => setAnswers(null)} />}
    </Panel>
  );
}
