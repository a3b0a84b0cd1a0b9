import { useEffect } from 'react';
import styles from './MessageStrip.module.css';

/**
 * Keeps a line free for messages at the foot of a screen that is full of facts, and leads them there while it is shown: the
 * last row of the page's footer.
 */
export function MessageStrip() {
  useEffect(() => {
    document.documentElement.setAttribute('data-messages', 'foot');
    return () => document.documentElement.removeAttribute('data-messages');
  }, []);
  return <div className={styles.strip} aria-hidden="true" />;
}
