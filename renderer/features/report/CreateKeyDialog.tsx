import { useState } from 'react';
import type { KnownKey } from '../../../shared/contract/known-key.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { MIN_PASSPHRASE, passphraseProblem, repeatProblem } from './passphrase.ts';
import styles from './CreateKeyDialog.module.css';

const FORM = 'create-key';

/** Makes a P-256 key with a self-signed certificate in a file of the user's choice. */
export function CreateKeyDialog({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: (key: KnownKey) => void;
}) {
  const details = useEngineQuery('workspace.status', {}).data?.details;
  const [name, setName] = useState(details?.reviewer ?? '');
  const [organization, setOrganization] = useState('');
  const [email, setEmail] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [repeat, setRepeat] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const create = useEngineMutation('keys.create');
  const isReady = name.trim() !== '' && passphrase.length >= MIN_PASSPHRASE && repeat === passphrase;

  async function submit() {
    setProblem(null);
    try {
      const target = await callShell('shell.pickSave', { purpose: 'key', suggestedName: `${fileName(name)}.key.pem` });
      if (target === null) return;
      const key = await create.mutateAsync({
        saveToken: target.token,
        name: name.trim(),
        organization: organization.trim(),
        email: email.trim(),
        passphrase,
      });
      showToast({ tone: 'good', text: `Key of ${key.name} created. Keep a copy of ${key.fileName} in a safe place.` });
      onCreated(key);
    } catch (error) {
      setProblem(errorMessage(error));
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Create a signing key"
      isDismissable={!create.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={create.isPending}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={FORM} isPending={create.isPending} isDisabled={!isReady}>
            Create and save…
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !create.isPending) void submit();
        }}
      >
        <Callout tone="medium" title="Before you make it">
          <ul className={styles.facts}>
            <li>A lost passphrase cannot be recovered by anybody, and it is nowhere but in your memory.</li>
            <li>
              Copy the file to a second place, for example a stick in a safe. The copy is worth nothing without the
              passphrase.
            </li>
            <li>The certificate ends after three years. Reports signed before stay valid and can still be verified.</li>
            <li>With a new key, tell recipients its fingerprint. An authority can issue a certificate for it later.</li>
          </ul>
        </Callout>
        <div className={styles.pair}>
          <TextField label="Your name" value={name} onChange={setName} isRequired autoFocus maxLength={100} />
          <TextField label="Organization" value={organization} onChange={setOrganization} maxLength={100} />
        </div>
        <TextField label="Email address" type="email" value={email} onChange={setEmail} maxLength={200} />
        <TextField
          label="Passphrase"
          type="password"
          value={passphrase}
          onChange={setPassphrase}
          isRequired
          error={passphraseProblem(passphrase)}
          description={`At least ${MIN_PASSPHRASE} characters; several unrelated words are good`}
        />
        <TextField
          label="Passphrase again"
          type="password"
          value={repeat}
          onChange={setRepeat}
          isRequired
          error={repeatProblem(passphrase, repeat)}
        />
        {problem !== null && (
          <Callout tone="critical" title="No key was created">
            {problem}
          </Callout>
        )}
      </form>
    </Dialog>
  );
}

function fileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '');
  return plain === '' ? 'signing' : plain;
}
