import type { ReactNode } from 'react';
import { pressed } from './Button.tsx';
import styles from './Explain.module.css';

/** Puts an explanation on any inline content, reachable by keyboard. */
export function Explain({
  children,
  text,
  label,
}: {
  readonly children: ReactNode;
  /** Shown as a tip. */
  readonly text: string;
  /** Accessible name: what the content is, and the explanation. */
  readonly label: string;
}) {
  return (
    <button type="button" className={styles.trigger} aria-label={label} data-tip={text} {...pressed(undefined)}>
      {children}
    </button>
  );
}
