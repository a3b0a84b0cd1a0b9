import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import { Explain } from './Explain.tsx';
import styles from './Name.module.css';

/** Characters at the end of a path that are always shown. */
const PATH_END = 20;

/**
 * Text that came out of an export: isolated so that it cannot reorder what stands around it, cut to one line, and
 * marked when it hides something. Every name, address, scope or operation from a file goes through here.
 */
export function Name({
  children,
  warning = null,
  strong = false,
  mono = false,
  wrap = false,
  staticWarning = false,
  isPath = false,
}: {
  readonly children: string;
  /** What the name hides, or null. */
  readonly warning?: string | null;
  readonly strong?: boolean;
  readonly mono?: boolean;
  readonly wrap?: boolean;
  /** Shows the mark without its own focus stop, for use inside grids and links. */
  readonly staticWarning?: boolean;
  /** Cuts a long path in its middle: its end tells files of one archive apart. */
  readonly isPath?: boolean;
}) {
  const shown = children.trim() === '' ? '(no name)' : children;
  return (
    <span className={cx(styles.name, strong && styles.strong, mono && styles.mono, wrap && styles.wrap)}>
      {isPath && shown.includes('/') ? (
        <bdi className={styles.path} title={children}>
          <span className={styles.text}>{shown.slice(0, -PATH_END)}</span>
          <span className={styles.end}>{shown.slice(-PATH_END)}</span>
        </bdi>
      ) : (
        <bdi className={styles.text} title={children}>
          {shown}
        </bdi>
      )}
      {warning !== null &&
        (staticWarning ? (
          <span className={styles.chip} title={warning}>
            <Icon name="warning" className={styles.icon} />
            Check name
            <span className="visually-hidden">: {warning}</span>
          </span>
        ) : (
          <Explain text={warning} label={`Check this name: ${warning}`}>
            <span className={styles.chip}>
              <Icon name="warning" className={styles.icon} />
              Check name
            </span>
          </Explain>
        ))}
    </span>
  );
}
