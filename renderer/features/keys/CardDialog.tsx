import { useState } from 'react';
import type { CardTokenView } from '../../../shared/contract/keys.ts';
import type { KnownKey } from '../../../shared/contract/known-key.ts';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { RadioGroup } from '../../components/Field.tsx';
import { formatDate } from '../../components/format.ts';
import { Callout } from '../../components/Page.tsx';
import { errorMessage, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import styles from './keys.module.css';

/** Chooses a certificate on a smart card or HSM: first the library that talks to it, then the certificate. */
export function CardDialog({
  onClose,
  onAdded,
}: {
  readonly onClose: () => void;
  readonly onAdded: (key: KnownKey) => void;
}) {
  const libraries = useEngineQuery('keys.libraries', {});
  const look = useEngineMutation('keys.cards');
  const add = useEngineMutation('keys.addCard');
  const [library, setLibrary] = useState<string | null>(null);
  const [choice, setChoice] = useState<string | null>(null);
  const [chain, setChain] = useState<PickedFile | null>(null);
  const usable = libraries.data?.filter(({ isMissing }) => !isMissing) ?? [];
  const found = look.data ?? [];
  const chosen = entriesOf(found).find(({ value }) => value === choice);
  const isReady = library !== null && chosen !== undefined && !add.isPending;

  function lookWith(token: string) {
    setLibrary(token);
    setChoice(null);
    add.reset();
    look.mutate({ libraryToken: token }, { onSuccess: () => void libraries.refetch() });
  }

  async function pick(purpose: 'card-library' | 'certificate', onPicked: (file: PickedFile) => void) {
    try {
      const [file] = await callShell('shell.pickFiles', { purpose });
      if (file !== undefined) onPicked(file);
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }

  function take() {
    if (library === null || chosen === undefined) return;
    const { token, certificate } = chosen;
    const { serial, label } = token;
    const { fingerprint } = certificate;
    add.mutate(
      { libraryToken: library, serial, label, fingerprint, chainToken: chain?.token ?? null },
      { onSuccess: onAdded },
    );
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Use a smart card or HSM"
      isDismissable={!add.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={add.isPending}>
            Cancel
          </Button>
          <Button variant="primary" isPending={add.isPending} isDisabled={!isReady} onPress={take}>
            Use this key
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <div className={styles.step}>
          <p className={styles.lead}>
            The key stays on the card. Countersign talks to it through the PKCS#11 library that came with the card or
            its reader. The PIN is asked for each time you sign and never kept.
          </p>
          {usable.length > 0 && (
            <RadioGroup
              label="Library"
              value={library}
              onChange={lookWith}
              options={usable.map(({ token, fileName, location }) => ({
                value: token,
                label: <bdi>{fileName}</bdi>,
                description: <bdi>{location}</bdi>,
              }))}
            />
          )}
          <div className={styles.row}>
            <Button
              size="small"
              icon="folder"
              onPress={() => void pick('card-library', ({ token }) => lookWith(token))}
            >
              Choose a library…
            </Button>
            {library !== null && (
              <Button size="small" isPending={look.isPending} onPress={() => lookWith(library)}>
                Look again
              </Button>
            )}
          </div>
        </div>
        {look.isPending && <SkeletonRows rows={2} height={26} />}
        {look.isError && (
          <Callout tone="critical" title="The card cannot be read">
            {errorMessage(look.error)}
          </Callout>
        )}
        {look.isSuccess && <Certificates tokens={found} choice={choice} onChange={setChoice} />}
        {chosen !== undefined && (
          <div className={styles.step}>
            <div className={styles.row}>
              <Button size="small" icon="file" onPress={() => void pick('certificate', setChain)}>
                Add its issuers…
              </Button>
              {chain !== null && <bdi>{chain.name}</bdi>}
            </div>
            <p className={styles.quiet}>
              Optional. Cards often hold the certificate alone; with a file of those who issued it, recipients can check
              it up to your organization.
            </p>
          </div>
        )}
        {add.isError && (
          <Callout tone="critical" title="Not added">
            {errorMessage(add.error)}
          </Callout>
        )}
      </div>
    </Dialog>
  );
}

function entriesOf(tokens: readonly CardTokenView[]) {
  return tokens.flatMap((token) =>
    token.certificates.map((certificate) => ({
      value: `${token.serial} ${certificate.fingerprint}`,
      token,
      certificate,
    })),
  );
}

function Certificates({
  tokens,
  choice,
  onChange,
}: {
  readonly tokens: readonly CardTokenView[];
  readonly choice: string | null;
  readonly onChange: (choice: string) => void;
}) {
  const entries = entriesOf(tokens);
  const usable = entries.filter(({ certificate }) => certificate.problem === null);
  if (tokens.length === 0) return <Callout tone="medium">No card is in a reader. Put it in and look again.</Callout>;
  return (
    <div className={styles.step}>
      {usable.length === 0 ? (
        <Callout tone="medium">
          {entries.length === 0
            ? 'The card shows no certificate without its PIN. Its own program can tell more.'
            : 'No certificate on the card can sign here.'}
        </Callout>
      ) : (
        <RadioGroup
          label="Certificate"
          value={choice}
          onChange={onChange}
          options={usable.map(({ value, token, certificate }) => ({
            value,
            label: <bdi>{certificate.name}</bdi>,
            description: (
              <>
                <bdi>{certificate.label}</bdi> on <bdi>{token.label}</bdi>, valid to {formatDate(certificate.notAfter)}
              </>
            ),
          }))}
        />
      )}
      {entries.map(
        ({ value, certificate: { name, problem } }) =>
          problem !== null && (
            <p key={value} className={styles.quiet}>
              <bdi>{name}</bdi>: {problem}
            </p>
          ),
      )}
    </div>
  );
}
