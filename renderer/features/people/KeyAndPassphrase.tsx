import type { FormEvent, ReactNode } from 'react';
import { Callout } from '../../components/Page.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { isSecretGiven, useKnownKey } from '../keys/key-secret.ts';
import { SecretField } from '../keys/SecretField.tsx';
import { KeyChoice } from '../report/KeyChoice.tsx';
import styles from './people.module.css';

export interface KeyUse {
  readonly keyToken: string;
  readonly passphrase: string;
}

/** What is known of a key so far; `keyToken` is null until one was chosen here. */
export interface KeyDraft {
  readonly keyToken: string | null;
  readonly passphrase: string;
}

export const NO_KEY: KeyDraft = { keyToken: null, passphrase: '' };

/**
 * The key that is meant: the one chosen, or the first known one of these people. null while there is none, or no passphrase
 * for it.
 */
export function useKeyUse(
  draft: KeyDraft,
  owners: readonly string[],
): { readonly token: string | null; readonly use: KeyUse | null } {
  const keys = useEngineQuery('keys.list', {}).data ?? [];
  const theirs = keys.find((key) => owners.includes(key.fingerprint) && !key.isMissing && !key.isExpired);
  const token = draft.keyToken ?? theirs?.token ?? null;
  const { passphrase } = draft;
  const known = keys.find((key) => key.token === token) ?? null;
  return { token, use: token === null || !isSecretGiven(known, passphrase) ? null : { keyToken: token, passphrase } };
}

/** Chooses a key and asks for its passphrase, which is used once. A form, so that Enter goes on. */
export function KeyAndPassphrase({
  id,
  draft,
  token,
  onChange,
  onSubmit,
  problem,
  children,
}: {
  readonly id: string;
  readonly draft: KeyDraft;
  readonly token: string | null;
  readonly onChange: (draft: KeyDraft) => void;
  readonly onSubmit: () => void;
  readonly problem: string | null;
  readonly children?: ReactNode;
}) {
  const knownKey = useKnownKey(token);
  function submit(event: FormEvent) {
    event.preventDefault();
    onSubmit();
  }
  return (
    <form id={id} className={styles.form} onSubmit={submit}>
      {children}
      <KeyChoice value={token} onChange={(keyToken) => onChange({ keyToken, passphrase: '' })} />
      <SecretField
        knownKey={knownKey}
        value={draft.passphrase}
        onChange={(passphrase) => onChange({ ...draft, passphrase })}
        description="Used once, for this act, and not kept"
      />
      {problem !== null && <Callout tone="critical">{problem}</Callout>}
    </form>
  );
}
