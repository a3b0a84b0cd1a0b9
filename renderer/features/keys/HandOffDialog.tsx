import { useState } from 'react';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import styles from './keys.module.css';

/** While a signature is waited for that another program makes: what to sign, how, and the way back. */
export function HandOffDialog({
  waiting,
}: {
  readonly waiting: NonNullable<Result<EngineContract, 'handOff.current'>>;
}) {
  const [problem, setProblem] = useState<{ readonly file: string; readonly text: string } | null>(null);
  const give = useEngineMutation('handOff.give');
  const cancel = useEngineMutation('handOff.cancel');
  const { token, folder, file, signatureFile, commandsFile, commands, number, total, what, name } = waiting;

  async function attempt(work: () => Promise<unknown>) {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem({ file, text: errorMessage(error) });
    }
  }

  async function bringBack() {
    const [signature] = await callShell('shell.pickFiles', { purpose: 'signature' });
    if (signature !== undefined) await give.mutateAsync({ token: signature.token });
  }

  return (
    <Dialog
      isOpen
      onClose={() => undefined}
      title={`Signature ${number} of ${total}`}
      size="large"
      isDismissable={false}
      footer={
        <>
          <Button isPending={cancel.isPending} onPress={() => void attempt(() => cancel.mutateAsync({}))}>
            Cancel signing
          </Button>
          <Button
            variant="primary"
            icon="key"
            isPending={give.isPending}
            onPress={() => void attempt(() => bringBack())}
          >
            Bring the signature back…
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p className={styles.lead}>
          For {what}, by <bdi>{name}</bdi>. Sign <bdi>{file}</bdi> with your own program, then bring{' '}
          <bdi>{signatureFile}</bdi> back. It is checked against the certificate before it is used.
        </p>
        <div className={styles.step}>
          <div className={styles.row}>
            <Button size="small" icon="folder" onPress={() => void attempt(() => callShell('shell.reveal', { token }))}>
              Show the file
            </Button>
          </div>
          <p className={styles.quiet}>
            In <bdi>{folder}</bdi>. {commandsFile} beside it holds these commands; put your own names in place of the
            words in capitals.
          </p>
        </div>
        <div className={styles.commands}>
          {commands.map(({ title, lines }) => (
            <div key={title} className={styles.command}>
              <h3 className={styles.stepTitle}>{title}</h3>
              <pre className={styles.code}>{lines.join('\n')}</pre>
            </div>
          ))}
        </div>
        {problem !== null && problem.file === file && (
          <Callout tone="critical" title="Not taken">
            {problem.text}
          </Callout>
        )}
      </div>
    </Dialog>
  );
}
