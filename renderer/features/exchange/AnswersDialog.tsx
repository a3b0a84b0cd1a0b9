import type { PickedFile } from '../../../shared/contract/shell.ts';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { formatCounted, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Callout, Facts } from '../../components/Page.tsx';
import { errorMessage, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { AnswerFacts } from './AnswerFacts.tsx';
import styles from './exchange.module.css';

/** Shows what a file of answers says, and imports it. */
export function AnswersDialog({ file, onClose }: { readonly file: PickedFile; readonly onClose: () => void }) {
  const view = useEngineQuery('owners.inspect', { token: file.token });
  const bring = useEngineMutation('owners.import');
  const answers = view.data;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Import answers of an owner"
      size="large"
      isDismissable={!bring.isPending}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          {answers !== undefined && (
            <Button
              variant="primary"
              isDisabled={answers.isReplay}
              isPending={bring.isPending}
              onPress={() =>
                bring.mutate(
                  { token: file.token },
                  {
                    onSuccess: ({ answers: brought }) => {
                      showToast({
                        tone: 'good',
                        text: `Answers about ${formatCounted(brought.length, 'app')} imported.`,
                      });
                      onClose();
                    },
                  },
                )
              }
            >
              Import
            </Button>
          )}
        </>
      }
    >
      <div className={styles.form}>
        {view.isPending && <SkeletonRows rows={4} />}
        {(view.isError || bring.isError) && (
          <Callout tone="critical" title="Not imported">
            {errorMessage(view.error ?? bring.error)}
          </Callout>
        )}
        {answers !== undefined && (
          <>
            {answers.isReplay && (
              <Callout tone="accent" title="Imported before">
                These answers are in the case already. Nothing will be changed.
              </Callout>
            )}
            <Facts
              rows={[
                { label: 'Asked', value: <Name>{answers.owner}</Name> },
                {
                  label: 'Answered by',
                  value: (
                    <>
                      <Name strong>{answers.by}</Name>, {formatTime(answers.at)} (as written in the file)
                    </>
                  ),
                },
                {
                  label: 'SHA-256',
                  value: <CopyText text={answers.digest} length={16} label="SHA-256 of the answers" />,
                },
              ]}
            />
            <p className={styles.lead}>
              The file is as it was saved, and the questions are those of this case. Neither shows who answered.
            </p>
            <ul className={styles.list}>
              {answers.answers.map((answer) => (
                <li key={answer.connectorId} className={styles.dispute}>
                  <Name strong>{answer.name}</Name>
                  <AnswerFacts answer={answer} />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  );
}
