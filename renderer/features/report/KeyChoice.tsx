import { useState } from 'react';
import type { KnownKey } from '../../../shared/contract/report.ts';
import { Button } from '../../components/Button.tsx';
import { RadioGroup } from '../../components/Field.tsx';
import { formatDate } from '../../components/format.ts';
import { Callout } from '../../components/Page.tsx';
import { errorMessage, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { CreateKeyDialog } from './CreateKeyDialog.tsx';
import styles from './KeyChoice.module.css';

/** The known keys, making a new one, and adding a key file. A missing or expired key says so and cannot be chosen. */
export function KeyChoice({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (token: string) => void;
}) {
  const keys = useEngineQuery('keys.list', {});
  const addKey = useEngineMutation('keys.add');
  const [isCreating, setCreating] = useState(false);
  const usable = keys.data?.filter((key) => !key.isMissing && !key.isExpired) ?? [];
  const unusable = keys.data?.filter((key) => key.isMissing || key.isExpired) ?? [];

  function take(key: KnownKey) {
    void keys.refetch();
    onChange(key.token);
  }

  async function add() {
    try {
      const [file] = await callShell('shell.pickFiles', { purpose: 'key' });
      if (file !== undefined) take(await addKey.mutateAsync({ token: file.token }));
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }

  return (
    <div className={styles.choice}>
      {keys.isError && <Callout tone="critical">{errorMessage(keys.error)}</Callout>}
      {keys.isPending && <SkeletonRows rows={2} height={26} />}
      {usable.length > 0 && (
        <RadioGroup
          label="Key"
          value={value}
          onChange={onChange}
          options={usable.map((key) => ({
            value: key.token,
            label: <bdi>{key.name}</bdi>,
            description: (
              <>
                <bdi>{key.fileName}</bdi>, valid to {formatDate(key.notAfter)}
                <span className={styles.fingerprint}>{key.fingerprint.slice(0, 29)}…</span>
              </>
            ),
          }))}
        />
      )}
      {keys.data !== undefined && usable.length === 0 && (
        <Callout tone="accent" title="No key yet">
          A signing key is a file with a passphrase. You make it once and keep both; the product keeps neither.
        </Callout>
      )}
      {unusable.map((key) => (
        <p key={key.token} className={styles.unusable}>
          <bdi>{key.name}</bdi> ({key.fileName}) {key.isMissing ? 'is not where it was' : 'has expired'}.
        </p>
      ))}
      <div className={styles.actions}>
        <Button size="small" icon="plus" onPress={() => setCreating(true)}>
          Create a key…
        </Button>
        <Button size="small" icon="folder" isPending={addKey.isPending} onPress={() => void add()}>
          Use a key file…
        </Button>
      </div>
      {isCreating && (
        <CreateKeyDialog
          onClose={() => setCreating(false)}
          onCreated={(key) => {
            setCreating(false);
            take(key);
          }}
        />
      )}
    </div>
  );
}
