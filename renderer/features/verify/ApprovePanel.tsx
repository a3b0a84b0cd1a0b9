import { useState } from 'react';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { Callout, Panel } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { isSecretGiven, useKnownKey } from '../keys/key-secret.ts';
import { SecretField } from '../keys/SecretField.tsx';
import { KeyChoice } from '../report/KeyChoice.tsx';
import { SignedCard } from '../report/SignedCard.tsx';
import styles from './ApprovePanel.module.css';

/** The second signature: somebody else than the reviewer approves a bundle that verified. The signed file stays as it is. */
export function ApprovePanel({ bundle }: { readonly bundle: PickedFile }) {
  const [isOpen, setOpen] = useState(false);
  const [keyToken, setKeyToken] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [isRead, setRead] = useState(false);
  const [savedTo, setSavedTo] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const approve = useEngineMutation('report.countersign');
  const knownKey = useKnownKey(keyToken);
  const isReady = keyToken !== null && isSecretGiven(knownKey, passphrase) && isRead;

  async function submit() {
    if (keyToken === null) return;
    setProblem(null);
    try {
      const suggestedName = bundle.name.replace(/(?:\.zip)?$/i, ' approved.zip');
      const target = await callShell('shell.pickSave', { purpose: 'bundle', suggestedName });
      if (target === null) return;
      setSavedTo(target.token);
      await approve.mutateAsync({ token: bundle.token, keyToken, passphrase, saveToken: target.token });
      setPassphrase('');
    } catch (error) {
      setProblem(errorMessage(error));
    }
  }

  if (approve.data !== undefined)
    return <SignedCard result={approve.data} saveToken={savedTo} onAgain={() => approve.reset()} />;
  if (!isOpen)
    return (
      <div className={styles.closed}>
        <Button icon="key" onPress={() => setOpen(true)}>
          Approve with a second signature…
        </Button>
      </div>
    );
  return (
    <Panel title="Approve this review">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !approve.isPending) void submit();
        }}
      >
        <p>
          Your signature is added to report.pdf and stands for: “I approve this report and the decisions stated in it.”
          Whoever signed the report or decided in it cannot approve it.
        </p>
        <KeyChoice
          value={keyToken}
          onChange={(token) => {
            setKeyToken(token);
            setPassphrase('');
          }}
        />
        <Checkbox isSelected={isRead} onChange={setRead}>
          I opened report.pdf from this bundle and read it
        </Checkbox>
        <SecretField
          knownKey={knownKey}
          value={passphrase}
          onChange={setPassphrase}
          isDisabled={approve.isPending}
          description="Used for this one signature and not kept"
        />
        {problem !== null && (
          <Callout tone="critical" title="Not signed">
            {problem}
          </Callout>
        )}
        <div className={styles.actions}>
          <Button type="submit" variant="primary" icon="key" isPending={approve.isPending} isDisabled={!isReady}>
            Approve and save…
          </Button>
          <Button variant="ghost" onPress={() => setOpen(false)}>
            Not now
          </Button>
        </div>
      </form>
    </Panel>
  );
}
