import styles from './Kbd.module.css';

/** Shows a key or a sequence ("g i", "Ctrl+K"). Decorative where the control has its own label. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys} aria-hidden="true">
      {keys.split(' ').map((key, index) => (
        <kbd key={index} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
