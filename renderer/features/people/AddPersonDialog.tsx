import { useState } from 'react';
import type { KeyOwner, Role } from '../../../shared/contract/people.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatDate } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Callout, Facts } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { CreateKeyDialog } from '../report/CreateKeyDialog.tsx';
import { isSecretGiven, useKnownKey } from '../keys/key-secret.ts';
import { SecretField } from '../keys/SecretField.tsx';
import { KeyChoice } from '../report/KeyChoice.tsx';
import { RolesField } from './RolesField.tsx';
import styles from './people.module.css';

const FORM = 'add-person';

/** Registers somebody by their key. The first person is the one at the screen: they open their key and are signed in. */
export function AddPersonDialog({ isFirst, onClose }: { readonly isFirst: boolean; readonly onClose: () => void }) {
  const [token, setToken] = useState<string | null>(null);
  const [roles, setRoles] = useState<readonly Role[]>(isFirst ? ['preparer', 'reviewer'] : ['reviewer']);
  const [manager, setManager] = useState('');
  const [reason, setReason] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const owner = useEngineQuery('people.describe', { token: token ?? '' }, { enabled: token !== null });
  const add = useEngineMutation('people.add');
  const knownKey = useKnownKey(token);
  const isReady =
    token !== null &&
    owner.data !== undefined &&
    roles.length > 0 &&
    reason.trim() !== '' &&
    (!isFirst || (isSecretGiven(knownKey, passphrase) && owner.data.hasKey));

  function submit() {
    if (!isReady || token === null || add.isPending) return;
    setProblem(null);
    add.mutate(
      {
        token,
        roles: [...roles],
        manager: manager.trim(),
        reason: reason.trim(),
        passphrase: isFirst ? passphrase : null,
      },
      {
        onSuccess: ({ name }) => {
          showToast({ tone: 'good', text: isFirst ? `${name} takes part and is signed in.` : `${name} takes part.` });
          onClose();
        },
        onError: (error) => setProblem(errorMessage(error)),
      },
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={isFirst ? 'Add yourself' : 'Add a person'}
      isDismissable={!add.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={add.isPending}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={FORM} isDisabled={!isReady} isPending={add.isPending}>
            {isFirst ? 'Add and sign in' : 'Add'}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {isFirst ? (
          <>
            <p className={styles.lead}>
              From here on everybody who records something in this case signs in with a key of their own. Start with
              yourself; colleagues give you their certificate, never their key.
            </p>
            <KeyChoice
              value={token}
              onChange={(chosen) => {
                setToken(chosen);
                setPassphrase('');
              }}
            />
          </>
        ) : (
          <KeySource onToken={setToken} />
        )}
        {owner.isError && <Callout tone="critical">{errorMessage(owner.error)}</Callout>}
        {owner.data !== undefined && <Owner owner={owner.data} />}
        <RolesField roles={roles} onChange={setRoles} />
        <TextField
          label="Address of the manager"
          value={manager}
          onChange={setManager}
          maxLength={200}
          description="For plans that look at who reports to whom"
        />
        <TextField
          label="Reason"
          value={reason}
          onChange={setReason}
          maxLength={1000}
          isRequired
          description="It is recorded in the journal"
        />
        {isFirst && (
          <SecretField
            knownKey={knownKey}
            value={passphrase}
            onChange={setPassphrase}
            description="Used once, to sign in, and not kept"
          />
        )}
        {problem !== null && <Callout tone="critical">{problem}</Callout>}
      </form>
    </Dialog>
  );
}

/** A file that somebody handed over, or a new key made for them here. */
function KeySource({ onToken }: { readonly onToken: (token: string) => void }) {
  const [isCreating, setCreating] = useState(false);
  async function pick() {
    try {
      const [file] = await callShell('shell.pickFiles', { purpose: 'key' });
      if (file !== undefined) onToken(file.token);
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }
  return (
    <>
      <div className={styles.sources}>
        <Button icon="folder" onPress={() => void pick()}>
          Choose a certificate or key file…
        </Button>
        <Button icon="plus" onPress={() => setCreating(true)}>
          Create a key…
        </Button>
      </div>
      {isCreating && (
        <CreateKeyDialog
          onClose={() => setCreating(false)}
          onCreated={(key) => {
            setCreating(false);
            onToken(key.token);
          }}
        />
      )}
    </>
  );
}

function Owner({ owner }: { readonly owner: KeyOwner }) {
  return (
    <Facts
      rows={[
        { label: 'Name', value: <Name strong>{owner.name}</Name> },
        { label: 'E-mail', value: owner.email === '' ? 'none in the certificate' : <Name>{owner.email}</Name> },
        ...(owner.organization === '' ? [] : [{ label: 'Organization', value: <Name>{owner.organization}</Name> }]),
        { label: 'Valid to', value: formatDate(owner.notAfter) },
        { label: 'Fingerprint', value: <span className={styles.fingerprint}>{owner.id}</span> },
      ]}
    />
  );
}
