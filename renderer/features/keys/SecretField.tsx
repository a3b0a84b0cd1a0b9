import type { KnownKey } from '../../../shared/contract/known-key.ts';
import { TextField } from '../../components/Field.tsx';
import styles from './keys.module.css';

/** Asks for what this key wants before it signs: the passphrase, the PIN, or nothing, and then says how it signs. */
export function SecretField({
  knownKey,
  value,
  onChange,
  isDisabled = false,
  description,
}: {
  readonly knownKey: KnownKey | null;
  readonly value: string;
  readonly onChange: (secret: string) => void;
  readonly isDisabled?: boolean;
  readonly description: string;
}) {
  if (knownKey?.secret === 'none')
    return (
      <p className={styles.quiet}>
        {knownKey.kind === 'card'
          ? 'Type the PIN at the reader when it asks for it, once for each signature.'
          : 'You get what is to be signed as files and bring each signature back.'}
      </p>
    );
  return (
    <TextField
      label={knownKey?.secret === 'pin' ? 'PIN of the card' : 'Passphrase of the key'}
      type="password"
      value={value}
      onChange={onChange}
      isRequired
      isDisabled={isDisabled}
      description={description}
    />
  );
}
