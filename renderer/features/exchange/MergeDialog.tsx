import type { MergeResult, PacketView } from '../../../shared/contract/exchange.ts';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import { Badge, DecisionBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { formatCounted, formatTime } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Callout, Facts } from '../../components/Page.tsx';
import { errorMessage, SkeletonRows } from '../../components/State.tsx';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import styles from './exchange.module.css';

/** Shows what a packet of decisions would bring, merges it, and shows what it brought. */
export function MergeDialog({ file, onClose }: { readonly file: PickedFile; readonly onClose: () => void }) {
  const view = useEngineQuery('exchange.inspect', { token: file.token });
  const merge = useEngineMutation('exchange.merge');
  const packet = view.data;
  const isMergeable = packet?.kind === 'decisions';
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={merge.isSuccess ? 'Merged' : 'Merge a packet'}
      size="large"
      isDismissable={!merge.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={merge.isPending}>
            {merge.isSuccess ? 'Done' : 'Cancel'}
          </Button>
          {isMergeable && !merge.isSuccess && (
            <Button
              variant="primary"
              isDisabled={packet.merge.totals.new === 0 && packet.merge.isReplay}
              isPending={merge.isPending}
              onPress={() => merge.mutate({ token: file.token })}
            >
              Merge
            </Button>
          )}
        </>
      }
    >
      <div className={styles.form}>
        {view.isPending && <SkeletonRows rows={4} />}
        {view.isError && (
          <Callout tone="critical" title="This packet cannot be merged">
            {errorMessage(view.error)}
          </Callout>
        )}
        {packet?.kind === 'case' && (
          <Callout tone="medium" title="This is a whole case">
            Somebody handed a campaign out with it. Open it from the start screen.
          </Callout>
        )}
        {isMergeable && (
          <>
            <PacketFacts packet={packet} />
            {merge.isError && (
              <Callout tone="critical" title="Not merged">
                {errorMessage(merge.error)}
              </Callout>
            )}
            <Outcome result={merge.data ?? packet.merge} isDone={merge.isSuccess} onLeave={onClose} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function PacketFacts({ packet }: { readonly packet: Extract<PacketView, { kind: 'decisions' }> }) {
  return (
    <Facts
      rows={[
        {
          label: 'From',
          value: (
            <span className={styles.who}>
              <Name strong>{packet.by}</Name>
              <CopyText text={packet.fingerprint} length={23} label={`fingerprint of ${packet.by}`} />
            </span>
          ),
        },
        {
          label: 'Packet',
          value: (
            <span className={styles.who}>
              Number {packet.number}, written {formatTime(packet.at)}
              <CopyText text={packet.digest} length={16} label="SHA-256 of the packet" />
            </span>
          ),
        },
        {
          label: 'Holds',
          value: `${formatCounted(packet.decisions, 'decision')}, ${packet.undos} of them taken back`,
        },
      ]}
    />
  );
}

/** What came or would come of a merge. The totals add up to what the packet holds. */
function Outcome({
  result,
  isDone,
  onLeave,
}: {
  readonly result: MergeResult;
  readonly isDone: boolean;
  readonly onLeave: () => void;
}) {
  const { totals, notes, disputes } = result;
  const parts = [
    `${totals.new} new`,
    `${totals.known} already here`,
    ...(totals.aside > 0 ? [`${totals.aside} kept aside`] : []),
    ...(totals.refused > 0 ? [`${totals.refused} refused`] : []),
  ];
  return (
    <>
      {result.isReplay && totals.new === 0 ? (
        <Callout tone="accent" title="Merged before">
          Everything in this packet that belongs here is here already. Nothing {isDone ? 'was' : 'will be'} changed.
        </Callout>
      ) : (
        <Callout
          tone={isDone ? 'good' : 'neutral'}
          title={isDone ? `${formatCounted(totals.new, 'act')} merged` : 'What merging would do'}
        >
          Of {formatCounted(totals.read, 'act')} in the packet: {parts.join(', ')}.
        </Callout>
      )}
      {disputes.length > 0 && (
        <>
          <h3 className={styles.heading}>
            {isDone ? 'People disagree' : 'People will disagree'} about {formatCounted(disputes.length, 'item')}
          </h3>
          <p className={styles.lead}>No decision is in force there until an approver settles it.</p>
          <ul className={styles.list}>
            {disputes.map((dispute) => (
              <li key={dispute.itemId} className={styles.dispute}>
                <span className={styles.who}>
                  <LinkText to={`/review/${encodeURIComponent(dispute.itemId)}`}>
                    <Name strong>{dispute.name}</Name>
                  </LinkText>
                  <Badge tone="high">{dispute.status === 'conflict' ? 'Conflict' : 'Disagreement'}</Badge>
                </span>
                {dispute.decisions.length === 0 && (
                  <p className={styles.quiet}>You review this item a second time. The decisions show after yours.</p>
                )}
                {dispute.decisions.map((decision) => (
                  <div key={`${decision.by} ${decision.at}`}>
                    <span className={styles.who}>
                      <DecisionBadge decision={decision.decision} />
                      <span className={styles.quiet}>
                        <bdi>{decision.by}</bdi>, {formatTime(decision.at)}
                      </span>
                    </span>
                    <p>
                      <bdi>{decision.reason}</bdi>
                    </p>
                  </div>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
      {notes.length > 0 && (
        <>
          <h3 className={styles.heading}>Worth knowing</h3>
          <ul className={styles.list}>
            {notes.map((note, index) => (
              <li key={`${note.itemId} ${index}`}>
                <span className={styles.who}>
                  <Name strong>{note.name ?? 'An item that is not here'}</Name>
                  <Badge tone={note.outcome === 'taken' ? 'medium' : 'high'}>{OUTCOMES[note.outcome]}</Badge>
                </span>
                <div className={styles.quiet}>
                  <bdi>{note.sentence}</bdi>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {isDone && disputes.length > 0 && <Button onPress={onLeave}>Close and go on</Button>}
    </>
  );
}

const OUTCOMES = { taken: 'Stored, with a note', aside: 'Kept aside', refused: 'Refused' } as const;
