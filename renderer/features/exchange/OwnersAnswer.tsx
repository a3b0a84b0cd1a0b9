import { Button } from '../../components/Button.tsx';
import { formatDate } from '../../components/format.ts';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { AnswerFacts } from './AnswerFacts.tsx';
import styles from './exchange.module.css';

/** What the owner of an app answered last, nothing while nobody did, with one action that states purpose and owner as answered. */
export function OwnersAnswer({ connectorId }: { readonly connectorId: string }) {
  const answer = useEngineQuery('owners.answer', { connectorId }).data ?? null;
  const takeOver = useEngineMutation('owners.takeOver');
  if (answer === null) return null;
  const says =
    answer.purpose !== '' || answer.purposeCode !== '' || (answer.rightOwner === 'no' && answer.otherOwner !== '');
  return (
    <section className={styles.answer}>
      <h3 className={styles.heading}>Owner’s answer</h3>
      <AnswerFacts answer={answer} />
      <p className={styles.quiet}>
        <bdi>{answer.by}</bdi>, {formatDate(answer.at)}, as written in the answers to packet{' '}
        {answer.packetId.slice(0, 8)} (journal {answer.journalSeq}). Nothing proves who wrote it.
      </p>
      {says && (
        <div>
          <Button
            size="small"
            isPending={takeOver.isPending}
            onPress={() =>
              takeOver.mutate(
                { connectorId },
                {
                  onSuccess: ({ changed }) =>
                    showToast({ tone: 'good', text: `Stated as answered: ${changed.join(', ')}.` }),
                  onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
                },
              )
            }
          >
            Take over purpose and owner
          </Button>
        </div>
      )}
    </section>
  );
}
