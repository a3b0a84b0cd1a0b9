import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Facts, Panel } from '../../components/Page.tsx';
import { Select } from '../../components/Select.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { useCaseActions } from '../workspace/CaseActions.tsx';
import { LOCK_AFTER, type LockAfter, setLockAfter, useLockAfter } from './auto-lock.ts';
import { AddProtectionDialog, ChangePassphraseDialog, RemoveProtectionDialog } from './ProtectionDialogs.tsx';
import styles from './protection.module.css';

const AFTER: Readonly<Record<LockAfter, string>> = {
  '0': 'Never by itself',
  '5': 'After 5 minutes',
  '15': 'After 15 minutes',
  '30': 'After 30 minutes',
  '60': 'After an hour',
};

/** Whether a passphrase protects the case, and the acts that change that. */
export function ProtectionPanel() {
  const state = useEngineQuery('protection.state', {});
  if (state.isPending) return <SkeletonRows rows={4} />;
  if (state.isError) return <ErrorState error={state.error} onRetry={() => void state.refetch()} />;
  return state.data.isProtected === true ? <Protected /> : <Plain />;
}

function Plain() {
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Panel
      title="Not protected"
      actions={
        <Button variant="primary" icon="lock" onPress={() => setIsAdding(true)}>
          Protect with a passphrase…
        </Button>
      }
    >
      <p className={styles.text}>
        Whoever gets hold of the case file, or of the folder of copies beside it, can read what is in it. A passphrase
        encrypts both. It is asked for whenever the case is opened.
      </p>
      {isAdding && <AddProtectionDialog onClose={() => setIsAdding(false)} />}
    </Panel>
  );
}

function Protected() {
  const actions = useCaseActions();
  const after = useLockAfter();
  const [dialog, setDialog] = useState<'change' | 'remove' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <Panel
        title="Protected by a passphrase"
        actions={
          <>
            <Button onPress={() => setDialog('remove')}>Remove protection…</Button>
            <Button onPress={() => setDialog('change')}>Change passphrase…</Button>
            <Button variant="primary" icon="lock" onPress={actions.lock}>
              Lock now
            </Button>
          </>
        }
      >
        <Facts
          rows={[
            { label: 'Case file', value: 'AES-256-CBC with HMAC-SHA512, in the format of SQLCipher 4' },
            { label: 'Key', value: 'PBKDF2-HMAC-SHA512 with 256,000 rounds, from the passphrase and a random salt' },
            { label: 'Copies of sources', value: 'AES-256-GCM, with a key that lies in the case file' },
            {
              label: 'Not encrypted',
              value: 'What you save elsewhere: reports, bundles, packets, tables, and the exports you imported from',
            },
          ]}
        />
      </Panel>
      <Panel title="Lock">
        <div className={styles.form}>
          <p className={styles.text}>
            While the case is open, whoever sits at this computer sees it. Locking closes it until somebody types the
            passphrase.
          </p>
          <div className={styles.choice}>
            <Select
              label="Lock when nobody touches anything"
              value={after}
              onChange={setLockAfter}
              options={LOCK_AFTER.map((value) => ({ value, label: AFTER[value] }))}
            />
          </div>
        </div>
      </Panel>
      {dialog === 'change' && <ChangePassphraseDialog onClose={close} />}
      {dialog === 'remove' && <RemoveProtectionDialog onClose={close} />}
    </>
  );
}
