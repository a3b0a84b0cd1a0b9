import { cx } from './cx.ts';
import styles from './Kbd.module.css';

const NAMES: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑' };

/** Shows a key or a sequence ("g i", "Ctrl+K"); a capital letter takes Shift. Decorative where the control has its own label. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span
      className={cx(styles.keys, keys.split(' ').every((key) => key.length === 1) && styles.single)}
      aria-hidden="true"
    >
      {keys.split(' ').map((key, index) => (
        <kbd key={index} className={styles.key}>
          {NAMES[key] ?? (/^[A-Z]$/.test(key) ? `Shift+${key}` : key)}
        </kbd>
      ))}
    </span>
  );
}
