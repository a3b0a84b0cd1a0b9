import { Button as AriaButton } from 'react-aria-components';
import { callShell } from '../engine/shell.ts';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import { showToast } from './toast-queue.ts';
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
  async function copy() {
    try {
      await callShell('shell.copyText', { text });
      showToast({ tone: 'good', text: `${label} copied` });
    } catch {
      showToast({ tone: 'bad', text: `${label} could not be copied. Select the text and copy it by hand.` });
    }
  }
  return (
    <AriaButton
      className={cx(styles.copy, wrap && styles.wrap)}
      aria-label={`Copy ${label} ${text}`}
      onPress={() => void copy()}
    >
      <span className={styles.text}>{shown}</span>
      <Icon name="copy" className={styles.icon} />
    </AriaButton>
  );
}
