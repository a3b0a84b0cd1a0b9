import { useState } from 'react';
import type { KnownKey } from '../../../shared/contract/known-key.ts';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import { Button } from '../../components/Button.tsx';
import { RadioGroup } from '../../components/Field.tsx';
import { formatDate } from '../../components/format.ts';
import { Callout } from '../../components/Page.tsx';
import { errorMessage, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineClient, useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { AddKeyFileDialog } from '../keys/AddKeyFileDialog.tsx';
import { CardDialog } from '../keys/CardDialog.tsx';
import { CertificateDialog } from '../keys/CertificateDialog.tsx';
import { ForgetKeyDialog } from '../keys/ForgetKeyDialog.tsx';
import { ExternalKeyDialog } from '../keys/ExternalKeyDialog.tsx';
import { CreateKeyDialog } from './CreateKeyDialog.tsx';
import styles from './KeyChoice.module.css';

type Open =
  'create' | 'card' | 'external' | 'certificate' | { readonly file: PickedFile } | { readonly forget: KnownKey } | null;

/**
 * The known keys, and the ways to another: making one, a key file, a card, or a program of one's own. A missing or expired
 * key says so and cannot be chosen.
 */
export function KeyChoice({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (token: string) => void;
}) {
  const client = useEngineClient();
  const keys = useEngineQuery('keys.list', {});
  const addKey = useEngineMutation('keys.add');
  const [open, setOpen] = useState<Open>(null);
  const usable = keys.data?.filter((key) => !key.isMissing && !key.isExpired) ?? [];
  const unusable = keys.data?.filter((key) => key.isMissing || key.isExpired) ?? [];
  const chosen = usable.find((key) => key.token === value) ?? null;
  const close = () => setOpen(null);

  function take(key: KnownKey) {
    setOpen(null);
    void keys.refetch();
    onChange(key.token);
  }

  async function add() {
    try {
      const [file] = await callShell('shell.pickFiles', { purpose: 'key' });
      if (file === undefined) return;
      const { token } = file;
      const { isNeeded } = await client.call('keys.needsPassphrase', { token });
      if (isNeeded) setOpen({ file });
      else take(await addKey.mutateAsync({ token, passphrase: null }));
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
                <Place knownKey={key} />, valid to {formatDate(key.notAfter)}
                <span className={styles.fingerprint}>{key.fingerprint.slice(0, 29)}…</span>
              </>
            ),
          }))}
        />
      )}
      {keys.data !== undefined && usable.length === 0 && (
        <Callout tone="accent" title="No key yet">
          A signing key is a file with a passphrase, or sits on a smart card. You keep both; the product keeps neither.
        </Callout>
      )}
      {unusable.map((key) => (
        <p key={key.token} className={styles.unusable}>
          <bdi>{key.name}</bdi> (<Place knownKey={key} />) {key.isMissing ? 'is not where it was' : 'has expired'}.{' '}
          <Button
            size="small"
            variant="ghost"
            aria-label={`Remove the key of ${key.name} from the list`}
            onPress={() => setOpen({ forget: key })}
          >
            Remove…
          </Button>
        </p>
      ))}
      <div className={styles.actions}>
        <Button size="small" icon="plus" onPress={() => setOpen('create')}>
          Create a key…
        </Button>
        <Button size="small" icon="folder" isPending={addKey.isPending} onPress={() => void add()}>
          Use a key file…
        </Button>
        <Button size="small" icon="key" onPress={() => setOpen('card')}>
          Use a card…
        </Button>
        <Button size="small" icon="upload" onPress={() => setOpen('external')}>
          Sign elsewhere…
        </Button>
        {/* There before a key is chosen, so that choosing one moves nothing. */}
        {usable.some(({ isRequestable }) => isRequestable) && (
          <Button
            size="small"
            icon="shield"
            isDisabled={chosen?.isRequestable !== true}
            onPress={() => setOpen('certificate')}
          >
            Certificate of an authority…
          </Button>
        )}
        {usable.length > 0 && (
          <Button
            size="small"
            icon="close"
            isDisabled={chosen === null}
            onPress={() => {
              if (chosen !== null) setOpen({ forget: chosen });
            }}
          >
            Remove from the list…
          </Button>
        )}
      </div>
      {open === 'create' && <CreateKeyDialog onClose={close} onCreated={take} />}
      {open === 'card' && <CardDialog onClose={close} onAdded={take} />}
      {open === 'external' && <ExternalKeyDialog onClose={close} onAdded={take} />}
      {open === 'certificate' && chosen !== null && (
        <CertificateDialog knownKey={chosen} onClose={close} onTaken={take} />
      )}
      {typeof open === 'object' && open !== null && 'forget' in open && (
        <ForgetKeyDialog knownKey={open.forget} onClose={close} onForgotten={close} />
      )}
      {typeof open === 'object' && open !== null && 'file' in open && (
        <AddKeyFileDialog file={open.file} onClose={close} onAdded={take} />
      )}
    </div>
  );
}

/** Where a key is, in a few words. */
function Place({ knownKey }: { readonly knownKey: KnownKey }) {
  const name = <bdi>{knownKey.fileName}</bdi>;
  switch (knownKey.kind) {
    case 'file':
      return name;
    case 'card':
      return <>card “{name}”</>;
    case 'external':
      return <>elsewhere, by “{name}”</>;
  }
}
