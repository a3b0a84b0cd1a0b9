import { useState } from 'react';
import type { z } from 'zod';
import type { remediationContract, RemedyAction } from '../../../shared/contract/remediation.ts';
import { DECISION_LABELS, GRANT_KIND_LABELS, PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { Button } from '../../components/Button.tsx';
import { Drawer } from '../../components/Dialog.tsx';
import { formatCounted, formatTime } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Callout, Facts } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { EvidenceLink } from '../connector/EvidenceLink.tsx';
import { Impact } from '../connector/ImpactBlock.tsx';
import type { BoardAct } from './ActDialog.tsx';
import { ActDialog } from './ActDialog.tsx';
import { StateBadge } from './ActionList.tsx';
import { RemedyBody } from './RemedyBody.tsx';
import styles from './ActionDrawer.module.css';
import { useExport } from './use-export.ts';

type Detail = z.output<(typeof remediationContract)['remediation.action']['result']>;

/** One action: where it stands and why, how it is carried out, what it would stop, and what people did about it. */
export function ActionDrawer({ actionId, onClose }: { readonly actionId: string; readonly onClose: () => void }) {
  const detail = useEngineQuery('remediation.action', { actionId });
  const [act, setAct] = useState<BoardAct | null>(null);
  const { isPending, save } = useExport();
  const action = detail.data?.action;
  return (
    <Drawer
      isOpen
      onClose={onClose}
      size="large"
      title={action === undefined ? 'Action' : `${DECISION_LABELS[action.decision]}: ${action.name}`}
      footer={
        action !== undefined && (
          <>
            <Button onPress={() => setAct('owner')}>Set who does it…</Button>
            <Button onPress={() => setAct('deadline')}>Set deadline…</Button>
            {action.claim === null ? (
              <Button onPress={() => setAct('claim')}>Record a claim…</Button>
            ) : (
              <Button onPress={() => setAct('withdraw')}>Take the claim back…</Button>
            )}
            <Button
              variant="primary"
              icon="file"
              isPending={isPending}
              onPress={() => save('markdown', [actionId], `${DECISION_LABELS[action.decision]} ${action.name}`)}
            >
              Export recipe…
            </Button>
          </>
        )
      }
    >
      {detail.isPending && <SkeletonRows rows={10} />}
      {detail.isError && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
      {detail.data && <Body detail={detail.data} />}
      {act !== null && action !== undefined && (
        <ActDialog act={act} actionIds={[actionId]} name={action.name} onClose={() => setAct(null)} />
      )}
    </Drawer>
  );
}

const DUE_BASIS: Readonly<Record<RemedyAction['dueBasis'], string>> = {
  policy: 'by the policy',
  changed: 'set by hand',
  condition: 'end of the condition',
};

function Body({ detail: { action, remedy, wouldBreak, history } }: { readonly detail: Detail }) {
  return (
    <div className={styles.body}>
      <section aria-label="Where it stands">
        <p className={styles.state}>
          <StateBadge action={action} />
          <bdi>{action.sentence}</bdi>
        </p>
        {action.caution !== null && <Callout tone="medium">{action.caution}</Callout>}
        {action.missing !== null && action.state !== 'verified' && (
          <p className={styles.missing}>
            <strong>What would settle it:</strong> <bdi>{action.missing}</bdi>
          </p>
        )}
        {action.evidence.length > 0 && (
          <ul className={styles.evidence} aria-label="Evidence">
            {action.evidence.map((spot) => (
              <li key={`${spot.importId}:${spot.line ?? ''}:${spot.note}`}>
                {spot.line === null ? (
                  <bdi>{spot.file}</bdi>
                ) : (
                  <EvidenceLink reference={{ importId: spot.importId, file: spot.file, line: spot.line }} />
                )}
                <span className={styles.quiet}>
                  <bdi>{spot.note}</bdi>, as of {formatTime(spot.asOf)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <Facts
        rows={[
          { label: 'What', value: <bdi>{action.what}</bdi> },
          {
            label: 'Grant',
            value: (
              <>
                {GRANT_KIND_LABELS[action.kind]}, {PLATFORM_LABELS[action.platform]}, <bdi>{action.tenant}</bdi>{' '}
                {action.isInPopulation ? (
                  <LinkText to={`/review/${encodeURIComponent(action.itemId)}`}>Review item</LinkText>
                ) : (
                  action.hasConnector && (
                    <LinkText to={`/connectors/${encodeURIComponent(action.connectorId)}`}>Connector</LinkText>
                  )
                )}
              </>
            ),
          },
          { label: 'Decided', value: `by ${action.by}, ${formatTime(action.at)}` },
          { label: 'Reason', value: <bdi>{action.reason}</bdi> },
          ...(action.scopes.length === 0
            ? []
            : [{ label: 'Scopes', value: <Name mono>{action.scopes.join(', ')}</Name> }]),
          ...(action.principals.length === 0 ? [] : [{ label: 'People', value: <People list={action.principals} /> }]),
          { label: 'Carried out by', value: action.owner === null ? 'Nobody yet' : <bdi>{action.owner}</bdi> },
          { label: 'Due', value: `${action.due}, ${DUE_BASIS[action.dueBasis]}${action.isOverdue ? '; overdue' : ''}` },
          {
            label: 'Claim',
            value:
              action.claim === null ? (
                'Nobody says that it is done'
              ) : (
                <bdi>
                  {action.claim.by}, {formatTime(action.claim.at)}: {action.claim.reference}
                </bdi>
              ),
          },
        ]}
      />
      <section aria-label="How to carry it out">
        <h3 className={styles.heading}>{remedy.title}</h3>
        <p className={styles.note}>Scripts are text to read, copy and run elsewhere: nothing here runs them.</p>
        <RemedyBody remedy={remedy} where={`on ${PLATFORM_LABELS[action.platform]}`} isNarrow />
      </section>
      <section aria-label="What would stop">
        <h3 className={styles.heading}>What would stop</h3>
        <WouldBreak action={action} breaks={wouldBreak} />
      </section>
      <section aria-label="History">
        <h3 className={styles.heading}>History</h3>
        {history.length === 0 ? (
          <p className={styles.quiet}>Nothing was done about it yet.</p>
        ) : (
          <ol className={styles.history}>
            {history.map((entry) => (
              <li key={`${entry.journalSeq}:${entry.text}`}>
                <bdi>{entry.text}</bdi>
                <span className={styles.quiet}>
                  <bdi>{entry.by}</bdi>, {formatTime(entry.at)}, journal entry {entry.journalSeq}
                </span>
              </li>
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}

/** Names shown before the rest is folded away. */
const PEOPLE = 8;

function People({ list }: { readonly list: readonly string[] }) {
  const shown = list.slice(0, PEOPLE).join(', ');
  if (list.length <= PEOPLE) return <bdi>{shown}</bdi>;
  return (
    <details>
      <summary>
        <bdi>{shown}</bdi> and {formatCounted(list.length - PEOPLE, 'more person', 'more people')}
      </summary>
      <bdi>{list.slice(PEOPLE).join(', ')}</bdi>
    </details>
  );
}

function WouldBreak({ action, breaks }: { readonly action: RemedyAction; readonly breaks: Detail['wouldBreak'] }) {
  if (breaks === null)
    return (
      <p className={styles.quiet}>
        {action.isInPopulation ? 'Nothing: the decision ends no grant.' : 'No grant of it stands in the newest lists.'}
      </p>
    );
  return (
    <>
      {action.decision === 'conditional' && (
        <p>Nothing before {action.until}. After it, where the condition is not met:</p>
      )}
      <Impact impact={breaks.impact} isOfScopes={action.decision === 'reduce'} />
      <p className={styles.quiet}>
        {breaks.owners.length === 0 ? (
          'No owner of the app is on record to ask.'
        ) : (
          <>
            To ask: <bdi>{breaks.owners.join(', ')}</bdi>.
          </>
        )}
      </p>
    </>
  );
}
