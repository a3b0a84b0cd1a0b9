import { pressed } from './Button.tsx';
import { copyToClipboard } from './copy-to-clipboard.ts';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import styles from './CopyText.module.css';

/** A hash, fingerprint or id in monospace that copies itself whole when pressed. `length` shortens what is shown. */
export function CopyText({
  text,
  length,
  label,
  wrap = false,
}: {
  readonly text: string;
  readonly length?: number | undefined;
  /** What it is, for people who cannot see the surroundings: "SHA-256". */
  readonly label: string;
  readonly wrap?: boolean;
}) {
  const shown = length === undefined || text.length <= length ? text : `${text.slice(0, length)}…`;
  return (
    <button
      type="button"
      className={cx(styles.copy, wrap && styles.wrap)}
      aria-label={`Copy ${label} ${text}`}
      {...pressed(() => void copyToClipboard(text, label))}
    >
      <span className={styles.text}>{shown}</span>
      <Icon name="copy" className={styles.icon} />
    </button>
  );
}
