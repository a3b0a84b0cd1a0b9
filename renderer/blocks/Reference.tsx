import type { ReactNode } from 'react';
import styles from './blocks.module.css';

/** The workpaper reference beside the title of a table or figure. */
export function Reference({ text }: { readonly text: string | null }): ReactNode {
  return text === null ? null : <span className={styles.workpaper}>{text}</span>;
}
