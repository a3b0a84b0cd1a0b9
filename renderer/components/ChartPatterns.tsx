import type { ReactNode } from 'react';
import styles from './ChartPatterns.module.css';

/**
 * Hatchings that charts are filled with in high contrast, by the names in contrast.css; rendered once by the app shell.
 * Not hidden by `display`, or nothing could be filled with them.
 */
export function ChartPatterns() {
  return (
    <svg className={styles.patterns} width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <Pattern id="mark-high" size={6}>
          <path d="M-1 1l2-2M0 6l6-6M5 7l2-2" stroke="var(--chart-high)" strokeWidth="2.4" />
        </Pattern>
        <Pattern id="mark-medium" size={8}>
          <path d="M0 0l8 8M-1 7l2 2M7-1l2 2" stroke="var(--chart-medium)" strokeWidth="1.6" />
        </Pattern>
        <Pattern id="mark-faint" size={6}>
          <circle cx="3" cy="3" r="1.2" fill="var(--chart-medium)" />
        </Pattern>
        <Pattern id="mark-low" size={4}>
          <path d="M0 1h4" stroke="var(--chart-low)" strokeWidth="1.4" />
        </Pattern>
        <Pattern id="mark-neutral" size={4}>
          {null}
        </Pattern>
      </defs>
    </svg>
  );
}

function Pattern({ id, size, children }: { readonly id: string; readonly size: number; readonly children: ReactNode }) {
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse">
      <rect width={size} height={size} fill="var(--surface)" />
      {children}
    </pattern>
  );
}
