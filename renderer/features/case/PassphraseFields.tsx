import { MOST_PASSPHRASE } from '../../../shared/contract/protection.ts';
import { TextField } from '../../components/Field.tsx';
import { lengthHint, type NewPassphrase, passphraseProblems } from './passphrase.ts';
import styles from './protection.module.css';

/** A new passphrase, typed twice, and what cannot be taken back about it. */
export function PassphraseFields({
  value,
  onChange,
  isChecked,
}: {
  readonly value: NewPassphrase;
  readonly onChange: (value: NewPassphrase) => void;
  /** Says what is wrong, once the person has said that they are done. */
  readonly isChecked: boolean;
}) {
  const problems = isChecked ? passphraseProblems(value) : {};
  return (
    <div className={styles.fields}>
      <TextField
        label="New passphrase"
        type="password"
        value={value.typed}
        onChange={(typed) => onChange({ ...value, typed })}
        description={lengthHint(value.typed)}
        error={problems.typed}
        maxLength={MOST_PASSPHRASE}
        isRequired
      />
      <TextField
        label="The same once more"
        type="password"
        value={value.again}
        onChange={(again) => onChange({ ...value, again })}
        error={problems.again}
        maxLength={MOST_PASSPHRASE}
        isRequired
      />
      <p className={styles.warning}>
        It cannot be recovered. Whoever forgets it has lost the case, and nobody can help, we included. Keep it where
        your organization keeps such things, not beside the case.
      </p>
    </div>
  );
}
